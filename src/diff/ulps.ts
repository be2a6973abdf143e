import type { Dtype } from "../config/config.js";

/** Spacing of floats of a type between 1 and 2. */
export const EPSILON: Readonly<Record<Dtype, number>> = {
  float32: 2 ** -23,
  float64: 2 ** -52,
};

/**
 * How many floats of its type lie between two values, counting the second: 0 for the two zeros.
 *
 * @param a the value's memory as words of 32 bits, at `index` counted in values.
 * @param b likewise.
 */
export function ulpsBetween(a: Int32Array, b: Int32Array, index: number, dtype: Dtype): number {
  if (dtype === "float32") return Math.abs(ordinal(a[index]!) - ordinal(b[index]!));
  const high = a[2 * index + 1]! | 0;
  const highOfB = b[2 * index + 1]! | 0;
  const low = a[2 * index]! >>> 0;
  const lowOfB = b[2 * index]! >>> 0;
  // Of one sign the difference is taken word by word, which is exact while it is small.
  if (high < 0 === highOfB < 0) return Math.abs((high - highOfB) * 2 ** 32 + (low - lowOfB));
  return (high & 0x7fffffff) * 2 ** 32 + low + (highOfB & 0x7fffffff) * 2 ** 32 + lowOfB;
}

/** The place of a float32 among all, from its bits: sign and magnitude. */
function ordinal(bits: number): number {
  return bits < 0 ? -(bits & 0x7fffffff) : bits;
}
