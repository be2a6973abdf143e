import { describe, expect, it } from "vitest";
import { RowCorrelation } from "../../src/diff/correlation.js";

describe("RowCorrelation", () => {
  /** Values without a pattern. */
  const noise = (rows: number, seed: number) =>
    Float32Array.from({ length: rows * 4 }, (_, i) => (Math.sin((i + 1) * (seed + 1) * 12.9898) * 43758.5453) % 1);

  function correlationOf(a: Float32Array, b: Float32Array): RowCorrelation {
    const correlation = new RowCorrelation(4);
    correlation.add(a, b, a.length / 4);
    return correlation;
  }

  it("is 1 for the same rows on another scale, at each position around its own mean", () => {
    const a = noise(100, 1);
    const correlation = correlationOf(
      a,
      a.map((value, i) => 3 * value + 100 * (i % 4)),
    );
    expect(correlation.value()).toBeCloseTo(1, 9);
    expect(correlation.isBeyondChance()).toBe(true);
  });

  it("is no more than chance for rows that have only the means of positions in common", () => {
    const [a, b] = [noise(500, 1), noise(500, 2)].map((x) => x.map((value, i) => value + 10 * (i % 4)));
    expect(Math.abs(correlationOf(a!, b!).value())).toBeLessThan(0.1);
    expect(correlationOf(a!, b!).isBeyondChance()).toBe(false);
  });

  it("is never beyond chance for a few rows, or where nothing varies", () => {
    expect(correlationOf(noise(2, 1), noise(2, 1)).isBeyondChance()).toBe(false);
    expect(correlationOf(new Float32Array(400), new Float32Array(400)).isBeyondChance()).toBe(false);
  });
});
