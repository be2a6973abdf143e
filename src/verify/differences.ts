import { bytesOf } from "../digest/bytes.js";
import type { Chunk, SplitName } from "../generate/examples.js";

/** How stored examples differ from those that were expected. */
export interface Differences {
  /** Rows in which anything differs. */
  readonly rows: number;
  /** Values of x, labels, and labels before label noise that differ. */
  readonly values: number;
  readonly labels: number;
  readonly cleanLabels: number;
  /** Differing values of x of which one side is NaN or infinite. */
  readonly notFinite: number;
  /** Of the other values of x, absolute; 0 if there is none. */
  readonly largest: number;
  /** Whether nothing but the last bits of x differ, as they do in arrays that another platform's C library made. */
  readonly lastBits: boolean;
  readonly first?: FirstDifference;
}

export interface FirstDifference {
  readonly split: SplitName;
  readonly row: number;
  readonly what: "x" | "y" | "y_clean";
  /** Position in the example; only of x. */
  readonly column?: number;
  readonly expected: number;
  readonly found: number;
}

/**
 * Float64 arrays of other platforms differ by at most 9e-16 (docs/reproducibility.md); this leaves room for scales and
 * lengths beyond the defaults.
 */
const LAST_BITS_FLOAT64 = 1e-13;
/** Of float32 values, one place: 2^-23 of the value. */
const LAST_BITS_FLOAT32 = 2 ** -23;

/** Counts differences, chunk by chunk. Bits are compared: −0 is not 0. */
export class DifferenceCounter {
  #rows = 0;
  #values = 0;
  #labels = 0;
  #cleanLabels = 0;
  #notFinite = 0;
  #largest = 0;
  #lastBits = true;
  #first: FirstDifference | undefined;

  /** @param found and `expected` hold the same rows, with x of the same type. */
  update(found: Chunk, expected: Chunk): void {
    const { yClean = found.y } = found;
    const { yClean: expectedClean = expected.y } = expected;
    const isSame = sameBytes(found.x, expected.x) && sameBytes(found.y, expected.y) && sameBytes(yClean, expectedClean);
    if (isSame) return;
    for (let row = 0; row < found.rows; row++) {
      const before = this.#values + this.#labels + this.#cleanLabels;
      this.#compareX(found, expected, row);
      if (found.y[row] !== expected.y[row]) {
        this.#labels++;
        this.#note(found, row, "y", expected.y[row]!, found.y[row]!);
      }
      if (yClean[row] !== expectedClean[row] && found.yClean !== undefined) {
        this.#cleanLabels++;
        this.#note(found, row, "y_clean", expectedClean[row]!, yClean[row]!);
      }
      if (this.#values + this.#labels + this.#cleanLabels > before) this.#rows++;
    }
  }

  #compareX(found: Chunk, expected: Chunk, row: number): void {
    const length = found.x.length / found.rows;
    const tolerance = found.x instanceof Float32Array ? LAST_BITS_FLOAT32 : LAST_BITS_FLOAT64;
    for (let i = row * length; i < (row + 1) * length; i++) {
      const a = expected.x[i]!;
      const b = found.x[i]!;
      if (Object.is(a, b)) continue;
      const difference = Math.abs(a - b);
      this.#values++;
      if (!Number.isFinite(difference)) this.#notFinite++;
      else if (difference > this.#largest) this.#largest = difference;
      const scale = found.x instanceof Float32Array ? Math.abs(a) : Math.max(1, Math.abs(a));
      if (!(difference <= tolerance * scale)) this.#lastBits = false;
      this.#note(found, row, "x", a, b, i - row * length);
    }
  }

  #note(
    chunk: Chunk,
    row: number,
    what: FirstDifference["what"],
    expected: number,
    found: number,
    column?: number,
  ): void {
    this.#first ??= {
      split: chunk.split,
      row: chunk.start + row,
      what,
      ...(column !== undefined && { column }),
      expected,
      found,
    };
  }

  result(): Differences {
    return {
      rows: this.#rows,
      values: this.#values,
      labels: this.#labels,
      cleanLabels: this.#cleanLabels,
      notFinite: this.#notFinite,
      largest: this.#largest,
      lastBits: this.#lastBits && this.#labels === 0 && this.#cleanLabels === 0,
      ...(this.#first && { first: this.#first }),
    };
  }
}

function sameBytes(a: ArrayBufferView, b: ArrayBufferView): boolean {
  return Buffer.compare(bytesOf(a), bytesOf(b)) === 0;
}
