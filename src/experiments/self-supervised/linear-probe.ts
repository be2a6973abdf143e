import { linear } from "../../learn/affine.js";
import { newModel } from "../../learn/model.js";
import { newArithmetic } from "../../learn/new-arithmetic.js";
import { adam } from "../../learn/optimisers.js";
import type { LabelledExamples } from "../../learn/training.js";
import type { Data } from "../data.js";

const [STEPS, LEARNING_RATE] = [120, 4e-2];

/**
 * How well classes are told apart linearly by features that are standardised: the test accuracy, from 0 to 1, of logistic regression
 * by so many steps of Adam on all train examples at once.
 * @yields now and then.
 */
export function* linearProbe({ train, test }: Data, classes: number): Generator<void, number, void> {
  const { rows } = train;
  const width = train.x.length / rows;
  const arithmetic = newArithmetic();
  const model = newModel(arithmetic, [linear(classes)], { length: width, channels: 1 }, Math.max(rows, test.rows));
  const { input, output, parameters, gradients, parameterCount } = model;
  const learn = adam({ learningRate: LEARNING_RATE })(arithmetic, parameterCount, parameters, gradients);
  const labels = arithmetic.reserve(rows);
  const standardise = standardiserOf(train);
  arithmetic.view(labels, rows).set(train.labels);
  standardise(train, arithmetic.view(input.at, train.x.length));
  for (let step = 0; step < STEPS; step++) {
    model.forward(rows);
    arithmetic.crossEntropy(rows, classes, output.at, labels, output.gradient);
    model.backward(rows);
    learn();
    yield;
  }
  standardise(test, arithmetic.view(input.at, test.x.length));
  model.forward(test.rows);
  const outputs = arithmetic.view(output.at, test.rows * classes);
  let right = 0;
  for (let row = 0; row < test.rows; row++) {
    let best = row * classes;
    for (let i = best + 1; i < (row + 1) * classes; i++) if (outputs[i]! > outputs[best]!) best = i;
    if (best - row * classes === test.labels[row]) right++;
  }
  return right / test.rows;
}

/** Makes mean 0 and variance 1 of each feature of these examples; of one that is constant, 0. */
function standardiserOf({
  rows,
  x,
}: LabelledExamples): (examples: LabelledExamples, target: LabelledExamples["x"]) => void {
  const width = x.length / rows;
  const [mean, std] = [new Float64Array(width), new Float64Array(width)];
  for (let i = 0; i < x.length; i++) mean[i % width]! += x[i]! / rows;
  for (let i = 0; i < x.length; i++) {
    const difference = x[i]! - mean[i % width]!;
    std[i % width]! += (difference * difference) / rows;
  }
  for (let i = 0; i < width; i++) std[i] = Math.sqrt(std[i]!) || 1;
  return (examples, target) => {
    for (let i = 0; i < examples.x.length; i++) target[i] = (examples.x[i]! - mean[i % width]!) / std[i % width]!;
  };
}
