import type { Layer, Placement } from "./layer.js";

const inPlace = {
  padding: 0,
  isInPlace: true,
  outputShape: (input: { length: number; channels: number }) => input,
  tensors: () => [],
} as const;

/** max(x, 0) */
export const relu: Layer = {
  ...inPlace,
  place: ({ arithmetic, output: { at, gradient, row } }: Placement) => ({
    forward: (rows) => arithmetic.relu(at, rows * row),
    backward: (rows) => arithmetic.reluGradient(at, gradient, rows * row),
  }),
};

export const tanh: Layer = {
  ...inPlace,
  place: ({ arithmetic, output: { at, gradient, row } }: Placement) => ({
    forward: (rows) => arithmetic.tanhAll(at, rows * row),
    backward: (rows) => arithmetic.tanhGradient(at, gradient, rows * row),
  }),
};
