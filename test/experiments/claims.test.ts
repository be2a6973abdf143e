// What is said of a claim: figures with a true minus, and what is to be read where there is nothing to measure.
import { expect, it } from "vitest";
import { doubleDescentClaims } from "../../src/experiments/double-descent/claims.js";
import type { SweepResult } from "../../src/experiments/double-descent/sweep.js";
import { atLeast, between } from "../../src/experiments/experiment.js";

it("of thresholds that are within no two widths it is that there is none, and no claim holds", () => {
  const sweeps = (["squaredError", "crossEntropy"] as const).flatMap((loss) =>
    [3, 10].map((classes): SweepResult => {
      const none = { widths: [], parameters: [], trainError: [], testError: [], trainLoss: [], testLoss: [] };
      return { part: "threshold", examples: 300, loss, classes, ...none, threshold: null };
    }),
  );
  const claims = doubleDescentClaims(sweeps);
  expect(claims.map(({ found, holds }) => `${found} ${holds}`)).toEqual(Array(claims.length).fill("none false"));
});

it.each([
  [-0.04, "0 points"],
  [-1, "−1 point"],
  [-12.34, "−12.3 points"],
  [Number.NaN, "none"],
])("of %d points is %j", (found, expected) => {
  expect(atLeast("gain", 1, found)).toMatchObject({ found: expected, holds: false });
});

it("has a true minus", () => {
  expect(between("rate", [0, 1], -0.5).found).toBe("−0.500");
  expect(between("rate", [0, 1], -0.0001).found).toBe("0.000");
});
