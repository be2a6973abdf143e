import { relu, tanh } from "../../../src/learn/activations.js";
import { conv1d, linear } from "../../../src/learn/affine.js";
import type { Arithmetic } from "../../../src/learn/arithmetic.js";
import { bidirectionalGru } from "../../../src/learn/gru.js";
import type { Layer } from "../../../src/learn/layer.js";
import { sgd } from "../../../src/learn/optimisers.js";
import { pool } from "../../../src/learn/pool.js";
import { residual } from "../../../src/learn/sequence.js";
import { newTraining, type Training, type TrainingOptions } from "../../../src/learn/training.js";
import { RandomState } from "../../../src/random/random-state.js";

export const LENGTH = 11;
export const CLASSES = 3;
export const ROWS = 7;

/** Each layer behind one that learns, so that the gradient of its input shows, and before another. */
export const SMALL_MODELS: Readonly<Record<string, readonly Layer[]>> = {
  linear: [linear(5), linear(CLASSES)],
  relu: [linear(5), relu, linear(CLASSES)],
  tanh: [linear(5), tanh, linear(CLASSES)],
  residual: [linear(5), residual([linear(5), tanh]), linear(CLASSES)],
  convolution: [conv1d(2, { kernel: 3 }), conv1d(5, { kernel: 3 }), linear(CLASSES)],
  "convolution with stride and padding": [
    conv1d(2, { kernel: 4, padding: 2 }),
    tanh,
    conv1d(5, { kernel: 5, stride: 2, padding: 1 }),
    conv1d(3, { kernel: 3, stride: 3, padding: 2 }),
    linear(CLASSES),
  ],
  "max pool": [conv1d(3, { kernel: 3, padding: 1 }), pool("max", 2), linear(CLASSES)],
  "average pool": [conv1d(3, { kernel: 3, padding: 1 }), pool("average", 3), linear(CLASSES)],
  "l2 pool": [conv1d(3, { kernel: 3 }), pool("l2", 2), conv1d(2, { kernel: 3, padding: 1 }), linear(CLASSES)],
  gru: [conv1d(2, { kernel: 3 }), bidirectionalGru(3), linear(CLASSES)],
  "gru before a convolution": [bidirectionalGru(2), conv1d(2, { kernel: 3, padding: 1 }), linear(CLASSES)],
};

export function smallTraining(
  arithmetic: Arithmetic,
  layers: readonly Layer[],
  options: Partial<TrainingOptions> = {},
): Training {
  const optimiser = sgd({ learningRate: 0 });
  const shapes = { length: LENGTH, classes: CLASSES, batch: ROWS };
  return newTraining(arithmetic, { layers, ...shapes, seed: 1, optimiser, ...options });
}

/** Normal values with labels, the same for every model. */
export function smallExamples(rows: number, length = LENGTH, classes = CLASSES) {
  const random = new RandomState(5);
  const x = new Float64Array(rows * length);
  random.fillNormals(x, 0, x.length, 1);
  return { rows, x, labels: Int32Array.from({ length: rows }, () => random.choice(classes)) };
}
