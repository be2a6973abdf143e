import { describe, expect, it } from "vitest";
import { BITS, expFixed, fixedFromDouble, lnOfDouble, nearestDouble } from "./fixed-point.js";

const DIGITS = 110;

/** The first decimals of a fixed-point number from 0 to 10: 400 bits are 120 digits. */
function decimals(v: bigint): string {
  return ((v * 10n ** BigInt(DIGITS)) >> BITS).toString();
}

/** Reference: constants that are in every table (OEIS A001113, A002392), so that the oracle is itself checked. */
describe("the fixed-point oracle", () => {
  it("knows e", () => {
    expect(decimals(expFixed(fixedFromDouble(1)))).toBe(
      "271828182845904523536028747135266249775724709369995957496696762772407663035354759457138217852516642742746639193",
    );
  });

  it("knows ln 10", () => {
    expect(decimals(lnOfDouble(10))).toBe(
      "230258509299404568401799145468436420760110148862877297603332790096757260967735248023599720508959829834196778404",
    );
  });

  it("has exp and ln undo each other, below 1 and above", () => {
    for (const x of [0.1, 0.5, 0.999, 1.5, 7]) {
      const error = expFixed(lnOfDouble(x)) - fixedFromDouble(x);
      expect(Math.abs(Number(error))).toBeLessThan(1000);
    }
  });

  it("rounds to the nearest double, ties to even", () => {
    const ulp = fixedFromDouble(Number.EPSILON);
    const one = fixedFromDouble(1);
    expect(nearestDouble(one + ulp / 2n)).toBe(1);
    expect(nearestDouble(one + ulp / 2n + 1n)).toBe(1 + Number.EPSILON);
    expect(nearestDouble(one + (ulp * 3n) / 2n)).toBe(1 + 2 * Number.EPSILON);
  });
});
