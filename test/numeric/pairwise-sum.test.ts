import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { moments, sumOf } from "../../src/numeric/pairwise-sum.js";
import { RandomState } from "../../src/random/random-state.js";
import { primitives } from "../support/fixtures.js";
import { parseHexFloat } from "../support/hex-float.js";
import { pairwiseSumPlainly } from "../support/plain-numpy.js";

/** The fixtures' `(np.arange(n) * 0.37) % 1 - 0.3`. */
function sawtooth(n: number): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => ((i * 0.37) % 1) - 0.3);
}

describe("sumOf", () => {
  it.each([5, 17, 128, 129, 1000])("reference: equals numpy.sum of %d values", (n) => {
    expect(sumOf(sawtooth(n))(0, n)).toBe(parseHexFloat(primitives.pairwise_sum[`n=${n}`]!));
  });

  it("property: adds in NumPy's order, at every length below 300", () => {
    const random = new RandomState(42);
    for (let i = 0; i < 1500; i++) {
      const values = Float64Array.from({ length: i % 300 }, () => random.uniform());
      expect(sumOf(values)(0, values.length)).toBe(pairwiseSumPlainly([...values]));
    }
  });

  it("property: adds in NumPy's order, whatever the values", () => {
    const values = fc.float64Array({ min: -1, max: 1, noNaN: true, maxLength: 1500, size: "max" });
    fc.assert(
      fc.property(values, (v) => {
        expect(sumOf(v)(0, v.length)).toBe(pairwiseSumPlainly([...v]));
      }),
    );
  });
});

describe("moments", () => {
  it("reference: std equals numpy.std", () => {
    expect(moments(sawtooth(1000)).std).toBe(parseHexFloat(primitives.pairwise_sum["std n=1000"]!));
  });

  it("reference: mean is the sum over the count", () => {
    expect(moments(sawtooth(1000)).mean).toBe(parseHexFloat(primitives.pairwise_sum["n=1000"]!) / 1000);
  });

  it("property: with a reader of memory order it is that of the array in this order", () => {
    const values = fc.float64Array({ min: -10, max: 10, noNaN: true, minLength: 1, maxLength: 600 });
    fc.assert(
      fc.property(values, (inOrder) => {
        const readBackwards = (start: number, count: number, target: Float64Array) => {
          for (let i = 0; i < count; i++) target[i] = inOrder[inOrder.length - 1 - start - i]!;
        };
        expect(moments(inOrder, readBackwards)).toEqual(moments(inOrder.slice().reverse()));
      }),
    );
  });
});
