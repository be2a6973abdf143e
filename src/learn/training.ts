import type { Floats } from "../numeric/floats.js";
import { RandomState } from "../random/random-state.js";
import type { Arithmetic } from "./arithmetic.js";
import type { Layer } from "./layer.js";
import { initialise, type Model, newModel } from "./model.js";
import type { Optimiser } from "./optimisers.js";

/** Examples with the numbers of their classes, counted from 0. */
export interface LabelledExamples {
  readonly rows: number;
  /** Shape (rows, length). */
  readonly x: Floats;
  readonly labels: Int32Array;
}

export interface TrainingOptions {
  readonly layers: readonly Layer[];
  readonly length: number;
  readonly classes: number;
  /** Of the initial weights. */
  readonly seed: number;
  /** Examples of a step. */
  readonly batch: number;
  readonly optimiser: Optimiser;
  readonly loss?: "crossEntropy" | "squaredError";
  /** A factor of 0 or 1 for each parameter: what is masked stays 0. */
  readonly mask?: Float32Array;
}

/** How well a model does on examples. */
export interface Score {
  /** From 0 to 1. */
  readonly accuracy: number;
  /** The mean. */
  readonly loss: number;
}

/** A model that learns. All memory is taken at the start. */
export interface Training {
  readonly model: Model;
  /** Learns from rows that follow each other, at most a batch. @returns their mean loss before. */
  step(examples: LabelledExamples, start: number, rows: number): number;
  score(examples: LabelledExamples): Score;
  /** The class that the model takes each example for: that of the largest output, the first of equal ones. Shape (rows,). */
  predict(examples: LabelledExamples): Int32Array;
}

/** @throws ShapeError for examples that are too short for the model. */
export function newTraining(arithmetic: Arithmetic, options: TrainingOptions): Training {
  const { layers, length, classes, batch, optimiser, loss: kind = "crossEntropy" } = options;
  const model = newModel(arithmetic, layers, { length, channels: 1 }, batch, options.mask);
  const { input, output, parameters, gradients, parameterCount } = model;
  const learn = optimiser(arithmetic, parameterCount, parameters, gradients);
  const labels = arithmetic.reserve(batch);
  const mask = options.mask === undefined ? 0 : arithmetic.reserve(parameterCount);

  // Nothing is reserved from here on, so that views stay.
  initialise(model, new RandomState(options.seed));
  if (mask !== 0) {
    arithmetic.view(mask, parameterCount).set(options.mask!);
    arithmetic.multiply(parameters, mask, parameterCount);
  }
  const inputs = arithmetic.view(input.at, batch * input.row);
  const outputs = arithmetic.view(output.at, batch * classes);
  const labelValues = arithmetic.view(labels, batch);

  /** @returns the sum of the losses. */
  function forward(examples: LabelledExamples, start: number, rows: number): number {
    for (let row = 0; row < rows; row++) {
      const [from, to] = [(start + row) * length, row * input.row + input.padding];
      for (let i = 0; i < length; i++) inputs[to + i] = examples.x[from + i]!;
      labelValues[row] = examples.labels[start + row]!;
    }
    model.forward(rows);
    return arithmetic[kind](rows, classes, output.at, labels, output.gradient);
  }

  /** The largest output of a row, the first of equal ones. */
  function predicted(row: number): number {
    let best = 0;
    for (let j = 1; j < classes; j++) {
      if (outputs[row * classes + j]! > outputs[row * classes + best]!) best = j;
    }
    return best;
  }

  /** Rows of which the label is predicted. */
  function correct(rows: number): number {
    let count = 0;
    for (let row = 0; row < rows; row++) if (predicted(row) === labelValues[row]) count++;
    return count;
  }

  return {
    model,
    step(examples, start, rows) {
      const loss = forward(examples, start, rows);
      model.backward(rows);
      learn();
      if (mask !== 0) arithmetic.multiply(parameters, mask, parameterCount);
      return loss / rows;
    },
    score(examples) {
      let [loss, right] = [0, 0];
      for (let start = 0; start < examples.rows; start += batch) {
        const rows = Math.min(batch, examples.rows - start);
        loss += forward(examples, start, rows);
        right += correct(rows);
      }
      return { accuracy: right / examples.rows, loss: loss / examples.rows };
    },
    predict(examples) {
      const all = new Int32Array(examples.rows);
      for (let start = 0; start < examples.rows; start += batch) {
        const rows = Math.min(batch, examples.rows - start);
        forward(examples, start, rows);
        for (let row = 0; row < rows; row++) all[start + row] = predicted(row);
      }
      return all;
    },
  };
}
