import type { Fail } from "../decompression.js";

/**
 * The length of a stream of bits that is read from its end: the highest set bit of the last byte marks it.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8878#section-4.1
 */
export function bitsBefore(bytes: Uint8Array, start: number, end: number, fail: Fail): number {
  const last = end > start ? bytes[end - 1]! : 0;
  if (last === 0) throw fail("has a stream of bits without an end");
  return (end - start) * 8 - 8 + 31 - Math.clz32(last);
}

/** Up to 24 bits from a place on; zeros where there are no bytes. */
export function bitsOf(bytes: Uint8Array, bit: number, count: number): number {
  const at = bit >> 3;
  const word = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
  return (word >>> (bit & 7)) & ((1 << count) - 1);
}
