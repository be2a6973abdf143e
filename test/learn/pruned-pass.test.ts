// Property: a model of which most is pruned has the losses, scores and gradients that it has with zeros in place of what is pruned.
import fc from "fast-check";
import { expect, it } from "vitest";
import { relu } from "../../src/learn/activations.js";
import { conv1d, linear } from "../../src/learn/affine.js";
import { float32Arithmetic } from "../../src/learn/float32.js";
import { float64Arithmetic } from "../../src/learn/float64.js";
import type { Layer } from "../../src/learn/layer.js";
import { residual } from "../../src/learn/sequence.js";
import type { Training } from "../../src/learn/training.js";
import { RandomState } from "../../src/random/random-state.js";
import { cases } from "../support/thorough.js";
import { CLASSES, LENGTH, smallExamples, smallTraining } from "./support/small-models.js";

const values = ({ model }: Training, at: number) => model.arithmetic.view(at, model.parameterCount);

const scenario = fc.record({
  kept: fc.double({ min: 0, max: 0.4, noNaN: true }),
  units: fc.integer({ min: 1, max: 13 }),
  batch: fc.integer({ min: 1, max: 120 }),
  seed: fc.nat(1000),
});

it.each([
  ["float64", float64Arithmetic],
  ["float32", float32Arithmetic],
] as const)("in %s", (_, arithmetic) => {
  const most = arithmetic === float64Arithmetic ? 1e-12 : 2e-6;
  const property = fc.property(scenario, ({ kept, units, batch, seed }) => {
    const layers: Layer[] = [
      linear(units),
      relu,
      residual([linear(units), relu]),
      linear(units),
      conv1d(units, { kernel: 1, padding: 1 }),
      linear(CLASSES),
    ];
    const random = new RandomState(seed);
    const plain = smallTraining(float64Arithmetic(), layers, { batch });
    const mask = Float32Array.from({ length: plain.model.parameterCount }, () => (random.uniform() < kept ? 1 : 0));
    const pruned = smallTraining(arithmetic(), layers, { batch, mask });
    values(plain, plain.model.parameters).set(values(pruned, pruned.model.parameters));
    for (const rows of [batch, Math.ceil(batch / 3), batch]) {
      const examples = smallExamples(rows, LENGTH, CLASSES);
      const [expected, found] = [plain, pruned].map((training) => training.step(examples, 0, rows));
      expect(Math.abs(found! - expected!)).toBeLessThan(10 * most);
      const [slopes, gradient] = [plain, pruned].map((training) => values(training, training.model.gradients));
      for (const [i, isKept] of mask.entries()) {
        if (isKept === 1) expect(Math.abs(gradient![i]! - slopes![i]!)).toBeLessThan(most);
      }
      expect(pruned.score(examples).loss).toBeCloseTo(plain.score(examples).loss, 5);
    }
  });
  fc.assert(property, { numRuns: cases(30, 500) });
});
