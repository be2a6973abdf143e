// Reference: the gradient through all steps of RMSprop is what differences of the objective are, in each parameter that was tried;
// and in float32 it is nearly that of float64.
import { expect, it } from "vitest";
import { learnedActivation } from "../../src/experiments/activation/learned-activation.js";
import { unrolledRmsprop } from "../../src/experiments/activation/unrolled-rmsprop.js";
import { dataOf } from "../../src/experiments/data.js";
import type { Arithmetic } from "../../src/learn/arithmetic.js";
import { float32Arithmetic } from "../../src/learn/float32.js";
import { float64Arithmetic } from "../../src/learn/float64.js";

const [STEPS, AVERAGED] = [30, 20];

function finished<T>(steps: Generator<number, T, void>): T {
  for (;;) {
    const next = steps.next();
    if (next.done) return next.value;
  }
}

function unrolling(arithmetic: Arithmetic) {
  const activation = learnedActivation(3, STEPS + 1);
  const { train } = dataOf({ numSamples: 200 });
  const inner = unrolledRmsprop(arithmetic, train, { steps: STEPS, batch: 50, units: 9, averaged: AVERAGED, seed: 2 });
  const objective = () => {
    const losses = finished(inner.train(activation)).slice(-AVERAGED);
    return losses.reduce((sum, loss) => sum + loss / AVERAGED, 0);
  };
  const gradient = () => {
    finished(inner.train(activation));
    finished(inner.reverse(activation));
    return activation.takeGradient();
  };
  return { activation, objective, gradient };
}

it("has the gradient that differences of the objective have", () => {
  const { activation, objective, gradient } = unrolling(float64Arithmetic());
  const { parameters, update } = activation;
  const found = gradient();
  const largest = found.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  // Of both layers weights and biases.
  for (const i of [0, 57, 99, 100, 163, 200, 241, 299, 300]) {
    const value = parameters[i]!;
    const objectiveAt = (moved: number) => {
      parameters[i] = moved;
      update();
      return objective();
    };
    const h = 1e-4;
    const [near, far] = [1, 2].map((by) => objectiveAt(value + by * h) - objectiveAt(value - by * h));
    objectiveAt(value);
    expect(Math.abs((8 * near! - far!) / (12 * h) - found[i]!)).toBeLessThan(1e-7 * largest);
  }
  expect(Array.from(gradient())).toEqual(Array.from(found)); // nothing is left of the first time
});

it("has it in float32, too", () => {
  const [exact, kernels] = [float64Arithmetic(), float32Arithmetic()].map((arithmetic) =>
    unrolling(arithmetic).gradient(),
  );
  const largest = exact!.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  for (const [i, value] of kernels!.entries()) expect(Math.abs(value - exact![i]!)).toBeLessThan(2e-3 * largest);
});
