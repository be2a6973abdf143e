import { MAX_POINTS } from "../../config/limits.js";
import { CLOSE_BRACKET, COMMA, OPEN_BRACKET } from "./characters.js";
import { readNumber } from "./read-number.js";
import { skipSpace } from "./skip-space.js";

/** Numbers that were read together. */
export class NumberList {
  /** The first `count` are the numbers. Replaced when it is too small. */
  values = new Float64Array(64);
  count = 0;
  /** Whether the list that was read last has too many numbers for an example. */
  isTooLong = false;
  /** Whether a list may go on in the next line. */
  readonly acrossLines: boolean;

  constructor(acrossLines: boolean) {
    this.acrossLines = acrossLines;
  }
}

/**
 * Reads a list of numbers, as in `[0.5, -1e-7]`.
 *
 * @param list where they go, in place of what it had.
 * @returns where the list ends, or ~position of the byte that cannot be, of a number's first byte if it is beyond all
 * doubles, and of the number that is one too many.
 */
export function readList(bytes: Uint8Array, start: number, list: NumberList): number {
  if (bytes[start] !== OPEN_BRACKET) return ~start;
  const { acrossLines } = list;
  list.isTooLong = false;
  let { values } = list;
  let count = 0;
  let i = skipSpace(bytes, start + 1, acrossLines);
  if (bytes[i] === CLOSE_BRACKET) {
    list.count = 0;
    return i + 1;
  }
  for (;;) {
    if (count === values.length) {
      list.isTooLong = count === MAX_POINTS;
      if (list.isTooLong) return ~i;
      values = new Float64Array(Math.min(2 * count, MAX_POINTS));
      values.set(list.values);
      list.values = values;
    }
    i = readNumber(bytes, i, values, count);
    if (i < 0) return i;
    count++;
    // Most lists have no space but one after a comma, if any: two comparisons in place of two calls.
    if (bytes[i] !== COMMA) {
      i = skipSpace(bytes, i, acrossLines);
      if (bytes[i] === CLOSE_BRACKET) break;
      if (bytes[i] !== COMMA) return ~i;
    }
    i++;
    if (bytes[i]! <= 0x20) i = skipSpace(bytes, i, acrossLines);
  }
  list.count = count;
  return i + 1;
}
