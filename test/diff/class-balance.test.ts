import { describe, expect, it } from "vitest";
import { compareBalance } from "../../src/diff/class-balance.js";

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
