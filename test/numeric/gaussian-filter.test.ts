import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addFilteredWhereZero, GAUSSIAN_WEIGHTS, RADIUS, reflectMargins } from "../../src/numeric/gaussian-filter.js";
import { sumOf } from "../../src/numeric/pairwise-sum.js";
import { expFixed, fixedFromDouble, nearestDouble } from "../support/fixed-point.js";
import { primitives } from "../support/fixtures.js";
import { parseHexFloats } from "../support/hex-float.js";
import { gaussianFilterPlainly, reflectedPlainly, replaceZerosPlainly } from "../support/plain-numpy.js";

/** Distances of the kernel's 17 taps from its centre. */
const TAPS = Array.from({ length: 2 * RADIUS + 1 }, (_, i) => Math.abs(i - RADIUS));

function reflected(noise: Float64Array): Float64Array {
  const extended = new Float64Array(noise.length + 2 * RADIUS).fill(Number.NaN);
  extended.set(noise, RADIUS);
  reflectMargins(extended, noise.length);
  return extended;
}

describe("GAUSSIAN_WEIGHTS", () => {
  const kernel = Float64Array.from(TAPS, (k) => GAUSSIAN_WEIGHTS[k]!);

  it("reference: are what SciPy's filter answers to a single 1", () => {
    expect(kernel).toEqual(parseHexFloats(primitives.gaussian_kernel_sigma2_radius8));
  });

  it("property: are exp(−k²/8), correctly rounded, over their pairwise sum", () => {
    const exponentials = Float64Array.from(TAPS, (k) => nearestDouble(expFixed(fixedFromDouble(-k * k) / 8n)));
    const sum = sumOf(exponentials)(0, exponentials.length);
    expect(kernel).toEqual(exponentials.map((value) => value / sum));
  });
});

describe("reflectMargins", () => {
  const letters = (signal: string) => {
    const codes = Float64Array.from(signal, (letter) => letter.charCodeAt(0));
    return String.fromCharCode(...reflected(codes));
  };

  it("mirrors the signal at both edges, again and again if it is short", () => {
    expect(letters("abcdefghij")).toBe("hgfedcba" + "abcdefghij" + "jihgfedc");
    expect(letters("abcd")).toBe("abcddcba" + "abcd" + "dcbaabcd");
    expect(letters("abc")).toBe("baabccba" + "abc" + "cbaabccb");
    expect(letters("a")).toBe("a".repeat(17));
  });

  it("property: has the period of twice the length, at any length", () => {
    for (let length = 1; length < 40; length++) {
      const values = Float64Array.from({ length }, (_, i) => i);
      expect(reflected(values)).toEqual(reflectedPlainly(values));
    }
  });
});

describe("addFilteredWhereZero", () => {
  it.each([
    ["x", "y"],
    ["x_short", "y_short"],
  ] as const)("reference: on a zero signal it is SciPy's gaussian_filter (%s)", (input, output) => {
    const noise = parseHexFloats(primitives.gaussian_filter_sigma2[input]);
    const signal = new Float64Array(noise.length);
    addFilteredWhereZero(signal, reflected(noise), noise.length);
    expect(signal).toEqual(parseHexFloats(primitives.gaussian_filter_sigma2[output]));
  });

  it("reads and writes the first values only", () => {
    const noise = Float64Array.of(1, 2, 3);
    const signal = new Float64Array(4);
    addFilteredWhereZero(signal, reflected(noise), 3);
    expect(signal).toEqual(Float64Array.of(...gaussianFilterPlainly(noise), 0));
  });

  it("property: equals the original's mask·x + (1 − mask)·noise over all samples", () => {
    const value = fc.oneof(fc.constantFrom(0, -0), fc.double({ min: -2, max: 2, noNaN: true }));
    const pairs = fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 90 });
    fc.assert(
      fc.property(pairs, (points) => {
        const x = Float64Array.from(points, ([signal]) => signal);
        const noise = Float64Array.from(points, ([, value]) => value);
        const expected = replaceZerosPlainly(x, gaussianFilterPlainly(noise));
        addFilteredWhereZero(x, reflected(noise), x.length);
        expect(x).toEqual(expected);
      }),
      { numRuns: 1000 },
    );
  });
});
