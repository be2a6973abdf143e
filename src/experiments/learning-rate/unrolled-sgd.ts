import type { Arithmetic } from "../../learn/arithmetic.js";
import { newFloat64Arithmetic } from "../../learn/new-arithmetic.js";
import type { LabelledExamples } from "../../learn/training.js";
import { exp } from "../../numeric/exp.js";
import type { Floats } from "../../numeric/floats.js";
import { log } from "../../numeric/log.js";
import { RandomState } from "../../random/random-state.js";

export interface Unrolling {
  readonly steps: number;
  readonly batch: number;
  /** Of the initial weights. */
  readonly seed: number;
}

export interface Unrolled {
  /** The mean of the losses of all steps, each before its step; and how it changes with the learning rate. */
  readonly objective: number;
  readonly derivative: number;
  /** Loss before each step. */
  readonly losses: Float64Array;
}

const [INPUTS, UNITS, CLASSES] = [40, 50, 10];
const [W1, B1] = [0, INPUTS * UNITS];
const W2 = B1 + UNITS;
const B2 = W2 + UNITS * CLASSES;
const PARAMETERS = B2 + CLASSES;

/**
 * Trains an MLP 40-50-10 with tanh by plain SGD, and its derivative by the learning rate with it, in float64. With w the weights
 * and u = dw/dη: u ← u − g − η·H·u, of which H·u is the change of the gradient g in the direction u. Nothing of a step is kept.
 * @returns what does so with a learning rate.
 * @see Pearlmutter, "Fast exact multiplication by the Hessian" (1994)
 */
export function unrolledSgd(
  { rows, x, labels }: LabelledExamples,
  { steps, batch, seed }: Unrolling,
  arithmetic: Arithmetic = newFloat64Arithmetic(),
): (learningRate: number) => Unrolled {
  const inputs = arithmetic.reserve(x.length);
  const pass = newPass(arithmetic, batch);
  arithmetic.view(inputs, x.length).set(x);
  const { weights, direction, gradient, change } = pass;
  return (learningRate) => {
    weights.set(initialWeights(seed));
    direction.fill(0);
    const losses = new Float64Array(steps);
    let [objective, derivative, start] = [0, 0, 0];
    for (let step = 0; step < steps; step++) {
      const count = Math.min(batch, rows - start);
      const { loss, slope } = pass.run(inputs + start * INPUTS, labels, start, count);
      start = start + count === rows ? 0 : start + count;
      losses[step] = loss;
      objective += loss / steps;
      derivative += slope / steps;
      for (let i = 0; i < PARAMETERS; i++) {
        direction[i]! -= gradient[i]! + learningRate * change[i]!;
        weights[i]! -= learningRate * gradient[i]!;
      }
    }
    return { objective, derivative, losses };
  };
}

/** As PyTorch draws them by default: uniform within 1/√fan_in. */
function initialWeights(seed: number): Float64Array {
  const random = new RandomState(seed);
  const bounds = [1 / Math.sqrt(INPUTS), 1 / Math.sqrt(UNITS)] as const;
  return Float64Array.from({ length: PARAMETERS }, (_, i) => bounds[i < W2 ? 0 : 1] * (2 * random.uniform() - 1));
}

