import { Damage } from "../damage.js";
import { ThriftInput } from "./thrift.js";

/** Values that the last run of a page can have too many: DuckDB packs them by 256, others by 8. */
const PADDING = 256;

/** Larger indexes than of 2^24 values would need more bits at once than the unpacking has. */
export const MAX_INDEX_WIDTH = 24;

/**
 * The runs of integers of `width` bits in the RLE/bit-packing hybrid: of levels, and of indexes into a dictionary.
 *
 * @see https://parquet.apache.org/docs/file-format/data-pages/encodings/#RLE
 */
export class HybridRuns {
  /** Values of this run. */
  count = 0;
  /** Whether each has its own bits, from byte `packedAt` on, or all are `value`. */
  isPacked = false;
  value = 0;
  packedAt = 0;

  readonly #bytes: Uint8Array;
  readonly #width: number;
  readonly #input: ThriftInput;

  /** @param start of the first run in the bytes. */
  constructor(bytes: Uint8Array, width: number, start = 0) {
    if (width > MAX_INDEX_WIDTH) throw new Damage(`has integers of ${width} bits`);
    this.#bytes = bytes;
    this.#width = width;
    this.#input = new ThriftInput(bytes);
    this.#input.position = start;
  }

  /** Goes to the next run, of at most `expected` values. @throws Damage */
  next(expected: number): void {
    const header = this.#input.varint();
    const size = Math.floor(header / 2);
    this.isPacked = header % 2 === 1;
    if (size === 0) throw new Damage("has a run of no values");
    // Packed values come in groups of 8, the last of which can be padding.
    if (this.isPacked ? size * 8 >= expected + PADDING : size > expected) {
      throw new Damage("has a run that goes on after the last value");
    }
    if (this.isPacked) {
      this.count = Math.min(size * 8, expected);
      this.packedAt = this.#input.position;
      this.#input.take(size * this.#width);
      return;
    }
    this.count = size;
    this.value = 0;
    for (let shift = 0; shift < this.#width; shift += 8) this.value |= this.#input.byte() << shift;
    if (this.value >>> this.#width > 0) throw new Damage(`has the value ${this.value} in ${this.#width} bits`);
  }

  /** A value of this run, by its number. */
  valueAt(index: number): number {
    if (!this.isPacked) return this.value;
    const bytes = this.#bytes;
    const bit = index * this.#width; // below 2^30, since pages have at most 128 MB
    const at = this.packedAt + (bit >>> 3);
    const word = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    return (word >>> (bit & 7)) & ((1 << this.#width) - 1);
  }

  /** Checks that there is nothing after the last run. @throws Damage */
  end(): void {
    const rest = this.#bytes.length - this.#input.position;
    if (rest > 0) throw new Damage(`has ${rest} bytes after its last run`);
  }
}

/**
 * Checks the repetition levels of `count` values in lists of `length`: 0 where a list begins, otherwise 1.
 *
 * @param position of the first of them in its list, from 0 on.
 * @returns the first value whose level is the other one, or `count`.
 * @throws Damage
 */
export function checkRepetitionLevels(levels: Uint8Array, count: number, position: number, length: number): number {
  const runs = new HybridRuns(levels, 1);
  let next = position === 0 ? 0 : length - position; // where the next list begins
  for (let index = 0; index < count; ) {
    runs.next(count - index);
    const end = index + runs.count;
    if (!runs.isPacked) {
      if (runs.value === 1) {
        if (next < end) return next;
      } else {
        if (next !== index) return index;
        if (length > 1 && end > index + 1) return index + 1;
        next = index + Math.max(length, runs.count);
      }
      index = end;
      continue;
    }
    // Eight at once: one by one they would take longer than all else.
    for (let at = runs.packedAt; index < end; at++, index += 8) {
      let expected = 0xff;
      for (; next < index + 8; next += length) expected &= ~(1 << (next - index));
      const wrong = levels[at]! ^ expected;
      if (wrong === 0) continue;
      const first = index + 31 - Math.clz32(wrong & -wrong); // the lowest bit that is set
      if (first < end) return first;
    }
    index = end;
  }
  runs.end();
  return count;
}

/**
 * Finds the first of `count` values that is not there: whose definition level is not `max`, of at most 3.
 *
 * @throws Damage
 */
export function findAbsence(
  levels: Uint8Array,
  count: number,
  max: number,
): { readonly index: number; readonly level: number } | undefined {
  const runs = new HybridRuns(levels, max > 1 ? 2 : 1);
  for (let index = 0; index < count; index += runs.count) {
    runs.next(count - index);
    const different = runs.isPacked ? runs.count : 1;
    for (let i = 0; i < different; i++) {
      const level = runs.valueAt(i);
      if (level > max) throw new Damage(`has the level ${level}`);
      if (level < max) return { index: index + i, level };
    }
  }
  runs.end();
  return undefined;
}

/** Deltas of labels have at most 33 bits, and the unpacking has 53. */
const MAX_DELTA_WIDTH = 40;

/** Values per block; writers use 128 to 1024. */
const MAX_BLOCK = 65_536;

/**
 * Decodes `count` integers of DELTA_BINARY_PACKED.
 *
 * @param isInt32 whether the sums are modulo 2^32, as those of the physical type INT32 are.
 * @returns the integers, exact but perhaps beyond 32 bits, and the offset after them.
 * @throws Damage
 * @see https://parquet.apache.org/docs/file-format/data-pages/encodings/#DELTAENC
 */
export function decodeDelta(bytes: Uint8Array, count: number, isInt32: boolean): { values: Float64Array; end: number } {
  const input = new ThriftInput(bytes);
  const blockSize = input.varint();
  const miniblocks = input.varint();
  const size = blockSize / miniblocks;
  if (!(blockSize > 0 && blockSize <= MAX_BLOCK && blockSize % 128 === 0 && size % 32 === 0)) {
    throw new Damage(`has blocks of ${blockSize} integers in ${miniblocks} parts`);
  }
  const total = input.varint();
  if (total !== count) throw new Damage(`has ${total} integers, not ${count}`);
  let value = input.zigzag();
  const values = new Float64Array(count);
  if (count > 0) values[0] = value;

  for (let i = 1; i < count; ) {
    const minDelta = input.zigzag();
    const widths = Array.from({ length: miniblocks }, () => input.byte());
    for (const width of widths) {
      if (i >= count) break;
      if (width > MAX_DELTA_WIDTH) throw new Damage(`has integers of ${width} bits`);
      const packed = input.take((size * width) / 8);
      let at = 0;
      let pending = 0; // bits of the stream not used yet, and how many
      let bits = 0;
      for (const end = Math.min(count, i + size); i < end; i++) {
        for (; bits < width; bits += 8) pending += packed[at++]! * 2 ** bits;
        const delta = pending % 2 ** width;
        pending = (pending - delta) / 2 ** width;
        bits -= width;
        value += minDelta + delta;
        if (isInt32) value |= 0;
        values[i] = value;
      }
    }
  }
  return { values, end: input.position };
}
