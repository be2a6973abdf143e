import type { ConfigOptions } from "../../config/parse-config.js";
import { scatterChart } from "../../figures/scatter-chart.js";
import { generate } from "../../generate/generate.js";
import { RandomState } from "../../random/random-state.js";
import { atLeast, atMost, type Claim, countText, type Done, type Experiment, meanOf } from "../experiment.js";
import { mostFrequent, nearestAccuracy } from "../nearest-neighbours.js";
import { affinitiesOf, divergence, embed, nearestOf, principalPlane } from "./neighbour-embedding.js";

export interface TsneProtocol {
  readonly config: ConfigOptions;
  /** The file of MNIST's images; without it MNIST-1D is alone. */
  readonly mnist?: { readonly images: number; readonly sha256: string };
  /** Examples of each, drawn by the seed. */
  readonly rows: number;
  /** By which affinities are, and their perplexity. */
  readonly neighbours: number;
  readonly perplexity: number;
  readonly exaggeration: number;
  /** With exaggeration, and then without. */
  readonly steps: readonly [number, number];
}

export type TsneName = "mnist" | "mnist1d";

export interface TsneTrial {
  readonly name: TsneName;
  readonly seed: number;
  /** Of MNIST: shape (rows, pixels), and (rows,). */
  readonly images?: Uint8Array;
  readonly labels?: Uint8Array;
}

/** Accuracies of 10 nearest neighbours are from 0 to 1. */
export interface TsneOutcome {
  readonly inData: number;
  readonly inMap: number;
  readonly divergence: number;
  /** Shape (rows, 2), in hundredths. */
  readonly places: readonly number[];
  readonly labels: readonly number[];
}

/** Means over the seeds, accuracies in per cent; places and labels of the first seed. */
export interface TsneResult {
  readonly maps: readonly ({ readonly name: TsneName } & TsneOutcome)[];
}

/** Images of MNIST, or of a set in its form. */
export interface Images {
  /** Shape (rows, pixels). */
  readonly images: Uint8Array;
  /** Shape (rows,). */
  readonly labels: Uint8Array;
  /** Of the file of images. */
  readonly sha256: string;
}

/** How many neighbours an example's class is told by. */
const NEAREST = 10;

const NAMES: Readonly<Record<TsneName, string>> = { mnist: "MNIST", mnist1d: "MNIST-1D" };

/**
 * Maps of MNIST-1D by t-SNE, and of MNIST where its file is there: classes of MNIST are islands, those of MNIST-1D are not, so
 * that its examples can't be told apart by their distances.
 * @see van der Maaten & Hinton, "Visualizing data using t-SNE" (2008); notebooks/tsne-mnist-vs-mnist1d.ipynb of the original
 */
export function tsneOf(mnist?: Images): Experiment<TsneProtocol, TsneTrial, TsneOutcome, TsneResult> {
  return {
    name: "tsne",
    summary: "maps of MNIST-1D and, with its file, of MNIST by t-SNE",
    protocols: { quick: protocolOf(2000, mnist), full: protocolOf(5000, mnist) },
    seeds: [1],
    trials({ rows }, seeds) {
      return seeds.flatMap((seed): TsneTrial[] => [
        ...(mnist ? [{ name: "mnist" as const, seed, ...drawnOf(mnist, rows, seed) }] : []),
        { name: "mnist1d", seed },
      ]);
    },
    cost: (_, { name }) => (name === "mnist" ? 1.4 : 1),
    run,
    result: (_, done) => ({
      maps: (["mnist", "mnist1d"] as const).flatMap((name) => {
        const own = done.filter(({ trial }) => trial.name === name);
        return own.length === 0 ? [] : [{ name, ...meanOfSeeds(own) }];
      }),
    }),
    claims: ({ maps }) =>
      maps.map(({ name, inMap, labels }): Claim => {
        const claim = `${NEAREST} nearest in the map, ${NAMES[name]}`;
        // Of more examples the nearest are nearer: of 5,000 it is 9 points more than of 2,000.
        return name === "mnist" ? atLeast(claim, 80, inMap) : atMost(claim, labels.length > 2000 ? 60 : 55, inMap);
      }),
    table: ({ maps }) => ({
      header: [`${NEAREST} nearest neighbours`, "in the data", "in the map", "divergence"],
      rows: maps.map(({ name, inData, inMap, divergence: left }) => [
        NAMES[name],
        inData.toFixed(1),
        inMap.toFixed(1),
        left.toFixed(3),
      ]),
    }),
    figure({ maps }) {
      const said = maps.map(({ name, inMap }) => `${NAMES[name]} ${inMap.toFixed(1)}`);
      return scatterChart({
        title: "Maps by t-SNE",
        description: `Accuracy in per cent of ${NEAREST} nearest neighbours in the map: ${said.join(", ")}.`,
        panels: maps.map(({ name, places, labels }) => ({
          title: `${NAMES[name]}, ${countText(labels.length)} examples`,
          x: places.filter((_, i) => i % 2 === 0),
          y: places.filter((_, i) => i % 2 === 1),
          classes: labels,
        })),
      });
    },
  };
}

