import type { ElementType } from "./element-type.js";

/**
 * Integers of any width as labels.
 *
 * @param bytes the integers, little-endian, from the start of their buffer; as many as `target` has.
 * @returns the index of the first one that 32 bits do not hold, or -1.
 */
export function labelsFromIntegers(
  { kind, size }: ElementType,
  { buffer }: Uint8Array<ArrayBuffer>,
  target: Int32Array,
): number {
  const { length } = target;
  const isSigned = kind === "signed";
  if (size === 1) target.set(new (isSigned ? Int8Array : Uint8Array)(buffer, 0, length));
  else if (size === 2) target.set(new (isSigned ? Int16Array : Uint16Array)(buffer, 0, length));
  else if (size === 4) target.set(new Int32Array(buffer, 0, length));
  else return labelsFromWords(new Int32Array(buffer, 0, 2 * length), isSigned, target);
  return size === 4 && !isSigned ? target.findIndex((label) => label < 0) : -1;
}

/** Of 64 bits, the upper word must be what the lower one is extended with. */
function labelsFromWords(words: Int32Array, isSigned: boolean, target: Int32Array): number {
  for (let i = 0; i < target.length; i++) {
    const low = words[2 * i]!;
    const high = words[2 * i + 1]!;
    if (high !== low >> 31 || (high < 0 && !isSigned)) return i;
    target[i] = low;
  }
  return -1;
}
