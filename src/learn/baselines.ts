import { relu } from "./activations.js";
import { conv1d, linear } from "./affine.js";
import type { BaselineName } from "./baseline-names.js";
import { bidirectionalGru } from "./gru.js";
import type { Layer } from "./layer.js";
import { residual } from "./sequence.js";

/**
 * The models of the paper and its notebooks. Of examples of 40 points and 10 classes they have 410, 15,210, 5,210 and 5,134
 * parameters.
 * @see https://github.com/greydanus/mnist1d, notebooks/models.py
 */
export const BASELINES: Readonly<Record<BaselineName, (classes: number) => readonly Layer[]>> = {
  linear: (classes) => [linear(classes)],
  mlp: (classes) => [linear(100), relu, residual([linear(100), relu]), linear(classes)],
  cnn: (classes) => [
    conv1d(25, { kernel: 5, stride: 2, padding: 1 }),
    relu,
    conv1d(25, { kernel: 3, stride: 2, padding: 1 }),
    relu,
    conv1d(25, { kernel: 3, stride: 2, padding: 1 }),
    relu,
    linear(classes),
  ],
  gru: (classes) => [bidirectionalGru(6), linear(classes)],
};
