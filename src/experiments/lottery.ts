import type { ConfigOptions } from "../config/parse-config.js";
import { type Chart, lineChart } from "../figures/line-chart.js";
import { relu } from "../learn/activations.js";
import { linear } from "../learn/affine.js";
import type { Layer } from "../learn/layer.js";
import { newArithmetic } from "../learn/new-arithmetic.js";
import { adam } from "../learn/optimisers.js";
import { residual } from "../learn/sequence.js";
import { newTraining } from "../learn/training.js";
import { RandomState } from "../random/random-state.js";
import { type Data, dataOf, inOrder } from "./data.js";
import { atLeast, type Claim, type Experiment, meanOf, ratioAtLeast } from "./experiment.js";
import { learnInOrder } from "./learn-in-order.js";
import { adjacency, keepLargest } from "./pruning.js";

/** What is different when a ticket is trained again. */
export const CHANGES = ["plain", "flip", "chunks", "shuffle", "reinit"] as const;
export type Change = (typeof CHANGES)[number];

/** Masks: none, one drawn at random, and the one that was found. */
export const MASKS = ["dense", "random", "lottery"] as const;
export type MaskName = (typeof MASKS)[number];

export interface LotteryProtocol {
  readonly config: ConfigOptions;
  readonly units: number;
  /** Of each round, from 0 to that of the ticket which is looked at, and perhaps beyond. */
  readonly sparsities: readonly number[];
  /** The number of the round that is looked at. */
  readonly ticket: number;
  readonly steps: number;
  /** The step after which a round's weights are pruned by. */
  readonly prunedAt: number;
  /** Of new draws, on which the ticket is trained again. */
  readonly again: ConfigOptions;
  readonly againSteps: number;
  readonly againBatch: number;
}

export interface LotteryTrial {
  readonly seed: number;
}

export interface LotteryOutcome {
  /** Test accuracy from 0 to 1 of each round. */
  readonly lottery: readonly number[];
  readonly random: readonly number[];
  /** Of each change, with each mask. */
  readonly again: Readonly<Record<Change, Readonly<Record<MaskName, number>>>>;
  /** Of pairs, triples and quadruples, by chance. */
  readonly adjacency: Readonly<Record<"random" | "lottery", readonly number[]>>;
  /** Of the first layer: for each unit a digit for each input. */
  readonly masks: Readonly<Record<"random" | "lottery", readonly string[]>>;
}

/** Means over the seeds; accuracies in per cent; the masks are the first seed's. */
export interface LotteryResult extends LotteryOutcome {
  readonly sparsities: readonly number[];
  readonly ticket: number;
}

type Again = LotteryOutcome["again"][Change];

const [INPUTS, CLASSES, BATCH, LEARNING_RATE] = [40, 10, 100, 2e-2];

/** Added to the seed of what is drawn anew. */
const [OTHER_WEIGHTS, RANDOM_MASKS] = [1000, 2000];
const SHUFFLE_SEED = 42;

const layersOf = (units: number): readonly Layer[] => [
  linear(units),
  relu,
  residual([linear(units), relu]),
  linear(CLASSES),
];

/**
 * Lottery tickets: iterative magnitude pruning with rewinding against random masks, and what a ticket is worth on changed data
 * and with other initial weights.
 * @see notebooks/lottery-tickets.ipynb of the original
 */
