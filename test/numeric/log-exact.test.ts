import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { atanhReciprocalFixed, doubleFromFixed, ln2Fixed, logExact } from "../../src/numeric/log-exact.js";
import { stepAwayFromZero } from "../support/doubles.js";
import { atPrecision, BITS, fixedFromDouble, lnOfDouble } from "../support/fixed-point.js";
import { parseHexFloat } from "../support/hex-float.js";
import { allExponents, HARD_TO_ROUND, NEAR_TIES, nearOne, subnormals, uniforms } from "../support/logarithms.js";

const distance = (a: bigint, b: bigint) => (a < b ? b - a : a - b);

/** Whether a double (not 0) is nearer to an exact value than both its neighbours are. */
function isNearest(double: number, exact: bigint): boolean {
  const error = distance(fixedFromDouble(double), exact);
  return [-1, 1].every((ulps) => error < distance(fixedFromDouble(stepAwayFromZero(double, ulps)), exact));
}

describe("logExact", () => {
  it.each(Object.entries({ uniforms, nearOne, allExponents, subnormals }))(
    "property: is the double nearest to a logarithm of 400 bits (%s)",
    (_, doubles) => {
      fc.assert(
        fc.property(doubles, (x) => x === 1 || isNearest(logExact(x), lnOfDouble(x))),
        { numRuns: 500 },
      );
    },
  );

  it("reference: log(1) is 0, not −0", () => {
    expect(logExact(1)).toBe(0);
  });

  it.each(HARD_TO_ROUND)("reference: log(%s) is %s", (x, expected) => {
    expect(logExact(parseHexFloat(x))).toBe(parseHexFloat(expected));
  });

  it.each(HARD_TO_ROUND)(
    "property: log(%s) is hard: within 2^-59 of a multiple of half an ulp, yet nearest",
    (x, log) => {
      const exact = lnOfDouble(parseHexFloat(x));
      const rounded = parseHexFloat(log);
      const halfUlp = distance(fixedFromDouble(stepAwayFromZero(rounded, 1)), fixedFromDouble(rounded)) / 2n;
      const beyond = distance(exact, 0n) % halfUlp;
      const toMultiple = beyond < halfUlp - beyond ? beyond : halfUlp - beyond;
      expect(toMultiple << 59n < halfUlp).toBe(true);
      expect(isNearest(rounded, exact)).toBe(true);
    },
  );

  it.each(NEAR_TIES)("property: log(%s) is within 10^-5 ulp of a tie, yet nearest", (hex) => {
    const exact = lnOfDouble(parseHexFloat(hex));
    const rounded = logExact(parseHexFloat(hex));
    const ulp = distance(fixedFromDouble(stepAwayFromZero(rounded, 1)), fixedFromDouble(rounded));
    const toTie = ulp / 2n - distance(fixedFromDouble(rounded), exact);
    expect(toTie > 0n && toTie * 100_000n < ulp).toBe(true);
  });
});

describe("ln2Fixed and atanhReciprocalFixed", () => {
  it.each([64n, 112n, 192n])("property: are right to a few units in the last of %d bits", (bits) => {
    expect(distance(ln2Fixed(bits), atPrecision(lnOfDouble(2), bits))).toBeLessThan(1000n);
    for (const d of [3, 26, 721, 1459, 8749]) {
      const exact = (lnOfDouble(d + 1) - lnOfDouble(d - 1)) / 2n;
      expect(distance(atanhReciprocalFixed(BigInt(d), bits), atPrecision(exact, bits))).toBeLessThan(1000n);
    }
  });
});

describe("doubleFromFixed", () => {
  it("property: is the value where a double can be it", () => {
    const doubles = fc.double({ min: -1000, max: 1000, noNaN: true }).filter((x) => x === 0 || Math.abs(x) > 2 ** -300);
    fc.assert(
      fc.property(doubles, (x) => {
        expect(doubleFromFixed(fixedFromDouble(x), BITS)).toBe(x + 0);
      }),
    );
  });

  it("rounds to the nearest, ties to even", () => {
    const one = 1n << 60n;
    const ulp = 1n << 8n;
    expect(doubleFromFixed(one + ulp / 2n, 60n)).toBe(1);
    expect(doubleFromFixed(one + ulp / 2n + 1n, 60n)).toBe(1 + Number.EPSILON);
    expect(doubleFromFixed(-one - (ulp * 3n) / 2n, 60n)).toBe(-1 - 2 * Number.EPSILON);
  });
});
