import type { ConfigOptions } from "../config/parse-config.js";
import { type ChartPanel, lineChart } from "../figures/line-chart.js";
import { BASELINE_NAMES, type BaselineName } from "../learn/baseline-names.js";
import { BASELINES } from "../learn/baselines.js";
import { newArithmetic } from "../learn/new-arithmetic.js";
import { adam } from "../learn/optimisers.js";
import { reordered, SHUFFLE_SEED } from "../learn/reordered.js";
import { newTraining } from "../learn/training.js";
import { RandomState } from "../random/random-state.js";
import { type Data, dataOf, rowsOf } from "./data.js";
import {
  atLeast,
  atMost,
  type Claim,
  countText,
  type Done,
  type Experiment,
  meanOf,
  SEEDS,
  scoredSteps,
} from "./experiment.js";
import { learnInOrder } from "./learn-in-order.js";

export interface PriorsProtocol {
  readonly config: ConfigOptions;
  readonly steps: number;
  readonly scoreEvery: number;
  /** Of accuracy against examples: the largest dataset, of which smaller ones are parts. */
  readonly growing: ConfigOptions;
  readonly sizes: readonly number[];
  readonly growingSteps: number;
}

export interface PriorsTrial {
  readonly model: BaselineName;
  readonly seed: number;
  /** Of the curves: whether positions are shuffled. */
  readonly isShuffled?: boolean;
  /** Of accuracy against examples: how many there are, and which of them. */
  readonly size?: number;
  readonly draw?: number;
}

/** Accuracy from 0 to 1, every so many steps; against examples after the last step alone. */
export interface PriorsOutcome {
  readonly train: readonly number[];
  readonly test: readonly number[];
}

/** Mean accuracies in per cent. */
export interface PriorsResult {
  readonly steps: readonly number[];
  readonly curves: readonly PriorsCurve[];
  readonly sizes: readonly number[];
  /** Test accuracy of each size. */
  readonly bySize: Readonly<Record<"cnn" | "mlp", readonly number[]>>;
}

export interface PriorsCurve {
  readonly model: BaselineName;
  readonly isShuffled: boolean;
  readonly train: readonly number[];
  readonly test: readonly number[];
}

const [BATCH, LEARNING_RATE] = [100, 1e-2];

/** Milliseconds of a step, about. */
const COSTS: Readonly<Record<BaselineName, number>> = { linear: 0.1, mlp: 0.6, cnn: 1.4, gru: 2.1 };

const growing: ConfigOptions = { engine: "blocked", numSamples: 17_000, testSize: 1000 };

/**
 * What a model takes for granted about space: accuracy over steps on the dataset as it is and with shuffled positions, and
 * accuracy against the number of examples.
 * @see notebooks/mnist1d-classification.ipynb of the original, which has the first
 */
