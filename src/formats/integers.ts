import { FormatError } from "./format-error.js";

/**
 * Fills `labels` with integers as they were read, perhaps of 64 bits and then rounded.
 *
 * @param firstRow the row of the first of them.
 * @throws FormatError for one that 32 bits do not hold.
 */
export function narrowLabels(
  labels: Int32Array,
  integers: Float64Array,
  path: string,
  column: string,
  firstRow: number,
): void {
  for (let i = 0; i < labels.length; i++) {
    labels[i] = integers[i]!;
    if (labels[i] === integers[i]) continue;
    throw new FormatError(path, `row ${firstRow + i} of ${column} is ${integers[i]}, which 32 bits do not hold`);
  }
}

const ARRAYS = {
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
};

/**
 * Fills `target` with as many little-endian integers. Those that a double does not hold are rounded.
 *
 * @param memory where they begin.
 */
export function integersFrom(
  memory: ArrayBuffer,
  bits: 8 | 16 | 32 | 64,
  isSigned: boolean,
  target: Float64Array,
): Float64Array {
  if (bits !== 64) {
    target.set(new ARRAYS[`${isSigned ? "int" : "uint"}${bits}`](memory, 0, target.length));
    return target;
  }
  // By their words: integers of that size are slow to convert one by one.
  const low = new Uint32Array(memory);
  const high = isSigned ? new Int32Array(memory) : low;
  for (let i = 0; i < target.length; i++) target[i] = high[2 * i + 1]! * 2 ** 32 + low[2 * i]!;
  return target;
}
