import type { ConfigOptions } from "../../config/parse-config.js";
import { type ChartPanel, lineChart } from "../../figures/line-chart.js";
import { relu } from "../../learn/activations.js";
import { conv1d, linear } from "../../learn/affine.js";
import type { Layer } from "../../learn/layer.js";
import type { Model } from "../../learn/model.js";
import { newArithmetic } from "../../learn/new-arithmetic.js";
import { adam } from "../../learn/optimisers.js";
import { RandomState } from "../../random/random-state.js";
import { type Data, dataOf } from "../data.js";
import { atLeast, atMost, type Claim, type Done, type Experiment, meanOf, scoredSteps } from "../experiment.js";
import { nearestAccuracy, normalised } from "../nearest-neighbours.js";
import { featuresOf, newContrastiveTraining } from "./contrastive.js";
import { linearProbe } from "./linear-probe.js";
import type { Augmentation } from "./views.js";

/** What is behind the convolutions while they learn: two linear layers, none, or four. */
export const PROJECTORS = ["projector", "none", "deep"] as const;
export type Projector = (typeof PROJECTORS)[number];

export interface SelfSupervisedProtocol {
  readonly config: ConfigOptions;
  readonly projectors: readonly Projector[];
  readonly epochs: number;
  /** Epochs between two scores. */
  readonly scoreEvery: number;
  readonly temperature: number;
  readonly augmentation: Augmentation;
}

export interface SelfSupervisedTrial {
  readonly projector: Projector;
  readonly seed: number;
}

/** Accuracies from 0 to 1. */
export interface SelfSupervisedOutcome {
  /** Every so many epochs: the mean loss of an epoch, 10-NN on the outputs, a linear probe on the last convolution. */
  readonly losses: readonly number[];
  readonly nearest: readonly number[];
  readonly linear: readonly number[];
  /** At the end, a linear probe on each layer, of which the first are the values themselves. */
  readonly layers: readonly number[];
}

/** Means over the seeds, accuracies in per cent. */
export interface SelfSupervisedResult {
  readonly epochs: readonly number[];
  readonly models: readonly ({ readonly projector: Projector } & SelfSupervisedOutcome)[];
}

const [BATCH, LEARNING_RATE, CHANNELS, HIDDEN, OUTPUTS, CLASSES, NEIGHBOURS] = [100, 1e-2, 25, 125, 16, 10, 10];

/** Of convolutions, which are what is learned; projectors are thrown away. */
const BODY = 3;

/** Each layer with its activation. */
function stagesOf(projector: Projector): readonly (readonly Layer[])[] {
  const body = [5, 3, 3].map((kernel) => [conv1d(CHANNELS, { kernel, stride: 2, padding: 1 }), relu]);
  if (projector === "none") return body;
  const hidden = Array.from({ length: projector === "deep" ? 3 : 1 }, () => [linear(HIDDEN), relu]);
  return [...body, ...hidden, [linear(OUTPUTS)]];
}

/**
 * Learning without labels: a CNN learns by SimCLR which two views are of the same example, and linear probes tell what that is worth,
 * layer by layer.
 * @see notebooks/self-supervised-learning.ipynb of the original
 */
export const selfSupervised: Experiment<
  SelfSupervisedProtocol,
  SelfSupervisedTrial,
  SelfSupervisedOutcome,
  SelfSupervisedResult
