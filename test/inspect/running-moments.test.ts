import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RunningMoments } from "../../src/inspect/running-moments.js";

function summaryOf(...parts: (Float32Array | Float64Array)[]) {
  const moments = new RunningMoments();
  for (const part of parts) moments.add(part);
  return moments.summary();
}

describe("RunningMoments", () => {
  it("reference: agrees with NumPy, whose mean and std of these are quoted, around a mean of a million", () => {
    // v = 1e6 + np.sin(np.arange(50000.0)); np.mean(v), np.std(v), v.min(), v.max()
    const values = Float64Array.from({ length: 50_000 }, (_, i) => 1e6 + Math.sin(i));
    const { mean, std, min, max } = summaryOf(values.subarray(0, 20_001), values.subarray(20_001));
    expect(mean).toBeCloseTo(1000000.0000286304, 8);
    expect(std).toBeCloseTo(0.7070996306079379, 11);
    expect(min).toBeCloseTo(999999, 6);
    expect(max).toBeCloseTo(1000001, 6);
  });

  it("property: does not depend on how values are divided, nor on whether parts are merged", () => {
    const values = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(values, fc.nat(200), (list, cut) => {
        const all = Float64Array.from(list);
        const mean = list.reduce((sum, value) => sum + value, 0) / list.length;
        const std = Math.sqrt(list.reduce((sum, value) => sum + (value - mean) ** 2, 0) / list.length);
        const [left, right] = [new RunningMoments(), new RunningMoments()];
        left.add(all.subarray(0, cut));
        right.add(all.subarray(cut));
        left.merge(right);
        for (const summary of [summaryOf(all), summaryOf(all.subarray(0, cut), all.subarray(cut)), left.summary()]) {
          expect(summary.mean).toBeCloseTo(mean, 9);
          expect(summary.std).toBeCloseTo(std, 9);
          expect([summary.min, summary.max]).toEqual([Math.min(...list) + 0, Math.max(...list) + 0]);
        }
      }),
    );
  });

  it("property: is the same to the last bit, however values are handed over", () => {
    const values = Float32Array.from({ length: 40_000 }, (_, i) => Math.sin(i * i));
    const whole = summaryOf(values);
    fc.assert(
      fc.property(fc.array(fc.nat(40_000), { maxLength: 5 }), (cuts) => {
        const ends = [...cuts.sort((a, b) => a - b), values.length];
        expect(summaryOf(...ends.map((end, i) => values.subarray(ends[i - 1] ?? 0, end)))).toEqual(whole);
      }),
      { numRuns: 30 },
    );
  });

  it("leaves values that are not finite out, and counts them", () => {
    expect(summaryOf(Float32Array.of(1, NaN, 3, Infinity, NaN, -Infinity))).toEqual({
      mean: 2,
      std: 1,
      min: 1,
      max: 3,
      nan: 2,
      infinite: 2,
    });
  });

  it("has none of what no value has", () => {
    const none = { mean: null, std: null, min: null, max: null };
    expect(summaryOf()).toEqual({ ...none, nan: 0, infinite: 0 });
    expect(summaryOf(Float64Array.of(NaN))).toEqual({ ...none, nan: 1, infinite: 0 });
  });

  it("keeps float64 extremes, and takes values whose sum overflows", () => {
    const { min, max, infinite } = summaryOf(Float64Array.of(Number.MAX_VALUE, Number.MAX_VALUE, -Number.MIN_VALUE));
    expect([min, max, infinite]).toEqual([-Number.MIN_VALUE, Number.MAX_VALUE, 0]);
  });
});
