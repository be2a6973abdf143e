// Reference: the gradient of InfoNCE is the slope of its loss, by differences; and the loss is that of its formula.
import { describe, expect, it } from "vitest";
import { newInfoNce } from "../../src/learn/info-nce.js";
import { RandomState } from "../../src/random/random-state.js";

const [PAIRS, WIDTH, TEMPERATURE] = [5, 3, 0.5];

function outputsOf(seed: number, pairs = PAIRS): Float64Array {
  const outputs = new Float64Array(2 * pairs * WIDTH);
  new RandomState(seed).fillNormals(outputs, 0, outputs.length, 2);
  return outputs;
}

const lossOf = (outputs: Float64Array, pairs = PAIRS) =>
  newInfoNce(PAIRS, WIDTH, TEMPERATURE)(pairs, outputs, new Float64Array(outputs.length));

describe("InfoNCE", () => {
  it("is the mean of −log(exp(own/τ) / Σ exp(other/τ)), of cosines", () => {
    const outputs = outputsOf(1);
    const unit = (row: number) => {
      const own = Array.from(outputs.subarray(row * WIDTH, (row + 1) * WIDTH));
      return own.map((value) => value / Math.hypot(...own));
    };
    let expected = 0;
    for (let i = 0; i < PAIRS; i++) {
      const scores = Array.from({ length: PAIRS }, (_, j) =>
        Math.exp(unit(i).reduce((dot, value, k) => dot + value * unit(PAIRS + j)[k]!, 0) / TEMPERATURE),
      );
      expected -= Math.log(scores[i]! / scores.reduce((sum, score) => sum + score)) / PAIRS;
    }
    expect(lossOf(outputs)).toBeCloseTo(expected, 12);
  });

  it.each([PAIRS, 2])("has the gradient that differences of the loss have: %i pairs of 5", (pairs) => {
    const outputs = outputsOf(2, pairs);
    const gradient = new Float64Array(outputs.length);
    newInfoNce(PAIRS, WIDTH, TEMPERATURE)(pairs, outputs, gradient);
    for (let i = 0; i < outputs.length; i++) {
      const lossAt = (change: number) =>
        lossOf(
          outputs.map((value, j) => value + (i === j ? change : 0)),
          pairs,
        );
      expect(gradient[i]!).toBeCloseTo((lossAt(1e-5) - lossAt(-1e-5)) / 2e-5, 8);
    }
    expect(gradient.some((value) => Math.abs(value) > 1e-2)).toBe(true);
  });

  it("is finite for outputs of zeros", () => {
    const gradient = new Float64Array(2 * PAIRS * WIDTH);
    const loss = newInfoNce(PAIRS, WIDTH, TEMPERATURE)(PAIRS, new Float64Array(gradient.length), gradient);
    expect(loss).toBeCloseTo(Math.log(PAIRS), 12);
    expect(gradient.every(Number.isFinite)).toBe(true);
  });
});