> = {
  name: "self-supervised",
  summary: "a CNN that learns by SimCLR, without labels, and linear probes of its layers",
  protocols: { quick: protocolOf(60, 20, ["projector", "none"]), full: protocolOf(200, 10, PROJECTORS) },
  seeds: [1, 2, 3],
  trials: ({ projectors }, seeds) => projectors.flatMap((projector) => seeds.map((seed) => ({ projector, seed }))),
  cost: (_, { projector }) => stagesOf(projector).length,
  *run({ config, epochs, scoreEvery, temperature, augmentation }, { projector, seed }) {
    const data = dataOf(config);
    const { rows, x } = data.train;
    const stages = stagesOf(projector);
    const training = newContrastiveTraining(newArithmetic(), {
      layers: stages.flat(),
      length: x.length / rows,
      seed,
      batch: BATCH,
      temperature,
      augmentation,
      optimiser: adam({ learningRate: LEARNING_RATE }),
    });
    const features = (count: number) => featuresAfter(stages.slice(0, count), training.model, data);
    const order = new RandomState([seed, 1]);
    const found: { losses: number[]; nearest: number[]; linear: number[] } = { losses: [], nearest: [], linear: [] };
    for (let epoch = 1; epoch <= epochs; epoch++) {
      const [shuffled, batches] = [order.permutation(rows), Math.floor(rows / BATCH)];
      let loss = 0;
      for (let batch = 0; batch < batches; batch++) {
        loss += training.step(x, shuffled.subarray(batch * BATCH, (batch + 1) * BATCH)) / batches;
        yield (epoch - 1 + batch / batches) / epochs;
      }
      if (epoch % scoreEvery !== 0 && epoch !== epochs) continue;
      const outputs = features(stages.length);
      found.losses.push(loss);
      found.nearest.push(yield* at(epoch / epochs, nearest(outputs)));
      found.linear.push(yield* at(epoch / epochs, linearProbe(features(BODY), CLASSES)));
    }
    const layers = [yield* at(1, linearProbe(data, CLASSES))];
    for (let count = 1; count <= stages.length; count++) {
      layers.push(count === BODY ? found.linear.at(-1)! : yield* at(1, linearProbe(features(count), CLASSES)));
    }
    return { ...found, layers };
  },
  result({ epochs, scoreEvery, projectors }, done) {
    return {
      epochs: scoredSteps(epochs, scoreEvery),
      models: projectors.map((projector) => ({ projector, ...meansOf(projector, done) })),
    };
  },
  claims({ models }): Claim[] {
    return models.flatMap(({ projector, layers }) => {
      if (projector === "deep") return [];
      const [raw, body] = [layers[0]!, layers[BODY]!];
      const best = Math.max(...layers);
      if (projector === "none") return [atLeast("best layer − last, no projector", 10, best - layers.at(-1)!)];
      return [
        atLeast("linear probe of what is learned", 75, body),
        atMost("linear probe of the values themselves", 36, raw),
        atLeast("best layer − last", 2, best - layers.at(-1)!),
      ];
    });
  },
  table({ models }) {
    const deepest = Math.max(...models.map(({ layers }) => layers.length));
    const percent = (value: number | undefined) => value?.toFixed(1) ?? "";
    const all = Array.from({ length: deepest }, (_, i) => i);
    return {
      header: ["linear probe of", "values", ...all.slice(1).map((i) => `layer ${i}`), "10-NN"],
      rows: models.map(({ projector, layers, nearest: last }) => [
        NAMES[projector],
        ...all.map((i) => percent(layers[i])),
        percent(last.at(-1)),
      ]),
    };
  },
  figure(result) {
    const said = result.models.map(
      ({ projector, layers }) => `${NAMES[projector]} ${layers.map((value) => value.toFixed(1)).join(", ")}`,
    );
    return lineChart({
      title: "Learning without labels, by SimCLR",
      description: `Accuracy in per cent of linear probes of the values and of each layer: ${said.join("; ")}.`,
      panels: panelsOf(result),
      dashedName: "10 nearest neighbours by the outputs",
    });
  },
};

const NAMES: Readonly<Record<Projector, string>> = {
  projector: "with a projector",
  none: "without one",
  deep: "with a deep one",
};

function protocolOf(epochs: number, scoreEvery: number, projectors: readonly Projector[]): SelfSupervisedProtocol {
  return {
    config: {},
    projectors,
    epochs,
    scoreEvery,
    temperature: 0.5,
    augmentation: { maxShift: 10, slopeStd: 0.04, offsetStd: 0.3 },
  };
}

function featuresAfter(stages: readonly (readonly Layer[])[], model: Model, { train, test }: Data): Data {
  const of = (examples: Data["train"]) => featuresOf(newArithmetic(), stages.flat(), model, examples);
  return { train: of(train), test: of(test) };
}

/** Of test examples, by the cosines to train examples. */
function nearest({ train, test }: Data): Generator<void, number, void> {
  return nearestAccuracy(normalised(test), normalised(train), NEIGHBOURS);
}

/** Has the steps of a part yield where the whole is. */
function* at<T>(share: number, steps: Generator<unknown, T, void>): Generator<number, T, void> {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    yield share;
  }
}

function meansOf(
  projector: Projector,
  done: readonly Done<SelfSupervisedTrial, SelfSupervisedOutcome>[],
): SelfSupervisedOutcome {
  const own = done.filter(({ trial }) => trial.projector === projector).map(({ outcome }) => outcome);
  const means = (key: keyof SelfSupervisedOutcome, unit: number) =>
    own[0]![key].map((_, i) => unit * meanOf(own.map((outcome) => outcome[key][i]!)));
  return {
    losses: means("losses", 1),
    nearest: means("nearest", 100),
    linear: means("linear", 100),
    layers: means("layers", 100),
  };
}

function panelsOf({ epochs, models }: SelfSupervisedResult): ChartPanel[] {
  return [
    {
      title: "while it learns",
      xLabel: "epoch",
      yLabel: "test accuracy (%)",
      yDomain: [20, 90],
      series: models.flatMap(({ projector, linear: ofBody, nearest: ofOutputs }) => [
        { name: NAMES[projector], x: epochs, y: ofBody },
        { name: NAMES[projector], x: epochs, y: ofOutputs, dashed: true },
      ]),
    },
    {
      title: "linear probes, layer by layer",
      xLabel: "layer (0: the values themselves)",
      yLabel: "test accuracy (%)",
      yDomain: [20, 90],
      series: models.map(({ projector, layers }) => ({
        name: NAMES[projector],
        x: Array.from(layers.keys()),
        y: layers,
        dotted: true,
      })),
    },
  ];
}