export const priors: Experiment<PriorsProtocol, PriorsTrial, PriorsOutcome, PriorsResult> = {
  name: "priors",
  summary: "spatial priors: four models, plain and shuffled, and CNN and MLP against the number of examples",
  protocols: {
    quick: {
      config: {},
      steps: 2000,
      scoreEvery: 250,
      growing,
      sizes: [200, 1000, 4000, 16_000],
      growingSteps: 1000,
    },
    full: {
      config: {},
      steps: 6000,
      scoreEvery: 250,
      growing,
      sizes: [200, 500, 1000, 2000, 4000, 8000, 16_000],
      growingSteps: 6000,
    },
  },
  seeds: [1, 2, 3],
  trials({ sizes }, seeds) {
    const curves = BASELINE_NAMES.flatMap((model) =>
      [false, true].flatMap((isShuffled) => seeds.map((seed) => ({ model, isShuffled, seed }))),
    );
    const against = sizes.flatMap((size) =>
      (["cnn", "mlp"] as const).flatMap((model) => drawsOf(size, seeds).map((draw) => ({ model, size, ...draw }))),
    );
    return [...curves, ...against];
  },
  cost: ({ steps, growingSteps }, { model, size }) => COSTS[model] * (size === undefined ? steps : growingSteps),
  *run(protocol, { model, seed, isShuffled = false, size, draw = 0 }) {
    const isCurve = size === undefined;
    const { train, test }: Data = isCurve ? shuffled(dataOf(protocol.config), isShuffled) : dataOf(protocol.growing);
    const training = newTraining(newArithmetic(), {
      layers: BASELINES[model](10),
      length: 40,
      classes: 10,
      seed,
      batch: BATCH,
      optimiser: adam({ learningRate: LEARNING_RATE }),
    });
    const steps = isCurve ? protocol.steps : protocol.growingSteps;
    const every = isCurve ? protocol.scoreEvery : steps;
    const accuracies: { train: number[]; test: number[] } = { train: [], test: [] };
    yield* learnInOrder(training, isCurve ? train : rowsOf(train, draw, size), { steps, batch: BATCH }, (step) => {
      if (step % every !== 0 && step !== steps) return;
      if (isCurve) accuracies.train.push(training.score(train).accuracy);
      accuracies.test.push(training.score(test).accuracy);
    });
    return accuracies;
  },
  result({ steps, scoreEvery, sizes }, done) {
    const curves = BASELINE_NAMES.flatMap((model) =>
      [false, true].map((isShuffled) => {
        const own = done.filter(({ trial }) => trial.model === model && trial.isShuffled === isShuffled);
        return { model, isShuffled, train: meanCurve(own, "train"), test: meanCurve(own, "test") };
      }),
    );
    const bySize = (model: "cnn" | "mlp") =>
      sizes.map(
        (size) =>
          meanCurve(
            done.filter(({ trial }) => trial.model === model && trial.size === size),
            "test",
          )[0]!,
      );
    return { steps: scoredSteps(steps, scoreEvery), curves, sizes, bySize: { cnn: bySize("cnn"), mlp: bySize("mlp") } };
  },
  claims({ sizes, bySize: { cnn, mlp } }): Claim[] {
    return sizes.flatMap((size, i) => {
      const claim = `CNN − MLP, ${countText(size)} examples`;
      if (size === 200) return [atMost(claim, 5, cnn[i]! - mlp[i]!)];
      return size >= 1000 && size <= 16_000 ? [atLeast(claim, 15, cnn[i]! - mlp[i]!)] : [];
    });
  },
  table({ curves, sizes, bySize: { cnn, mlp } }) {
    const last = (model: BaselineName, isShuffled: boolean) => {
      const { train, test } = curves.find((own) => own.model === model && own.isShuffled === isShuffled)!;
      return [train, test].map((values) => values.at(-1)!.toFixed(1));
    };
    return {
      header: ["", "train", "test", "shuffled: train", "test"],
      rows: [
        ...BASELINE_NAMES.map((model) => [model, ...last(model, false), ...last(model, true)]),
        ...sizes.flatMap((size, i) => [
          [`cnn, ${countText(size)} examples`, "", cnn[i]!.toFixed(1), "", ""],
          [`mlp, ${countText(size)} examples`, "", mlp[i]!.toFixed(1), "", ""],
        ]),
      ],
    };
  },
  figure(result) {
    return lineChart({
      title: "Spatial priors",
      description: describe(result),
      panels: panelsOf(result),
      dashedName: "shuffled positions",
    });
  },
};

/** Of few examples, which differ more, four draws for each seed. */
function drawsOf(size: number, seeds: readonly number[]): { readonly seed: number; readonly draw: number }[] {
  const count = size < 1000 ? 4 : 1;
  return seeds.flatMap((seed) =>
    Array.from({ length: count }, (_, i) => {
      const draw = count * ((seed + SEEDS - 1) % SEEDS) + i;
      return { seed: (draw + 1) % SEEDS, draw };
    }),
  );
}

function shuffled({ train, test }: Data, isShuffled: boolean): Data {
  if (!isShuffled) return { train, test };
  const order = new RandomState(SHUFFLE_SEED).permutation(40);
  return { train: reordered(train, order), test: reordered(test, order) };
}

function meanCurve(done: readonly Done<PriorsTrial, PriorsOutcome>[], split: "train" | "test"): number[] {
  return done[0]!.outcome[split].map((_, i) => 100 * meanOf(done.map(({ outcome }) => outcome[split][i]!)));
}

function panelsOf({ steps, curves, sizes, bySize }: PriorsResult): ChartPanel[] {
  const over = (["train", "test"] as const).map(
    (split): ChartPanel => ({
      title: split,
      xLabel: "training step",
      yLabel: "accuracy (%)",
      yDomain: [0, 100],
      series: curves.map((own) => ({ name: own.model, x: steps, y: own[split], dashed: own.isShuffled })),
    }),
  );
  const against: ChartPanel = {
    title: "test, against the number of examples",
    xLabel: "train examples",
    yLabel: "accuracy (%)",
    yDomain: [0, 100],
    logTicks: [200, 1000, 4000, 16_000].map((size) => ({ value: size, label: countText(size) })),
    series: (["mlp", "cnn"] as const).map((model) => ({ name: model, x: sizes, y: bySize[model], dotted: true })),
  };
  return [...over, against];
}

function describe({ curves, sizes, bySize: { cnn, mlp } }: PriorsResult): string {
  const last = curves.map(
    ({ model, isShuffled, test }) => `${model}${isShuffled ? " (shuffled)" : ""} ${test.at(-1)!.toFixed(1)}`,
  );
  const against = sizes.map((size, i) => `${countText(size)}: ${cnn[i]!.toFixed(1)} and ${mlp[i]!.toFixed(1)}`);
  return `Test accuracy in per cent at the end: ${last.join(", ")}. CNN and MLP by examples: ${against.join("; ")}.`;
}
