import { relu } from "../../learn/activations.js";
import { conv1d, linear } from "../../learn/affine.js";
import type { Layer } from "../../learn/layer.js";
import { newArithmetic } from "../../learn/new-arithmetic.js";
import { sgd } from "../../learn/optimisers.js";
import { newTraining, type Score } from "../../learn/training.js";
import { RandomState } from "../../random/random-state.js";
import { dataOf } from "../data.js";
import { countText, type Done, type Experiment, meanOf, SEEDS } from "../experiment.js";
import { doubleDescentChart } from "./chart.js";
import { doubleDescentClaims } from "./claims.js";
import { interpolationThreshold } from "./interpolation-threshold.js";
import { learnShuffled } from "./learn-shuffled.js";
import { type DoubleDescentProtocol, FULL, QUICK } from "./protocols.js";
import { curvesOf, nameOf, type Sweep, type SweepResult } from "./sweep.js";

export interface DoubleDescentTrial {
  /** Among the sweeps. */
  readonly sweep: number;
  readonly width: number;
  readonly seed: number;
}

/** After the last step. */
export interface DoubleDescentOutcome {
  readonly parameters: number;
  readonly train: Score;
  readonly test: Score;
}

export interface DoubleDescentResult {
  readonly sweeps: readonly SweepResult[];
}

const [BATCH, LEARNING_RATE, MOMENTUM] = [100, 1e-2, 0.9];

/**
 * Test error against width, with label noise and without; and how many parameters it takes to fit every label, by the loss and
 * the number of classes.
 * @see notebooks/deep-double-descent.ipynb of the original, which has the first
 */
export const doubleDescent: Experiment<
  DoubleDescentProtocol,
  DoubleDescentTrial,
  DoubleDescentOutcome,
  DoubleDescentResult
> = {
  name: "double-descent",
  summary: "test error against width, with label noise and without, and what it takes to fit every label",
  protocols: { quick: QUICK, full: FULL },
  seeds: [1],
  trials: ({ sweeps }, seeds) =>
    sweeps.flatMap(({ widths, draws }, sweep) =>
      widths.flatMap((width) => drawnSeeds(seeds, draws).map((seed) => ({ sweep, width, seed }))),
    ),
  cost: ({ sweeps }, { sweep, width }) => sweeps[sweep]!.steps * stepCost(sweeps[sweep]!, width),
  *run({ sweeps }, { sweep, width, seed }) {
    const { part, config, classes, loss, steps } = sweeps[sweep]!;
    const { train, test } = dataOf(config);
    const training = newTraining(newArithmetic(), {
      layers: part === "cnn" ? cnn(width, classes) : mlp(width, classes),
      length: 40,
      classes,
      seed,
      batch: BATCH,
      // The squared error is a mean over the classes as well, as PyTorch's is: with as many times the rate, a sum.
      optimiser: sgd({ learningRate: LEARNING_RATE * (loss === "squaredError" ? classes : 1), momentum: MOMENTUM }),
      loss,
    });
    yield* learnShuffled(training, train, { steps, batch: BATCH }, new RandomState([seed, 1]));
    return { parameters: training.model.parameterCount, train: training.score(train), test: training.score(test) };
  },
  result: ({ sweeps }, done) => ({ sweeps: sweeps.map((own, i) => resultOf(own, i, done)) }),
  claims: ({ sweeps }) => doubleDescentClaims(sweeps),
  table({ sweeps }) {
    const curves = curvesOf(sweeps).flatMap((own) =>
      own.widths.map((width, i) => [
        i === 0 ? nameOf(own) : "",
        String(width),
        countText(own.parameters[i]!),
        ...[own.trainError, own.testError].map((errors) => errors[i]!.toFixed(1)),
        own.testLoss[i]!.toFixed(2),
      ]),
    );
    const thresholds = sweeps
      .filter(({ part }) => part === "threshold")
      .map((own) => [nameOf(own), "", thresholdText(own.threshold), "", "", ""]);
    return {
      header: ["", "width", "parameters", "train error", "test error", "test loss"],
      rows: [...curves, ...thresholds],
    };
  },
  figure: ({ sweeps }) => doubleDescentChart(sweeps),
};

const thresholdText = (threshold: number | null | undefined) =>
  threshold == null ? "none" : countText(Math.round(threshold));

const mlp = (units: number, classes: number): Layer[] => [linear(units), relu, linear(units), relu, linear(classes)];

/** The paper's, of any number of channels. */
const cnn = (channels: number, classes: number): Layer[] => [
  conv1d(channels, { kernel: 5, stride: 2, padding: 1 }),
  relu,
  conv1d(channels, { kernel: 3, stride: 2, padding: 1 }),
  relu,
  conv1d(channels, { kernel: 3, stride: 2, padding: 1 }),
  relu,
  linear(classes),
];

/** Milliseconds, about. */
function stepCost({ part }: Sweep, width: number): number {
  const square = width * width;
  return part === "cnn" ? 0.2 + 0.03 * width + 1.15e-3 * square : 0.08 + 2.8e-3 * width + 2.7e-5 * square;
}

/** So many seeds for each one, none of them twice as long as those given are small. */
function drawnSeeds(seeds: readonly number[], draws: number): number[] {
  return seeds.flatMap((seed) => Array.from({ length: draws }, (_, i) => (draws * (seed - 1 + SEEDS) + 1 + i) % SEEDS));
}

function resultOf(
  { part, examples, classes, loss, widths }: Sweep,
  number: number,
  done: readonly Done<DoubleDescentTrial, DoubleDescentOutcome>[],
): SweepResult {
  const own = done.filter(({ trial }) => trial.sweep === number);
  const means = (value: (outcome: DoubleDescentOutcome) => number) =>
    widths.map((width) =>
      meanOf(own.filter(({ trial }) => trial.width === width).map(({ outcome }) => value(outcome))),
    );
  const parameters = means((outcome) => outcome.parameters);
  const trainLoss = means(({ train }) => train.loss);
  return {
    ...{ part, examples, classes, loss, widths, parameters, trainLoss },
    trainError: means(({ train }) => 100 * (1 - train.accuracy)),
    testError: means(({ test }) => 100 * (1 - test.accuracy)),
    testLoss: means(({ test }) => test.loss),
    ...(part === "threshold" && { threshold: interpolationThreshold(loss, parameters, trainLoss) }),
  };
}
