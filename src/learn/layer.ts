import type { Arithmetic } from "./arithmetic.js";

/** What there is of an example between two layers: channels at each of some points, which are one where there is no time. */
export interface Shape {
  readonly length: number;
  readonly channels: number;
}

/** The values of as many examples as a model takes at once, shape (rows, length, channels), and their gradients. */
export interface Activation extends Shape {
  readonly at: number;
  readonly gradient: number;
  /** Points of zeros before and behind each example. */
  readonly padding: number;
  /** Values from one example to the next. */
  readonly row: number;
}

export function newActivation(arithmetic: Arithmetic, rows: number, shape: Shape, padding: number): Activation {
  const row = (shape.length + 2 * padding) * shape.channels;
  return { ...shape, padding, row, at: arithmetic.reserve(rows * row), gradient: arithmetic.reserve(rows * row) };
}

/** An array of parameters. */
export interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** Initial values are uniform between −bound and bound. */
  readonly bound: number;
}

/** Where a layer works. */
export interface Placement {
  readonly arithmetic: Arithmetic;
  readonly input: Activation;
  readonly output: Activation;
  /** Place of the layer's parameters, one tensor after the other, and of their gradients. */
  readonly parameters: number;
  readonly gradients: number;
  /** Most examples at once. */
  readonly rows: number;
  /** Whether anything before the layer learns. */
  readonly wantsInputGradient: boolean;
  /** Of each of the layer's parameters a 0 if it is pruned, and so stays 0; else a 1. */
  readonly mask?: Float32Array;
}

/** A layer in its place, for the first `rows` examples. */
export interface Pass {
  forward(rows: number): void;
  /** From the gradient of the output, which may be lost, that of the parameters, and that of the input in its place. */
  backward(rows: number): void;
}

/** A layer of a model, before it is known where it stands. */
export interface Layer {
  /** Points of zeros that it wants around its input. */
  readonly padding: number;
  /** Whether its output takes the place of its input, with its shape. */
  readonly isInPlace: boolean;
  /** @throws ShapeError for an input that it can't have. */
  outputShape(input: Shape): Shape;
  tensors(input: Shape): readonly Tensor[];
  place(placement: Placement): Pass;
}

/** Examples that are too short for a model. */
export class ShapeError extends Error {
  override readonly name = "ShapeError";
}

export function sizeOf(tensors: readonly Tensor[]): number {
  return tensors.reduce((sum, { shape }) => sum + shape.reduce((product, count) => product * count, 1), 0);
}
