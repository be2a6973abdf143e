// Property: learning without labels learns, gives features of each layer as the model has them, and the same for the same seed.
import { describe, expect, it } from "vitest";
import { featuresOf, newContrastiveTraining } from "../../src/experiments/self-supervised/contrastive.js";
import { relu } from "../../src/learn/activations.js";
import { conv1d, linear } from "../../src/learn/affine.js";
import { float32Arithmetic } from "../../src/learn/float32.js";
import { float64Arithmetic } from "../../src/learn/float64.js";
import { adam } from "../../src/learn/optimisers.js";
import { smallExamples } from "../learn/support/small-models.js";

const LENGTH = 11;
const LAYERS = [conv1d(4, { kernel: 3, padding: 1 }), relu, linear(5)];
const ROWS = [3, 0, 5, 7, 11, 2];
const examples = smallExamples(230);

const trainingOf = (arithmetic = float64Arithmetic(), seed = 1) =>
  newContrastiveTraining(arithmetic, {
    layers: LAYERS,
    ...{ length: LENGTH, seed, batch: 8, temperature: 0.5, optimiser: adam({ learningRate: 0.01 }) },
    augmentation: { maxShift: 2, slopeStd: 0.04, offsetStd: 0.3 },
  });

describe("contrastive training", () => {
  it("begins near a guess, and learns which views belong together", () => {
    const training = trainingOf();
    const losses = Array.from({ length: 200 }, () => training.step(examples.x, ROWS));
    const mean = (part: readonly number[]) => part.reduce((sum, loss) => sum + loss) / part.length;
    expect(Math.abs(losses[0]! - Math.log(ROWS.length))).toBeLessThan(0.8);
    expect(mean(losses.slice(-20))).toBeLessThan(mean(losses.slice(0, 20)) - 0.3);
  });

  it("gives the same for the same seed, in float32 nearly what float64 gives, and another for another", () => {
    const lossesOf = (training = trainingOf()) => Array.from({ length: 5 }, () => training.step(examples.x, ROWS));
    expect(lossesOf()).toEqual(lossesOf());
    for (const [i, loss] of lossesOf(trainingOf(float32Arithmetic())).entries()) {
      expect(loss).toBeCloseTo(lossesOf()[i]!, 4);
    }
    expect(lossesOf(trainingOf(float64Arithmetic(), 2))).not.toEqual(lossesOf());
  });
});

describe("features", () => {
  const training = trainingOf();
  training.step(examples.x, ROWS);
  const { model } = training;
  const weights = Array.from(model.arithmetic.view(model.parameters, model.parameterCount));

  it("of the first layers are theirs, of as many examples as there are", () => {
    const { rows, x, labels } = featuresOf(float64Arithmetic(), LAYERS.slice(0, 2), model, examples);
    expect([rows, x.length, labels]).toEqual([230, 230 * LENGTH * 4, examples.labels]);
    for (const [row, point, channel] of [
      [0, 0, 0],
      [99, 5, 1],
      [100, 10, 2],
      [229, 7, 3],
    ] as const) {
      let expected = weights[12 + channel]!; // behind the weights, of shape (3, 4)
      for (let k = 0; k < 3; k++) {
        const at = point + k - 1;
        if (at >= 0 && at < LENGTH) expected += weights[4 * k + channel]! * examples.x[row * LENGTH + at]!;
      }
      expect(x[(row * LENGTH + point) * 4 + channel]).toBeCloseTo(Math.max(0, expected), 12);
    }
  });

  it("of all layers are the outputs", () => {
    const { x } = featuresOf(float64Arithmetic(), LAYERS, model, examples);
    expect(x.length).toBe(230 * 5);
    expect(new Set(x).size).toBeGreaterThan(1000);
  });
});