export const lottery: Experiment<LotteryProtocol, LotteryTrial, LotteryOutcome, LotteryResult> = {
  name: "lottery",
  summary: "lottery tickets: pruned masks against random ones, and what they know of space",
  protocols: {
    quick: {
      config: {},
      units: 256,
      sparsities: [0, 0.5, 0.75, 0.85],
      ticket: 3,
      steps: 800,
      prunedAt: 800,
      again: { seed: 43 },
      againSteps: 600,
      againBatch: 100,
    },
    full: {
      config: {},
      units: 500,
      sparsities: Array.from({ length: 100 }, (_, i) => i / 99),
      ticket: 91,
      steps: 1501,
      prunedAt: 1000,
      again: { seed: 43 },
      againSteps: 6000,
      againBatch: 500,
    },
  },
  seeds: [1, 2, 3],
  trials: (_, seeds) => seeds.map((seed) => ({ seed })),
  cost: () => 1,
  *run(protocol, { seed }) {
    const { units, sparsities, ticket } = protocol;
    const trainings = 2 * sparsities.length + CHANGES.length * MASKS.length;
    let trained = 0;
    const found: { lottery: number[]; random: number[] } = { lottery: [], random: [] };
    const data = dataOf(protocol.config);
    let [scores, ticketMasks]: [
      ArrayLike<number> | undefined,
      { lottery: Uint8Array; random: Uint8Array } | undefined,
    ] = [undefined, undefined];
    const uniform = new RandomState(seed + RANDOM_MASKS);
    for (const [round, sparsity] of sparsities.entries()) {
      const masks: { lottery?: Uint8Array; random?: Uint8Array } = {};
      if (scores !== undefined) {
        const { tensors } = newTicket(protocol, seed).model;
        masks.lottery = keepLargest(tensors, scores, sparsity);
        const drawn = Float64Array.from(scores, () => uniform.uniform());
        masks.random = keepLargest(tensors, drawn, sparsity);
        if (round === ticket) ticketMasks = { lottery: masks.lottery, random: masks.random };
      }
      for (const kind of ["lottery", "random"] as const) {
        const training = newTicket(protocol, seed, masks[kind]);
        const { model } = training;
        const options = { steps: protocol.steps, batch: BATCH };
        const steps = learnInOrder(training, data.train, options, (step) => {
          if (kind !== "lottery" || step !== protocol.prunedAt) return;
          scores = Float64Array.from(model.arithmetic.view(model.parameters, model.parameterCount), Math.abs);
        });
        for (const share of steps) yield (trained + share) / trainings;
        trained++;
        found[kind].push(training.score(data.test).accuracy);
      }
    }
    const masks = ticketMasks!;
    const again = dataOf(protocol.again);
    const accuracies: Partial<Record<Change, Record<MaskName, number>>> = {};
    for (const change of CHANGES) {
      const changed = changedData(again, change);
      const own = { dense: 0, random: 0, lottery: 0 };
      for (const kind of MASKS) {
        const weights = change === "reinit" ? seed + OTHER_WEIGHTS : seed;
        const training = newTicket(protocol, weights, kind === "dense" ? undefined : masks[kind], protocol.againBatch);
        const options = { steps: protocol.againSteps, batch: protocol.againBatch };
        for (const share of learnInOrder(training, changed.train, options)) yield (trained + share) / trainings;
        trained++;
        own[kind] = training.score(changed.test).accuracy;
      }
      accuracies[change] = own;
    }
    const runs = (mask: Uint8Array) => [2, 3, 4].map((run) => adjacency(mask, INPUTS, units, run));
    return {
      ...found,
      again: accuracies as LotteryOutcome["again"],
      adjacency: { random: runs(masks.random), lottery: runs(masks.lottery) },
      masks: { random: digitsOf(masks.random, units), lottery: digitsOf(masks.lottery, units) },
    };
  },
  result({ sparsities, ticket }, done) {
    const mean = (of: (outcome: LotteryOutcome) => number) => meanOf(done.map(({ outcome }) => of(outcome)));
    const rounds = (kind: "lottery" | "random") => sparsities.map((_, i) => 100 * mean((own) => own[kind][i]!));
    const accuraciesOf = (change: Change) => {
      const [dense, random, lottery] = MASKS.map((mask) => 100 * mean((own) => own.again[change][mask])) as [
        number,
        number,
        number,
      ];
      return { dense, random, lottery };
    };
    const [plain, flip, chunks, shuffle, reinit] = CHANGES.map(accuraciesOf) as [Again, Again, Again, Again, Again];
    const runs = (kind: "lottery" | "random") => [0, 1, 2].map((i) => mean((own) => own.adjacency[kind][i]!));
    return {
      sparsities,
      ticket,
      lottery: rounds("lottery"),
      random: rounds("random"),
      again: { plain, flip, chunks, shuffle, reinit },
      adjacency: { random: runs("random"), lottery: runs("lottery") },
      masks: done[0]!.outcome.masks,
    };
  },
  claims,
  table({ sparsities, ticket, again, adjacency: near }) {
    const sparsity = `${(100 * sparsities[ticket]!).toFixed(0)} % sparse`;
    return {
      header: [sparsity, ...MASKS],
      rows: [
        ...CHANGES.map((change) => [change, ...MASKS.map((mask) => again[change][mask].toFixed(1))]),
        ...["pairs", "triples"].map((name, i) => [
          `adjacent ${name} over chance`,
          "",
          near.random[i]!.toFixed(2),
          near.lottery[i]!.toFixed(2),
        ]),
      ],
    };
  },
  figure: (result) => lineChart(chartOf(result)),
};

