import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exactFigure } from "../../../src/cli/report/diff-sentences.js";
import { figure, percent } from "../../../src/dataset/readable-numbers.js";

describe("figures", () => {
  it("have so many digits as tell something", () => {
    expect([0.59712, 1234567, 2.2e-16, 0, -0, 1, 1.5, null].map((value) => figure(value))).toEqual([
      "0.597",
      "1230000",
      "2.2e-16",
      "0",
      "0",
      "1",
      "1.5",
      "-",
    ]);
  });

  it("are 0 and 100 percent only where they are", () => {
    expect([0, 1, 500, 9999, 10_000].map((part) => percent(part, 10_000))).toEqual([
      "0 %",
      "< 0.1 %",
      "5.0 %",
      "> 99.9 %",
      "100 %",
    ]);
  });

  it("property: are exact where a stored value is meant, and short for float32", () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = exactFigure(value, "float32");
        expect(Math.fround(Number(text))).toBe(value);
        expect(text.length).toBeLessThanOrEqual("-123456789000000000000".length);
      }),
    );
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (value) => {
        expect(Number(exactFigure(value, "float64"))).toBe(value);
      }),
    );
  });

  it("has all digits of what is no float32, though compared as such", () => {
    for (const value of [1 / 3, 1e300, -1.5e-60]) expect(exactFigure(value, "float32")).toBe(String(value));
  });
});
