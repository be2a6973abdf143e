import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareBalance, criticalDistance, ksDistance } from "../../src/diff/two-sample-tests.js";

const sorted = (values: readonly number[]) => Float64Array.from(values).sort();

/** The definition: at every value of either sample, the shares of both up to it. */
function plainDistance(a: readonly number[], b: readonly number[]): number {
  const share = (values: readonly number[], limit: number) =>
    values.filter((value) => value <= limit).length / values.length;
  return Math.max(...[...a, ...b].map((limit) => Math.abs(share(a, limit) - share(b, limit))));
}

const samples = fc.array(fc.oneof(fc.integer({ min: -4, max: 4 }), fc.double({ min: -4, max: 4, noNaN: true })), {
  minLength: 1,
  maxLength: 40,
});

describe("ksDistance", () => {
  it("reference: is that of SciPy", () => {
    // stats.ks_2samp([0.5, 1, 1, 2, 3, 5, 8], [1, 2, 2, 2, 4, 9, 9, 10, 0], method="asymp").statistic
    const distance = ksDistance(sorted([0.5, 1, 1, 2, 3, 5, 8]), sorted([1, 2, 2, 2, 4, 9, 9, 10, 0]));
    expect(distance).toBeCloseTo(0.33333333333333337, 15);
    // i = np.arange(200.0); a = np.sin(i * i); b = np.sin(i * i + 1) + i / 1000; stats.ks_2samp(a, b[:150], …)
    const a = Array.from({ length: 200 }, (_, i) => Math.sin(i * i));
    const b = Array.from({ length: 150 }, (_, i) => Math.sin(i * i + 1) + i / 1000);
    expect(ksDistance(sorted(a), sorted(b))).toBeCloseTo(0.1333333333333333, 15);
  });

  it("property: is what its definition says, ties or not", () => {
    fc.assert(
      fc.property(samples, samples, (a, b) => {
        expect(ksDistance(sorted(a), sorted(b))).toBeCloseTo(plainDistance(a, b), 12);
      }),
    );
  });

  it("property: with an allowance, is no more than the distance of samples moved within it", () => {
    const part = fc.double({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(samples, samples, part, part, (a, b, byShift, byStretch) => {
        const allowance = { shift: 0.3, stretch: 0.1 };
        const moved = a.map((v) => v + byShift * allowance.shift + byStretch * allowance.stretch * Math.abs(v));
        const distance = ksDistance(sorted(a), sorted(b), allowance);
        expect(distance).toBeLessThanOrEqual(ksDistance(sorted(moved), sorted(b)) + 1e-12);
        expect(distance).toBeLessThanOrEqual(ksDistance(sorted(a), sorted(b)));
      }),
    );
  });

  it("takes NaN for larger than every number, and infinities for numbers", () => {
    expect(ksDistance(sorted([1, 2, NaN, NaN]), sorted([1, 2, 1, 2]))).toBe(0.5);
    expect(ksDistance(sorted([NaN, NaN]), sorted([NaN]))).toBe(0);
    expect(ksDistance(sorted([NaN]), sorted([Infinity]))).toBe(1);
    const infinite = sorted([-Infinity, Infinity]);
    expect(ksDistance(infinite, sorted([Infinity, -Infinity]), { shift: 1, stretch: 0.1 })).toBe(0);
  });

  it("takes the zeros for one value", () => {
    expect(ksDistance(sorted([-0, -0]), sorted([0, 0]))).toBe(0);
  });
});

describe("criticalDistance", () => {
  it("reference: is the asymptotic quantile", () => {
    // stats.kstwobign.isf(0.001) is 1.9494746035043753
    expect(criticalDistance(100, 100, 0.001)).toBeCloseTo(1.9494746035043753 * Math.sqrt(2 / 100), 7);
  });

  it("is 1 or more where any distance may be chance", () => {
    expect(criticalDistance(5, 5, 0.001)).toBeGreaterThan(1);
  });
});

describe("compareBalance", () => {
  it("reference: has the statistic of SciPy", () => {
    // stats.chi2_contingency([[10, 20, 30], [25, 15, 30]], correction=False).statistic, stats.chi2.isf(0.001, 2)
    const { chiSquare, critical, differs } = compareBalance([
      [10, 25],
      [20, 15],
      [30, 30],
    ]);
    expect(chiSquare).toBeCloseTo(6.411564625850339, 12);
    expect(critical / 13.815510557964274).toBeCloseTo(1, 1);
    expect(differs).toBe(false);
  });

  it("reference: has SciPy's critical value within 1 %, for ten classes", () => {
    // stats.chi2.isf(0.001, 9)
    const { critical } = compareBalance(Array.from({ length: 10 }, () => [1, 1] as const));
    expect(Math.abs(critical / 27.877164871256575 - 1)).toBeLessThan(0.01);
  });

  it("is of shares, not of numbers, and sees a class that one has not", () => {
    const counts = Array.from({ length: 10 }, () => [500, 100] as const);
    expect(compareBalance(counts)).toMatchObject({ chiSquare: 0, differs: false });
    expect(compareBalance([...counts.slice(1), [500, 0]]).differs).toBe(true);
  });

  it("says nothing of one class, or of no rows", () => {
    expect(compareBalance([]).differs).toBe(false);
    expect(compareBalance([[3, 4]]).differs).toBe(false);
    expect(
      compareBalance([
        [3, 0],
        [1, 0],
      ]).differs,
    ).toBe(false);
  });
});
