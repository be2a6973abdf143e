import { Damage } from "./damage.js";

/** Values that the last run of a page can have too many: DuckDB packs them by 256, others by 8. */
const PADDING = 256;

/** Larger indexes than of 2^24 values would need more bits at once than the unpacking has. */
const MAX_WIDTH = 24;

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

  readonly bytes: Uint8Array;
  readonly width: number;
  #position: number;

  constructor(bytes: Uint8Array, width: number, start = 0) {
    if (width > MAX_WIDTH) throw new Damage(`has integers of ${width} bits`);
    this.bytes = bytes;
    this.width = width;
    this.#position = start;
  }

  /** Goes to the next run, of at most `expected` values. @throws Damage */
  next(expected: number): void {
    const header = this.#header();
    const size = Math.floor(header / 2);
    if (size === 0) throw new Damage("has a run of no values");
    this.isPacked = header % 2 === 1;
    if (this.isPacked) this.#nextPacked(size, expected);
    else this.#nextRepeated(size, expected);
  }

  /** Checks that there is nothing after the last run. @throws Damage */
  end(): void {
    const rest = this.bytes.length - this.#position;
    if (rest > 0) throw new Damage(`has ${rest} bytes after its last run`);
  }

  /** In groups of 8 values, the last of which can be padding. */
  #nextPacked(groups: number, expected: number): void {
    if (groups * 8 >= expected + PADDING) throw new Damage("has a run that goes on after the last value");
    this.count = Math.min(groups * 8, expected);
    this.packedAt = this.#position;
    this.#position += groups * this.width;
    if (this.#position > this.bytes.length) throw new Damage("ends within a run");
  }

  #nextRepeated(count: number, expected: number): void {
    if (count > expected) throw new Damage("has a run that goes on after the last value");
    this.count = count;
    this.value = 0;
    for (let shift = 0; shift < this.width; shift += 8) this.value |= this.#byte() << shift;
    if (this.value >>> this.width > 0) throw new Damage(`has the value ${this.value} in ${this.width} bits`);
  }

  #header(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.#byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw new Damage("has a run of more than 2^34 values");
  }

  #byte(): number {
    const byte = this.bytes[this.#position++];
    if (byte === undefined) throw new Damage("ends before its last run");
    return byte;
  }
}
