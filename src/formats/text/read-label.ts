import { readNumber } from "./read-number.js";

const ZERO = 0x30;
const MINUS = 0x2d;
const POINT = 0x2e;
const LOWER_E = 0x65;
const TO_LOWER = 0x20;

/**
 * Reads a label: an integer of 32 bits. `3.0` is one, too: pandas writes it where labels and values were once in one
 * array.
 *
 * @returns as `readNumber`; ~position of its first byte for a number that is no label.
 */
export function readLabel(bytes: Uint8Array, start: number, target: Float64Array, index: number): number {
  let i = start;
  const isNegative = bytes[i] === MINUS;
  if (isNegative) i++;
  const first = i;
  let value = 0;
  let digit = bytes[i]! - ZERO;
  while (digit >>> 0 <= 9 && i < first + 10) {
    value = value * 10 + digit;
    digit = bytes[++i]! - ZERO;
  }
  const byte = bytes[i]!;
  const isPlain = i > first && digit >>> 0 > 9 && byte !== POINT && (byte | TO_LOWER) !== LOWER_E;
  if (isPlain && (i === first + 1 || bytes[first] !== ZERO)) {
    if (isNegative) value = -value;
    if (value !== (value | 0)) return ~start;
    target[index] = value | 0;
    return i;
  }

  const end = readNumber(bytes, start, target, index);
  if (end < 0) return end;
  const number = target[index]!;
  // More bytes, which are not there yet, could make an integer of 1.5: 1.5e1.
  if (number !== (number | 0)) return bytes[end] === 0 ? ~end : ~start;
  target[index] = number | 0;
  return end;
}
