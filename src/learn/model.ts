import type { RandomStream } from "../random/random-stream.js";
import type { Arithmetic } from "./arithmetic.js";
import { type Activation, type Layer, newActivation, type Pass, type Shape, sizeOf, type Tensor } from "./layer.js";
import { sequence } from "./sequence.js";

/** A model in memory: all its parameters one after the other, and what is between its layers. */
export interface Model extends Pass {
  readonly arithmetic: Arithmetic;
  readonly input: Activation;
  /** Shape (rows, 1, outputs). */
  readonly output: Activation;
  readonly tensors: readonly Tensor[];
  readonly parameterCount: number;
  /** Place of the parameters, and of their gradients. */
  readonly parameters: number;
  readonly gradients: number;
}

/**
 * @param shape of an example.
 * @param rows most examples at once.
 * @param mask of each parameter a 0 if it is pruned, and so stays 0; else a 1.
 * @throws ShapeError for examples that are too short.
 */
export function newModel(
  arithmetic: Arithmetic,
  layers: readonly Layer[],
  shape: Shape,
  rows: number,
  mask?: Float32Array,
): Model {
  const all = sequence(layers);
  const outputShape = all.outputShape(shape);
  const tensors = all.tensors(shape);
  const parameterCount = sizeOf(tensors);
  const [parameters, gradients] = [arithmetic.reserve(parameterCount), arithmetic.reserve(parameterCount)];
  const input = newActivation(arithmetic, rows, shape, all.padding);
  const output = newActivation(arithmetic, rows, outputShape, 0);
  const wantsInputGradient = false;
  const own = { arithmetic, input, output, parameters, gradients, rows, wantsInputGradient };
  const pass = all.place({ ...own, ...(mask && { mask }) });
  return { ...pass, arithmetic, input, output, tensors, parameterCount, parameters, gradients };
}

/** Draws all parameters anew, uniformly within the bounds of their tensors, as PyTorch does by default. */
export function initialise(model: Model, random: RandomStream): void {
  const values = model.arithmetic.view(model.parameters, model.parameterCount);
  let i = 0;
  for (const tensor of model.tensors) {
    for (let count = sizeOf([tensor]); count > 0; count--) values[i++] = tensor.bound * (2 * random.uniform() - 1);
  }
}
