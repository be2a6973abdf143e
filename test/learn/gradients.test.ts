// Reference: every layer's gradient is the slope of the loss, by differences; and kernels do in float32 what JavaScript does in
// float64. PyTorch's word on the same is in test/interop/check_training.py.
import { describe, expect, it } from "vitest";
import { BASELINES } from "../../src/learn/baselines.js";
import { float32Arithmetic } from "../../src/learn/float32.js";
import { float64Arithmetic } from "../../src/learn/float64.js";
import type { Training } from "../../src/learn/training.js";
import { ROWS, SMALL_MODELS, smallExamples, smallTraining } from "./support/small-models.js";

const LOSSES = ["crossEntropy", "squaredError"] as const;

/** The gradient of the mean loss, and the slope in each parameter by differences: 1e-5 takes half of a double's digits. */
function gradients(training: Training, rows: number) {
  const examples = smallExamples(rows);
  const { arithmetic, parameters: at, gradients: from, parameterCount } = training.model;
  training.step(examples, 0, rows);
  const parameters = arithmetic.view(at, parameterCount);
  const gradient = Array.from(arithmetic.view(from, parameterCount));
  const slopes = gradient.map((_, i) => {
    const value = parameters[i]!;
    const lossAt = (moved: number) => {
      parameters[i] = moved;
      return training.step(examples, 0, rows);
    };
    const slope = (lossAt(value + 1e-5) - lossAt(value - 1e-5)) / 2e-5;
    parameters[i] = value;
    return slope;
  });
  return { gradient, slopes };
}

const furthest = (a: readonly number[], b: readonly number[]) =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);

describe.each(Object.entries(SMALL_MODELS))("%s", (_, layers) => {
  it.each(LOSSES)("has the gradient that differences of the loss have: %s", (loss) => {
    for (const rows of [1, ROWS]) {
      const { gradient, slopes } = gradients(smallTraining(float64Arithmetic(), layers, { loss }), rows);
      expect(furthest(gradient, slopes)).toBeLessThan(1e-8);
      expect(gradient.some((value) => Math.abs(value) > 1e-3)).toBe(true);
    }
  });

  it.each(LOSSES)("has the same loss, scores and gradients in float32: %s", (loss) => {
    // Batches of fewer rows leave lanes of vectors empty, after one that filled them.
    const [exact, kernels] = [float64Arithmetic(), float32Arithmetic()].map((arithmetic) => {
      const training = smallTraining(arithmetic, layers, { loss });
      const { gradients: from, parameterCount } = training.model;
      return [ROWS, 1, 2, 3, 4, 6].map((rows) => ({
        loss: training.step(smallExamples(rows), 0, rows),
        score: training.score(smallExamples(20)),
        gradient: Array.from(arithmetic.view(from, parameterCount)),
      }));
    });
    for (const [i, { loss: mean, score, gradient }] of exact!.entries()) {
      expect(kernels![i]!.loss).toBeCloseTo(mean, 5);
      expect(kernels![i]!.score.loss).toBeCloseTo(score.loss, 5);
      expect(kernels![i]!.score.accuracy).toBe(score.accuracy);
      expect(furthest(kernels![i]!.gradient, gradient)).toBeLessThan(2e-6);
    }
  });
});

it.each(Object.entries(BASELINES))("%s has in float32 the gradient that it has in float64", (_, layersOf) => {
  const [exact, kernels] = [float64Arithmetic(), float32Arithmetic()].map((arithmetic) => {
    const options = { length: 40, classes: 10, batch: 100 };
    const training = smallTraining(arithmetic, layersOf(10), options);
    training.step(smallExamples(100, 40, 10), 0, 100);
    return Array.from(arithmetic.view(training.model.gradients, training.model.parameterCount));
  });
  expect(furthest(kernels!, exact!)).toBeLessThan(1e-6);
});
