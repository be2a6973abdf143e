import type { Dtype } from "../config/config.js";
import type { Floats } from "../numeric/floats.js";

/** The pools that there are, by the number that `pool` takes. */
export const POOLS = ["max", "average", "l2"] as const;

/** Examples that `SparseProducts` take at once. */
export const LANES = 52;

/**
 * What training computes with: one memory, in which arrays have their places, and operations over places. Places and lengths
 * are counted in values. An operation allocates nothing, and gives the same bits on every engine.
 *
 * Rows of a matrix are `perGroup` to a group, at distances of their own within a group and from one to the next: so the
 * windows of a convolution are rows that overlap, in groups of an example each.
 */
export interface Arithmetic extends Products, SparseProducts, Elementwise, Recurrence, Losses, Optimisers {
  /** Type of the values: float32 in WebAssembly SIMD, float64 in JavaScript. */
  readonly dtype: Dtype;
  /** Sets memory aside, of zeros. @returns the place; never 0. @throws RangeError where there is no more memory. */
  reserve(length: number): number;
  /** The values at a place; good until more is reserved. */
  view(at: number, length: number): Floats;
  /** The same, where integers are kept in their place. */
  integers(at: number, length: number): Int32Array | Float64Array;
}

export interface Products {
  /** C = A·B, with a row of biases added (`bias` not 0), or added to what is in C. B is (depth, columns), without gaps. */
  product(
    groups: number,
    perGroup: number,
    depth: number,
    columns: number,
    a: number,
    aStride: number,
    aGroup: number,
    b: number,
    c: number,
    cStride: number,
    cGroup: number,
    bias: number,
    adds: boolean,
  ): void;
  /** C = Aᵀ·D, the sums over all rows. C is (depth, columns), without gaps. */
  transposedProduct(
    groups: number,
    perGroup: number,
    depth: number,
    columns: number,
    a: number,
    aStride: number,
    aGroup: number,
    d: number,
    dStride: number,
    dGroup: number,
    c: number,
  ): void;
  columnSums(
    groups: number,
    perGroup: number,
    columns: number,
    d: number,
    dStride: number,
    dGroup: number,
    c: number,
  ): void;
  /** The transpose of (rows, columns). Strides are from one row to the next, of what is read and of what is written. */
  transpose(rows: number, columns: number, from: number, fromStride: number, to: number, toStride: number): void;
}

/**
 * Products with weights of which most are pruned. Examples are beside each other in `lanes`, a multiple of `LANES`. `kept` are
 * integers, of each row of weights: how many are kept, and their places in the row.
 */
export interface SparseProducts {
  /**
   * W·X, plus a bias of each row (`bias` not 0).
   * @param rowStep from the first weight of a row to that of the next. @param step from one weight of a row to the next.
   */
  sparseProduct(
    rows: number,
    lanes: number,
    kept: number,
    weights: number,
    rowStep: number,
    step: number,
    x: number,
    to: number,
    bias: number,
  ): void;
  /** Of a gradient (rows, columns) what is kept of X·Dᵀ; the rest stays as it is. */
  sparseGradient(
    rows: number,
    columns: number,
    lanes: number,
    kept: number,
    x: number,
    d: number,
    gradient: number,
  ): void;
}

export interface Elementwise {
  /** Zeros. */
  fill(at: number, length: number): void;
  relu(at: number, length: number): void;
  /** Makes the gradient of the output that of the input. */
  reluGradient(output: number, gradient: number, length: number): void;
  tanhAll(at: number, length: number): void;
  tanhGradient(output: number, gradient: number, length: number): void;
  add(to: number, from: number, length: number): void;
  multiply(to: number, from: number, length: number): void;
  /** Pools over `size` points that follow each other. @param outputRow from one example's output to the next one's. */
  pool(
    kind: number,
    rows: number,
    length: number,
    channels: number,
    size: number,
    input: number,
    output: number,
    outputRow: number,
  ): void;
  /** Of equal maxima the first one has the gradient; at 0 a root has none. */
  poolGradient(
    kind: number,
    rows: number,
    length: number,
    channels: number,
    size: number,
    input: number,
    inputGradient: number,
    output: number,
    gradient: number,
    outputRow: number,
  ): void;
}

/** A gated recurrent unit of one direction, as assembly/gru.ts describes it. */
export interface Recurrence {
  gru(
    rows: number,
    length: number,
    inputs: number,
    units: number,
    backwards: boolean,
    x: number,
    weights: number,
    output: number,
    outputPoint: number,
    outputRow: number,
    kept: number,
    room: number,
  ): void;
  /** The gradient of x is added to what is there. */
  gruGradient(
    rows: number,
    length: number,
    inputs: number,
    units: number,
    backwards: boolean,
    x: number,
    xGradient: number,
    weights: number,
    weightGradient: number,
    outputGradient: number,
    outputPoint: number,
    outputRow: number,
    kept: number,
    room: number,
  ): void;
}

/** Losses of outputs (rows, classes), summed over the rows, with the gradients of their mean. Labels are values. */
export interface Losses {
  crossEntropy(rows: number, classes: number, outputs: number, labels: number, gradient: number): number;
  /** The mean over the classes of the squared differences from 1 for the label and 0 for the others. */
  squaredError(rows: number, classes: number, outputs: number, labels: number, gradient: number): number;
}

/** Steps over all parameters of a model. */
export interface Optimisers {
  /** @param stepSize the learning rate by the first moment's correction. @param correction root of the second one's. */
  adam(
    length: number,
    parameters: number,
    gradients: number,
    first: number,
    second: number,
    stepSize: number,
    correction: number,
    beta1: number,
    beta2: number,
    epsilon: number,
  ): void;
  sgd(length: number, parameters: number, gradients: number, velocities: number, rate: number, momentum: number): void;
  rmsprop(
    length: number,
    parameters: number,
    gradients: number,
    squares: number,
    rate: number,
    decay: number,
    epsilon: number,
  ): void;
}
