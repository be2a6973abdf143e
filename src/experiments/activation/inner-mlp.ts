import type { Arithmetic } from "../../learn/arithmetic.js";
import type { LabelledExamples } from "../../learn/training.js";
import type { Floats } from "../../numeric/floats.js";
import type { ActivationFunction } from "./activation-functions.js";
import type { LearnedActivation } from "./learned-activation.js";

/** An MLP of one hidden layer in memory, with its gradient, and how that changes in a direction and with the activation function. */
export interface InnerMlp {
  /** Weights and biases of both layers, one after the other: views of this length. */
  readonly count: number;
  readonly weights: Floats;
  readonly gradient: Floats;
  readonly direction: Floats;
  /** The change of the gradient in the direction: the Hessian's product with it. */
  readonly change: Floats;
  /**
   * Takes rows that follow each other.
   * @param noise added to the hidden units, shape (units,).
   * @returns the sum of their losses.
   */
  forward(
    examples: LabelledExamples,
    start: number,
    rows: number,
    activation: ActivationFunction,
    noise: Floats,
    step: number,
  ): number;
  /** Of the last rows, whose label has the largest output. */
  correct(): number;
  /** Of the mean loss of the last rows. */
  backward(): void;
  /**
   * After `forward`: `change`, and in the activation, accumulated, the gradient by its parameters of direction·gradient and of
   * `share` of the mean loss.
   */
  differentiate(activation: LearnedActivation, share: number, step: number): void;
}

export const INPUTS = 40;
export const CLASSES = 10;

