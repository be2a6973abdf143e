import type { ConfigOptions } from "../config/parse-config.js";
import { type Chart, lineChart } from "../figures/line-chart.js";
import { relu } from "../learn/activations.js";
import { conv1d, linear } from "../learn/affine.js";
import type { Layer } from "../learn/layer.js";
import { newArithmetic } from "../learn/new-arithmetic.js";
import { adam } from "../learn/optimisers.js";
import { pool } from "../learn/pool.js";
import { newTraining } from "../learn/training.js";
import { dataOf, rowsOf } from "./data.js";
import {
  atLeast,
  atMost,
  type Claim,
  countText,
  type Done,
  type Experiment,
  meanOf,
  type ResultTable,
  scoredSteps,
} from "./experiment.js";
import { learnInOrder } from "./learn-in-order.js";

export const POOLINGS = ["none", "stride", "max", "average", "l2"] as const;
export type Pooling = (typeof POOLINGS)[number];

export interface PoolingProtocol {
  /** Of the largest train split; smaller ones are its first examples. */
  readonly config: ConfigOptions;
  readonly sizes: readonly number[];
  readonly steps: number;
  readonly scoreEvery: number;
}

export interface PoolingTrial {
  readonly pooling: Pooling;
  readonly size: number;
  readonly seed: number;
}

/** Test accuracy from 0 to 1, every so many steps. */
export type PoolingOutcome = readonly number[];

export interface PoolingResult {
  readonly sizes: readonly number[];
  readonly steps: readonly number[];
  /** Mean test accuracy in per cent after the last step, by pooling, of each size. */
  readonly last: Readonly<Record<Pooling, readonly number[]>>;
  /** The same over the steps, of each size. */
  readonly curves: Readonly<Record<Pooling, readonly (readonly number[])[]>>;
}

const [BATCH, LEARNING_RATE, CHANNELS] = [100, 1e-2, 20];

/** Two convolutions, and after each what halves its length, or nothing. */
function layersOf(pooling: Pooling): readonly Layer[] {
  const stage = (): Layer[] => {
    const convolution = conv1d(CHANNELS, { kernel: 3, padding: 1, stride: pooling === "stride" ? 2 : 1 });
    if (pooling === "none" || pooling === "stride") return [convolution, relu];
    return [convolution, relu, pool(pooling, 2)];
  };
  return [...stage(), ...stage(), linear(10)];
}

const config = (train: number): ConfigOptions => ({
  engine: "blocked",
  numSamples: train + 1000,
  testSize: 1000,
});

/**
 * What pooling is worth, by the number of examples.
 * @see notebooks/pooling.ipynb of the original
 */
export const pooling: Experiment<PoolingProtocol, PoolingTrial, PoolingOutcome, PoolingResult> = {
  name: "pooling",
  summary: "no pooling, stride, max, average and L2 against the number of examples",
  protocols: {
    quick: { config: config(50_000), sizes: [1000, 5000, 50_000], steps: 600, scoreEvery: 100 },
    full: {
      config: config(50_000),
      sizes: [1000, 2000, 5000, 10_000, 20_000, 50_000],
      steps: 6000,
      scoreEvery: 100,
    },
  },
  seeds: [1, 2, 3],
  trials: ({ sizes }, seeds) =>
    sizes.flatMap((size) => POOLINGS.flatMap((kind) => seeds.map((seed) => ({ pooling: kind, size, seed })))),
  cost: (_, { pooling: kind }) => (kind === "none" ? 2 : 1),
  *run({ config: ofData, steps, scoreEvery }, { pooling: kind, size, seed }) {
    const { train, test } = dataOf(ofData);
    const examples = rowsOf(train, 0, size);
    const training = newTraining(newArithmetic(), {
      layers: layersOf(kind),
      length: 40,
      classes: 10,
      seed,
      batch: BATCH,
      optimiser: adam({ learningRate: LEARNING_RATE }),
    });
    const accuracies: number[] = [];
    yield* learnInOrder(training, examples, { steps, batch: BATCH }, (step) => {
      if (step % scoreEvery === 0 || step === steps) accuracies.push(training.score(test).accuracy);
    });
    return accuracies;
  },
  result({ sizes, steps, scoreEvery }, done) {
    const curves = byPooling((kind) => sizes.map((size) => curveOf(done, kind, size)));
    const last = byPooling((kind) => curves[kind].map((curve) => curve.at(-1)!));
    return { sizes, steps: scoredSteps(steps, scoreEvery), last, curves };
  },
  claims,
  table({ sizes, last }): ResultTable {
    const header = ["examples", ...POOLINGS];
    return {
      header,
      rows: sizes.map((size, i) => [countText(size), ...POOLINGS.map((kind) => last[kind][i]!.toFixed(1))]),
    };
  },
  figure: (result) => lineChart(chartOf(result)),
};

function byPooling<T>(value: (kind: Pooling) => T): Record<Pooling, T> {
  const [none, stride, max, average, l2] = POOLINGS.map(value) as [T, T, T, T, T];
  return { none, stride, max, average, l2 };
}

function curveOf(done: readonly Done<PoolingTrial, PoolingOutcome>[], kind: Pooling, size: number): number[] {
  const own = done.filter(({ trial }) => trial.pooling === kind && trial.size === size).map(({ outcome }) => outcome);
  return own[0]!.map((_, i) => 100 * meanOf(own.map((accuracies) => accuracies[i]!)));
}

function claims({ sizes, last }: PoolingResult): Claim[] {
  const [few, many] = [0, sizes.length - 1];
  const gain = (kind: Pooling, i: number) => last[kind][i]! - last.none[i]!;
  return (["max", "l2"] as const).flatMap((kind) => [
    atLeast(`${kind} − none, ${countText(sizes[few]!)} examples`, 10, gain(kind, few)),
    atMost(`${kind} − none, ${countText(sizes[many]!)} examples`, 4, gain(kind, many)),
  ]);
}

/** Curves of the fewest and the most examples, and accuracy against examples between them. */
function chartOf({ sizes, steps, last, curves }: PoolingResult): Chart {
  const ends = [...new Set([0, sizes.length - 1])].map((i) => ({
    title: `${countText(sizes[i]!)} examples`,
    xLabel: "training step",
    yLabel: "test accuracy (%)",
    series: POOLINGS.map((kind) => ({ name: kind, x: steps, y: curves[kind][i]! })),
  }));
  const against = {
    title: "after the last step",
    xLabel: "train examples",
    yLabel: "test accuracy (%)",
    logTicks: sizes
      .filter((_, i) => i % 2 === 0 || sizes.length < 5)
      .map((size) => ({ value: size, label: countText(size) })),
    series: POOLINGS.map((kind) => ({ name: kind, x: sizes, y: last[kind], dotted: true })),
  };
  const said = POOLINGS.map((kind) => `${kind} ${last[kind].map((value) => value.toFixed(1)).join(", ")}`);
  return {
    title: "What pooling is worth, by the number of examples",
    description: `Test accuracy in per cent after the last step of ${sizes.map(countText).join(", ")} examples: ${said.join("; ")}.`,
    panels: [...ends, against],
  };
}