function newTicket({ units }: LotteryProtocol, seed: number, mask?: Uint8Array, batch = BATCH) {
  return newTraining(newArithmetic(), {
    layers: layersOf(units),
    length: INPUTS,
    classes: CLASSES,
    seed,
    batch,
    optimiser: adam({ learningRate: LEARNING_RATE }),
    ...(mask && { mask }),
  });
}

function changedData({ train, test }: Data, change: Change): Data {
  const order = orderOf(change);
  return order === undefined ? { train, test } : { train: inOrder(train, order), test: inOrder(test, order) };
}

/** The places that points come from. */
function orderOf(change: Change): ArrayLike<number> | undefined {
  const places = Array.from({ length: INPUTS }, (_, i) => i);
  if (change === "flip") return places.reverse();
  if (change === "shuffle") return new RandomState(SHUFFLE_SEED).permutation(INPUTS);
  // Chunks of ten in the order of the notebook.
  if (change === "chunks") return [2, 3, 0, 1].flatMap((chunk) => places.slice(10 * chunk, 10 * chunk + 10));
  return undefined;
}

function digitsOf(mask: Uint8Array, units: number): string[] {
  return Array.from({ length: units }, (_, unit) =>
    Array.from({ length: INPUTS }, (_, input) => mask[input * units + unit]).join(""),
  );
}

function claims({ again, adjacency: { lottery: near } }: LotteryResult): Claim[] {
  const gain = (change: Change) => again[change].lottery - again[change].dense;
  const { plain } = again;
  return [
    atLeast("lottery − dense, on new draws", 3, gain("plain")),
    atLeast("lottery − dense, other weights", 2, gain("reinit")),
    atLeast("lottery − dense, flipped", 1, gain("flip")),
    atLeast("what of it shuffling costs", 1.5, gain("plain") - gain("shuffle")),
    atLeast("lottery − random", 4, plain.lottery - plain.random),
    ratioAtLeast("adjacent pairs, over chance", 1.2, near[0]!),
    ratioAtLeast("adjacent triples, over chance", 1.7, near[1]!),
  ];
}

function chartOf({ sparsities, lottery: found, random, again, masks, ticket }: LotteryResult): Chart {
  const percent = sparsities.map((sparsity) => 100 * sparsity);
  const most = Math.max(...sparsities);
  const over = {
    title: "test accuracy over sparsity",
    xLabel: "weights that are pruned (%)",
    yLabel: "test accuracy (%)",
    series: [
      { name: "lottery", x: percent, y: found, dotted: sparsities.length < 20 },
      { name: "random", x: percent, y: random, dotted: sparsities.length < 20 },
      { name: "dense", x: [0, 100 * most], y: [found[0]!, found[0]!] },
    ],
  };
  const changes = {
    title: "trained again on new draws",
    xLabel: "what is different",
    yLabel: "test accuracy (%)",
    xTicks: CHANGES.map((change, value) => ({ value, label: change })),
    series: (["lottery", "random", "dense"] as const).map((name) => ({
      name,
      x: CHANGES.map((_, i) => i),
      y: CHANGES.map((change) => again[change][name]),
      dotted: true,
    })),
  };
  const said = CHANGES.map((change) => `${change} ${MASKS.map((mask) => again[change][mask].toFixed(1)).join(", ")}`);
  return {
    title: "Lottery tickets",
    description: `Test accuracy in per cent, dense, with a random mask and with the ticket of ${percent[ticket]!.toFixed(0)} % sparsity: ${said.join("; ")}. Below are masks of the first layer.`,
    panels: [over, changes],
    rasters: (["lottery", "random"] as const).map((kind) => rasterOf(kind, masks[kind])),
  };
}

/** Units in the order of how many neighbouring inputs they keep; inputs from above to below. */
function rasterOf(kind: string, units: readonly string[]) {
  const pairs = (unit: string) => [...unit].filter((digit, i) => digit === "1" && unit[i + 1] === "1").length;
  const sorted = [...units].sort((a, b) => pairs(b) - pairs(a) || (a < b ? 1 : -1));
  const values = Array.from({ length: INPUTS }, (_, input) => sorted.map((unit) => Number(unit[input]))).flat();
  return { title: `${kind}: what each unit of the first layer keeps of the 40 inputs`, values, columns: units.length };
}