export const tsne: Experiment<TsneProtocol, TsneTrial, TsneOutcome, TsneResult> = tsneOf();

function protocolOf(rows: number, mnist: Images | undefined): TsneProtocol {
  return {
    config: {},
    ...(mnist && { mnist: { images: mnist.labels.length, sha256: mnist.sha256 } }),
    rows,
    ...{ neighbours: 90, perplexity: 30, exaggeration: 12, steps: [250, 500] },
  };
}

/** So many images, at random. */
function drawnOf({ images, labels }: Images, rows: number, seed: number): { images: Uint8Array; labels: Uint8Array } {
  const pixels = images.length / labels.length;
  const order = new RandomState(seed).permutation(labels.length).subarray(0, rows);
  const drawn = new Uint8Array(order.length * pixels);
  for (const [i, row] of order.entries()) drawn.set(images.subarray(row * pixels, (row + 1) * pixels), i * pixels);
  return { images: drawn, labels: Uint8Array.from(order, (row) => labels[row]!) };
}

/** Of both splits, at random. */
function signalsOf(config: ConfigOptions, rows: number, seed: number): { x: Float64Array; labels: Int32Array } {
  const examples = generate(config);
  const [train, test] = (["train", "test"] as const).map((split) => examples.arrays(split, { dtype: "float64" }));
  const [x, labels] = [
    [...train!.x, ...test!.x],
    [...train!.y, ...test!.y],
  ];
  const length = x.length / labels.length;
  const order = new RandomState(seed).permutation(labels.length).subarray(0, rows);
  return {
    x: Float64Array.from(
      { length: order.length * length },
      (_, i) => x[order[Math.floor(i / length)]! * length + (i % length)]!,
    ),
    labels: Int32Array.from(order, (row) => labels[row]!),
  };
}

/** Shares of the time that are for neighbours, and then for the map. */
const [NEIGHBOURS_SHARE, MAP_SHARE] = [0.2, 0.78];

function* run(protocol: TsneProtocol, { name, seed, images, labels: given }: TsneTrial) {
  const { x, labels } =
    name === "mnist"
      ? { x: Float64Array.from(images!, (value) => value / 255), labels: Int32Array.from(given!) }
      : signalsOf(protocol.config, protocol.rows, seed);
  const rows = labels.length;
  let point = 0;
  const found = nearestOf(x, rows, protocol.neighbours);
  let step = found.next();
  for (; !step.done; step = found.next()) yield (NEIGHBOURS_SHARE * point++) / rows;
  const near = step.value;
  const affinities = affinitiesOf(near, protocol.perplexity);
  const places = principalPlane(x, rows);
  const steps = protocol.steps[0] + protocol.steps[1];
  let moved = 0;
  for (const _ of embed(places, affinities, protocol)) yield NEIGHBOURS_SHARE + (MAP_SHARE * moved++) / steps;
  let right = 0;
  for (let row = 0; row < rows; row++) {
    const first = row * near.count;
    const nearest = near.rows.subarray(first, first + NEAREST).map((other) => labels[other]!);
    if (mostFrequent(nearest) === labels[row]) right++;
  }
  const map = { rows, x: places, labels };
  const search = nearestAccuracy(map, map, NEAREST);
  let inMap = search.next();
  for (; !inMap.done; inMap = search.next()) yield NEIGHBOURS_SHARE + MAP_SHARE;
  return {
    inData: right / rows,
    inMap: inMap.value,
    divergence: divergence(places, affinities),
    places: Array.from(places, (place) => Math.round(100 * place) / 100),
    labels: Array.from(labels),
  };
}

function meanOfSeeds(done: readonly Done<TsneTrial, TsneOutcome>[]): TsneOutcome {
  const mean = (of: (outcome: TsneOutcome) => number) => meanOf(done.map(({ outcome }) => of(outcome)));
  const { places, labels } = done[0]!.outcome;
  return {
    inData: 100 * mean(({ inData }) => inData),
    inMap: 100 * mean(({ inMap }) => inMap),
    divergence: mean((outcome) => outcome.divergence),
    places,
    labels,
  };
}
