import type { Arithmetic } from "../../learn/arithmetic.js";
import { newInfoNce } from "../../learn/info-nce.js";
import type { Layer } from "../../learn/layer.js";
import { initialise, type Model, newModel } from "../../learn/model.js";
import type { Optimiser } from "../../learn/optimisers.js";
import type { LabelledExamples } from "../../learn/training.js";
import { newFloats } from "../../numeric/floats.js";
import { RandomState } from "../../random/random-state.js";
import { type Augmentation, writeView } from "./views.js";

export interface ContrastiveOptions {
  readonly layers: readonly Layer[];
  /** Points of an example. */
  readonly length: number;
  /** Of initial weights, and of the views. */
  readonly seed: number;
  /** Examples of a step, of each of which there are two views. */
  readonly batch: number;
  readonly temperature: number;
  readonly augmentation: Augmentation;
  readonly optimiser: Optimiser;
}

/** A model that learns, without labels, which views are of the same example. */
export interface ContrastiveTraining {
  readonly model: Model;
  /** Learns from examples, a batch at most. @returns their mean loss before. */
  step(x: LabelledExamples["x"], rows: ArrayLike<number>): number;
}

export function newContrastiveTraining(arithmetic: Arithmetic, options: ContrastiveOptions): ContrastiveTraining {
  const { layers, length, seed, batch, temperature, augmentation, optimiser } = options;
  const model = newModel(arithmetic, layers, { length, channels: 1 }, 2 * batch);
  const { input, output, parameters, gradients, parameterCount } = model;
  const learn = optimiser(arithmetic, parameterCount, parameters, gradients);
  // Nothing is reserved from here on, so that views stay.
  const random = new RandomState(seed);
  initialise(model, random);
  const inputs = arithmetic.view(input.at, 2 * batch * input.row);
  const outputs = arithmetic.view(output.at, 2 * batch * output.row);
  const slopes = arithmetic.view(output.gradient, 2 * batch * output.row);
  const loss = newInfoNce(batch, output.row, temperature);
  return {
    model,
    step(x, rows) {
      const pairs = rows.length;
      for (let view = 0; view < 2; view++) {
        for (let i = 0; i < pairs; i++) {
          const at = (view * pairs + i) * input.row + input.padding;
          writeView(inputs, at, x, rows[i]! * length, length, augmentation, random);
        }
      }
      model.forward(2 * pairs);
      const mean = loss(pairs, outputs, slopes);
      model.backward(2 * pairs);
      learn();
      return mean;
    },
  };
}

/**
 * What the first layers of a model make of examples, as features.
 * @param layers the first ones of those that the model has.
 */
export function featuresOf(
  arithmetic: Arithmetic,
  layers: readonly Layer[],
  from: Model,
  { rows, x, labels }: LabelledExamples,
): LabelledExamples {
  const { length } = from.input;
  const model = newModel(arithmetic, layers, { length, channels: 1 }, BATCH);
  const { input, output, parameterCount } = model;
  const trained = from.arithmetic.view(from.parameters, parameterCount);
  arithmetic.view(model.parameters, parameterCount).set(trained);
  const features = newFloats(arithmetic.dtype, rows * output.row);
  for (let start = 0; start < rows; start += BATCH) {
    const count = Math.min(BATCH, rows - start);
    const inputs = arithmetic.view(input.at, BATCH * input.row);
    for (let row = 0; row < count; row++) {
      const at = (start + row) * length;
      for (let i = 0; i < length; i++) inputs[row * input.row + input.padding + i] = x[at + i]!;
    }
    model.forward(count);
    features.set(arithmetic.view(output.at, count * output.row), start * output.row);
  }
  return { rows, x: features, labels };
}

const BATCH = 100;
