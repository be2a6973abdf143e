import type { Arithmetic } from "./arithmetic.js";

/** Makes the steps of an optimiser over parameters at a place; a call is a step. */
export type Optimiser = (arithmetic: Arithmetic, length: number, parameters: number, gradients: number) => () => void;

export interface AdamOptions {
  readonly learningRate: number;
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
}

/** @see Kingma & Ba, "Adam: a method for stochastic optimization"; PyTorch's defaults. */
export function adam({ learningRate, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 }: AdamOptions): Optimiser {
  return (arithmetic, length, parameters, gradients) => {
    const [first, second] = [arithmetic.reserve(length), arithmetic.reserve(length)];
    let [power1, power2] = [1, 1];
    return () => {
      power1 *= beta1;
      power2 *= beta2;
      const [stepSize, correction] = [learningRate / (1 - power1), Math.sqrt(1 - power2)];
      arithmetic.adam(length, parameters, gradients, first, second, stepSize, correction, beta1, beta2, epsilon);
    };
  };
}

export interface SgdOptions {
  readonly learningRate: number;
  readonly momentum?: number;
}

/** v ← momentum·v + gradient, p ← p − rate·v, as in PyTorch. */
export function sgd({ learningRate, momentum = 0 }: SgdOptions): Optimiser {
  return (arithmetic, length, parameters, gradients) => {
    const velocities = arithmetic.reserve(length);
    return () => arithmetic.sgd(length, parameters, gradients, velocities, learningRate, momentum);
  };
}

export interface RmspropOptions {
  readonly learningRate: number;
  readonly decay?: number;
  readonly epsilon?: number;
}

/** s ← decay·s + (1 − decay)·gradient², p ← p − rate·gradient/(√s + ε), as in PyTorch. */
export function rmsprop({ learningRate, decay = 0.99, epsilon = 1e-8 }: RmspropOptions): Optimiser {
  return (arithmetic, length, parameters, gradients) => {
    const squares = arithmetic.reserve(length);
    return () => arithmetic.rmsprop(length, parameters, gradients, squares, learningRate, decay, epsilon);
  };
}