/** @param batch most rows at once. */
export function newInnerMlp(arithmetic: Arithmetic, batch: number, units: number): InnerMlp {
  const [b1, w2] = [INPUTS * units, INPUTS * units + units];
  const b2 = w2 + units * CLASSES;
  const count = b2 + CLASSES;
  const reserved = (length: number) => arithmetic.reserve(length);
  const [weights, gradient, direction, change] = [reserved(count), reserved(count), reserved(count), reserved(count)];
  const [inputs, labels] = [reserved(batch * INPUTS), reserved(batch)];
  const hiddenPlace = () => reserved(batch * units);
  // Before the activation function, after it, and gradients of both; and of each its change in the direction.
  const [z, h, dh, dz] = [hiddenPlace(), hiddenPlace(), hiddenPlace(), hiddenPlace()];
  const [zChange, hChange, dhChange, dzChange] = [hiddenPlace(), hiddenPlace(), hiddenPlace(), hiddenPlace()];
  const outputPlace = () => reserved(batch * CLASSES);
  const [o, e, oChange, eChange] = [outputPlace(), outputPlace(), outputPlace(), outputPlace()];
  const [transposed, room] = [reserved(units * CLASSES), reserved(units * CLASSES)];

  // Nothing is reserved from here on, so that views stay.
  const view = (at: number, length: number) => arithmetic.view(at, length);
  const [inputValues, labelValues] = [view(inputs, batch * INPUTS), view(labels, batch)];
  const hidden = (at: number) => view(at, batch * units);
  const [zs, hs, dhs, dzs] = [hidden(z), hidden(h), hidden(dh), hidden(dz)];
  const [zChanges, hChanges, dhChanges, dzChanges] = [zChange, hChange, dhChange, dzChange].map(hidden) as Four<Floats>;
  const [os, es, oChanges, eChanges] = [o, e, oChange, eChange].map((at) => view(at, batch * CLASSES)) as Four<Floats>;
  const [slopes, curvatures] = [new Float64Array(batch * units), new Float64Array(batch * units)];
  let rows = 0;

  /** c = a·b + biases, or more of c. */
  function product(depth: number, columns: number, a: number, b: number, c: number, bias: number, adds = false): void {
    arithmetic.product(1, rows, depth, columns, a, depth, 0, b, c, columns, 0, bias, adds);
  }

  /** c = aᵀ·d */
  function transposedProduct(depth: number, columns: number, a: number, d: number, c: number): void {
    arithmetic.transposedProduct(1, rows, depth, columns, a, depth, 0, d, columns, 0, c);
  }

  /** Of the last layer's input. */
  function hiddenGradient(): void {
    arithmetic.transpose(units, CLASSES, weights + w2, CLASSES, transposed, units);
    product(CLASSES, units, e, transposed, dh, 0);
  }

  /** How the softmax's gradient, less the labels, changes with the outputs. */
  function outputGradientChange(): void {
    for (let row = 0; row < rows; row++) {
      const [at, label] = [row * CLASSES, labelValues[row]!];
      const probability = (k: number) => rows * es[at + k]! + (k === label ? 1 : 0);
      let mean = 0;
      for (let k = 0; k < CLASSES; k++) mean += probability(k) * oChanges[at + k]!;
      for (let k = 0; k < CLASSES; k++) eChanges[at + k] = (probability(k) * (oChanges[at + k]! - mean)) / rows;
    }
  }

  const sums = (columns: number, d: number, c: number) => arithmetic.columnSums(1, rows, columns, d, columns, 0, c);

  return {
    count,
    ...{ weights: view(weights, count), gradient: view(gradient, count) },
    ...{ direction: view(direction, count), change: view(change, count) },
    forward(examples, start, taken, activation, noise, step) {
      rows = taken;
      inputValues.set(examples.x.subarray(start * INPUTS, (start + rows) * INPUTS));
      labelValues.set(examples.labels.subarray(start, start + rows));
      product(INPUTS, units, inputs, weights, z, weights + b1);
      activation.evaluate(zs, hs, slopes.subarray(0, rows * units), curvatures, step);
      for (let row = 0; row < rows; row++) for (let j = 0; j < units; j++) hs[row * units + j]! += noise[j]!;
      product(units, CLASSES, h, weights + w2, o, weights + b2);
      return arithmetic.crossEntropy(rows, CLASSES, o, labels, e);
    },
    correct() {
      let right = 0;
      for (let row = 0; row < rows; row++) {
        let best = 0;
        for (let k = 1; k < CLASSES; k++) if (os[row * CLASSES + k]! > os[row * CLASSES + best]!) best = k;
        if (best === labelValues[row]) right++;
      }
      return right;
    },
    backward() {
      transposedProduct(units, CLASSES, h, e, gradient + w2);
      sums(CLASSES, e, gradient + b2);
      hiddenGradient();
      for (let i = 0; i < rows * units; i++) dzs[i] = dhs[i]! * slopes[i]!;
      transposedProduct(INPUTS, units, inputs, dz, gradient);
      sums(units, dz, gradient + b1);
    },
    differentiate(activation, share, step) {
      const length = rows * units;
      product(INPUTS, units, inputs, direction, zChange, direction + b1);
      for (let i = 0; i < length; i++) hChanges[i] = slopes[i]! * zChanges[i]!;
      product(units, CLASSES, hChange, weights + w2, oChange, direction + b2);
      product(units, CLASSES, h, direction + w2, oChange, 0, true);
      outputGradientChange();
      transposedProduct(units, CLASSES, h, eChange, change + w2);
      transposedProduct(units, CLASSES, hChange, e, room);
      arithmetic.add(change + w2, room, units * CLASSES);
      sums(CLASSES, eChange, change + b2);
      hiddenGradient();
      product(CLASSES, units, eChange, transposed, dhChange, 0);
      arithmetic.transpose(units, CLASSES, direction + w2, CLASSES, room, units);
      product(CLASSES, units, e, room, dhChange, 0, true);
      for (let i = 0; i < length; i++) {
        const slopeChange = dhs[i]! * zChanges[i]!;
        dzChanges[i] = dhChanges[i]! * slopes[i]! + slopeChange * curvatures[i]!;
        dhChanges[i]! += share * dhs[i]!;
        zChanges[i] = slopeChange;
      }
      transposedProduct(INPUTS, units, inputs, dzChange, change);
      sums(units, dzChange, change + b1);
      activation.accumulate(zs, dhChanges.subarray(0, length), zChanges, step);
    },
  };
}

type Four<T> = [T, T, T, T];