/** The gradient of a batch, and its change in a direction: of each value `v` also its change there, `vChange`. */
function newPass(arithmetic: Arithmetic, batch: number) {
  const pair = (length: number) => [arithmetic.reserve(length), arithmetic.reserve(length)] as const;
  const [w, u] = pair(PARAMETERS);
  const [g, gChange] = pair(PARAMETERS);
  // The changes of outputs come before their gradients, so that both are the rows of one product.
  const hidden = arithmetic.reserve(2 * batch * UNITS);
  const hiddenChange = hidden + batch * UNITS;
  const outputs = arithmetic.reserve(2 * batch * CLASSES);
  const outputsChange = outputs;
  const outputsPlain = outputs + batch * CLASSES;
  const [back, backChange] = pair(batch * UNITS);
  const [w2, u2] = pair(UNITS * CLASSES);
  const view = (at: number, length: number) => arithmetic.view(at, length);
  const found = { loss: 0, slope: 0 };
  const values = {
    hidden: view(hidden, batch * UNITS),
    hiddenChange: view(hiddenChange, batch * UNITS),
    outputs: view(outputsPlain, batch * CLASSES),
    outputsChange: view(outputsChange, batch * CLASSES),
    back: view(back, batch * UNITS),
    backChange: view(backChange, batch * UNITS),
  };
  const { product, transposedProduct, columnSums, transpose, tanhAll } = arithmetic;
  return {
    weights: view(w, PARAMETERS),
    direction: view(u, PARAMETERS),
    gradient: view(g, PARAMETERS),
    change: view(gChange, PARAMETERS),
    /** @param x place of the first row. @returns an object that the next call reuses. */
    run(x: number, labels: ArrayLike<number>, start: number, rows: number) {
      const [h, hChange, d, dChange] = [values.hidden, values.hiddenChange, values.back, values.backChange];
      product(1, rows, INPUTS, UNITS, x, INPUTS, 0, w + W1, hidden, UNITS, 0, w + B1, false);
      product(1, rows, INPUTS, UNITS, x, INPUTS, 0, u + W1, hiddenChange, UNITS, 0, u + B1, false);
      tanhAll(hidden, rows * UNITS);
      for (let i = 0; i < rows * UNITS; i++) hChange[i] = (1 - h[i]! * h[i]!) * hChange[i]!;
      product(1, rows, UNITS, CLASSES, hidden, UNITS, 0, w + W2, outputsPlain, CLASSES, 0, w + B2, false);
      product(1, rows, UNITS, CLASSES, hidden, UNITS, 0, u + W2, outputsChange, CLASSES, 0, u + B2, false);
      product(1, rows, UNITS, CLASSES, hiddenChange, UNITS, 0, w + W2, outputsChange, CLASSES, 0, 0, true);
      [found.loss, found.slope] = [0, 0];
      for (let row = 0; row < rows; row++) {
        addLoss(found, values.outputs, values.outputsChange, row * CLASSES, labels[start + row]!, 1 / rows);
      }
      transposedProduct(1, rows, UNITS, CLASSES, hidden, UNITS, 0, outputsPlain, CLASSES, 0, g + W2);
      transposedProduct(
        ...([2, rows, UNITS, CLASSES, hidden, UNITS, batch * UNITS] as const),
        ...([outputs, CLASSES, batch * CLASSES, gChange + W2] as const),
      );
      columnSums(1, rows, CLASSES, outputsPlain, CLASSES, 0, g + B2);
      columnSums(1, rows, CLASSES, outputsChange, CLASSES, 0, gChange + B2);
      transpose(UNITS, CLASSES, w + W2, CLASSES, w2, UNITS);
      transpose(UNITS, CLASSES, u + W2, CLASSES, u2, UNITS);
      product(1, rows, CLASSES, UNITS, outputsPlain, CLASSES, 0, w2, back, UNITS, 0, 0, false);
      product(1, rows, CLASSES, UNITS, outputsPlain, CLASSES, 0, u2, backChange, UNITS, 0, 0, false);
      product(1, rows, CLASSES, UNITS, outputsChange, CLASSES, 0, w2, backChange, UNITS, 0, 0, true);
      for (let i = 0; i < rows * UNITS; i++) {
        const slope = 1 - h[i]! * h[i]!;
        dChange[i] = dChange[i]! * slope - 2 * d[i]! * h[i]! * hChange[i]!;
        d[i] = d[i]! * slope;
      }
      transposedProduct(1, rows, INPUTS, UNITS, x, INPUTS, 0, back, UNITS, 0, g + W1);
      transposedProduct(1, rows, INPUTS, UNITS, x, INPUTS, 0, backChange, UNITS, 0, gChange + W1);
      columnSums(1, rows, UNITS, back, UNITS, 0, g + B1);
      columnSums(1, rows, UNITS, backChange, UNITS, 0, gChange + B1);
      return found;
    },
  };
}

/** Adds an example's share of the cross-entropy and of its change, and puts the gradient of its outputs, and its change, in their place. */
function addLoss(
  found: { loss: number; slope: number },
  outputs: Floats,
  changes: Floats,
  at: number,
  label: number,
  share: number,
): void {
  let most = outputs[at]!;
  for (let k = 1; k < CLASSES; k++) most = Math.max(most, outputs[at + k]!);
  let [sum, meanChange] = [0, 0];
  const ofLabel = outputs[at + label]! - most;
  for (let k = 0; k < CLASSES; k++) {
    outputs[at + k] = exp(outputs[at + k]! - most);
    sum += outputs[at + k]!;
  }
  for (let k = 0; k < CLASSES; k++) {
    outputs[at + k]! /= sum;
    meanChange += outputs[at + k]! * changes[at + k]!;
  }
  found.loss += share * (log(sum) - ofLabel);
  found.slope += share * (meanChange - changes[at + label]!);
  for (let k = 0; k < CLASSES; k++) {
    const p = outputs[at + k]!;
    changes[at + k] = share * p * (changes[at + k]! - meanChange);
    outputs[at + k] = share * (p - (k === label ? 1 : 0));
  }
}
