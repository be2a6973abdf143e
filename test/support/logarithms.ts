import fc from "fast-check";
import { doubleFromBits } from "./doubles.js";

const mantissa = fc.bigInt({ min: 0n, max: (1n << 52n) - 1n });

/** `random_sample()`'s values but 0: multiples of 2^-53. */
export const uniforms = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }).map((n) => n / Number(1n << 53n));

/** Positive normal doubles, every exponent as likely. */
export const allExponents = fc
  .tuple(fc.bigInt({ min: 1n, max: 2046n }), mantissa)
  .map(([exponent, fraction]) => doubleFromBits((exponent << 52n) | fraction));

/** 1 ± a distance, every exponent of the distance as likely: where a logarithm loses its leading digits. */
export const nearOne = fc
  .tuple(fc.bigInt({ min: 1023n - 54n, max: 1023n - 1n }), mantissa, fc.constantFrom(1, -1))
  .map(([exponent, fraction, sign]) => 1 + sign * doubleFromBits((exponent << 52n) | fraction));

export const subnormals = fc.bigInt({ min: 1n, max: (1n << 52n) - 1n }).map(doubleFromBits);

/**
 * The doubles whose logarithms are the hardest to round, in hex: x, and ln x rounded to nearest. "All exponents" of
 * Lefèvre & Muller, "Worst Cases for Correct Rounding of the Elementary Functions in Double Precision" (2001). The
 * second and fourth lie next to a tie, the others next to a double; all within 2^-59 of half an ulp, which a test proves.
 */
export const HARD_TO_ROUND: readonly (readonly [x: string, log: string])[] = [
  ["0x1.ea71d85cee020p-509", "-0x1.60296a66b4300p+8"],
  ["0x1.9476e304cd7c7p-384", "-0x1.09b60caf47b36p+8"],
  ["0x1.26e9c4d327960p-232", "-0x1.4156584bcd084p+7"],
  ["0x1.613955dc802f8p-35", "-0x1.7f02f9baf6035p+4"],
  ["0x1.62a88613629b6p+678", "0x1.d6479eba7c971p+8"],
];

/**
 * Doubles whose logarithms lie within 10^-5 ulp of a tie, close enough to 1 for the terms of `log` that are rounded to
 * be at their largest: there its sum alone, without the exact decision, takes the wrong neighbour. Found by trying
 * 3·10^7 draws within 2^-8 of 1.
 */
export const NEAR_TIES: readonly string[] = [
  "0x1.ff38a7fa88fa9p-1",
  "0x1.00fb6ccd07051p+0",
  "0x1.00b722c918065p+0",
  "0x1.00d865e60f9c9p+0",
  "0x1.00dc769d74a6ep+0",
];
