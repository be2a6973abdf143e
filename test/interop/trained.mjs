// The gradients of models as JSON, for check_training.py: parameters, examples, labels, outputs' loss, gradients.
import * as learning from "../../.internals/learning.js";

const ARITHMETICS = { float32: learning.float32Arithmetic, float64: learning.float64Arithmetic };
const { BASELINES, bidirectionalGru, conv1d, linear, newTraining, pool, relu, residual, tanh } = learning;
const [length, classes, rows] = [40, 10, 9];

const MODELS = {
  linear: BASELINES.linear(classes),
  mlp: BASELINES.mlp(classes),
  cnn: BASELINES.cnn(classes),
  gru: BASELINES.gru(classes),
  ...Object.fromEntries(
    ["max", "average", "l2"].map((kind) => [
      `${kind} pool`,
      [
        conv1d(4, { kernel: 3, padding: 1 }),
        relu,
        pool(kind, 2),
        conv1d(3, { kernel: 3, padding: 1 }),
        linear(classes),
      ],
    ]),
  ),
  deep: [
    conv1d(3, { kernel: 4, stride: 3 }),
    tanh,
    bidirectionalGru(3),
    residual([conv1d(6, { kernel: 1 }), tanh]),
    linear(classes),
  ],
};

const found = [];
for (const [name, layers] of Object.entries(MODELS)) {
  for (const [dtype, newArithmetic] of Object.entries(ARITHMETICS)) {
    for (const loss of ["crossEntropy", "squaredError"]) {
      const arithmetic = newArithmetic();
      const optimiser = learning.sgd({ learningRate: 0 });
      const training = newTraining(arithmetic, { layers, length, classes, seed: 3, batch: rows, optimiser, loss });
      const x = Float32Array.from({ length: rows * length }, (_, i) => Math.sin(i * i));
      const labels = Int32Array.from({ length: rows }, (_, i) => (3 * i) % classes);
      const mean = training.step({ rows, x, labels }, 0, rows);
      const { parameters, gradients, parameterCount, tensors } = training.model;
      const list = (at) => Array.from(arithmetic.view(at, parameterCount));
      const arrays = {
        x: Array.from(x),
        labels: Array.from(labels),
        parameters: list(parameters),
        gradients: list(gradients),
      };
      found.push({ name, dtype, loss, mean, tensors, ...arrays });
    }
  }
}
process.stdout.write(JSON.stringify(found));
