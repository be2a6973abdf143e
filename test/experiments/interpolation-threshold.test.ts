// Where a curve of train losses falls below what is called fitted, in parameters.
import { describe, expect, it } from "vitest";
import { interpolationThreshold } from "../../src/experiments/double-descent/interpolation-threshold.js";

describe("the interpolation threshold", () => {
  it("is where a power of the parameters crosses what is fitted", () => {
    const parameters = [100, 300, 1000, 4000];
    const losses = parameters.map((count) => 2.5 / count); // 0.0025 at 1,000, …
    const further = parameters.map((count) => 10 / count); // … 0.03 at 333
    expect(interpolationThreshold("squaredError", parameters, losses)).toBeCloseTo(1000, 8);
    expect(interpolationThreshold("crossEntropy", parameters, further)).toBeCloseTo(1000 / 3, 8);
  });

  it("is the last of several crossings", () => {
    expect(interpolationThreshold("crossEntropy", [10, 20, 40, 80], [0.1, 0.001, 0.06, 0.015])).toBeCloseTo(56.57, 2);
  });

  it("is none where all models fit, where the largest does not, and where a loss is no number", () => {
    expect(interpolationThreshold("squaredError", [10, 20], [0.002, 0.001])).toBeNull();
    expect(interpolationThreshold("squaredError", [10, 20], [0.002, 0.003])).toBeNull();
    expect(interpolationThreshold("squaredError", [10, 20], [0.1, Number.NaN])).toBeNull();
  });
});
