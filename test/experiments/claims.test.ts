// What is said of a claim where there is nothing to measure.
import { expect, it } from "vitest";
import { doubleDescentClaims } from "../../src/experiments/double-descent/claims.js";
import type { SweepResult } from "../../src/experiments/double-descent/sweep.js";

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
