import type { Dtype } from "../config/config.js";
import type { Chunk, SplitName } from "../generate/examples.js";
import { finiteOrNull } from "../inspect/running-moments.js";
import { type Floats, wordsOfFloats } from "../numeric/floats.js";
import type { ChangedExample, FirstDifference, SplitRows } from "./difference.js";

/** Values that differ by no more are the same number in another rounding. */
export const LAST_BIT_ULPS = 8;

/** Spacing of floats of a type between 1 and 2. */
export const SPACING: Readonly<Record<Dtype, number>> = { float32: 2 ** -23, float64: 2 ** -52 };

/** What differs among the compared rows of a class of A. */
export interface ClassDifferences {
  compared: number;
  xChanged: number;
  labelsChanged: number;
  /** Sum of squared differences of all values. */
  squares: number;
  largest: number;
  /** The row that changed most, and the sum of its squared differences; null where x did not change. */
  mostChanged: ChangedExample | null;
  mostSquares: number;
}

/** Differences between the rows of two datasets at the same places, as they pass by. */
export class RowDifferences {
  /** Rows that differ in neither x nor label. */
  identical = 0;
  first: FirstDifference | null = null;
  /** Of each position: sum of squared differences. */
  readonly squares: Float64Array;
  /** Of each position: largest absolute difference. */
  readonly largest: Float64Array;
  readonly splits: Map<SplitName, { -readonly [Key in keyof SplitRows]: SplitRows[Key] }> = new Map();
  /** By the number of A's class; at −1 those of classes that have no number. */
  readonly classes: Map<number, ClassDifferences> = new Map();
  /** Values of which at least one is not finite, and the other another. They are in no figure. */
  notFinite = 0;
  /** Largest difference in floats of the common type. */
  largestUlps = 0;

  readonly #length: number;
  readonly #dtype: Dtype;
  /** Largest difference of more than 8 ulps. */
  #largestBeyondUlps = 0;

  constructor(length: number, dtype: Dtype) {
    this.#length = length;
    this.#dtype = dtype;
    this.squares = new Float64Array(length);
    this.largest = new Float64Array(length);
  }

  /**
   * Adds the same rows of both. Of examples of other lengths only the labels are compared.
   *
   * @param a with x of the same type as b's.
   * @param classes the number of A's class for each row, −1 for one of too many.
   */
  add(a: Chunk, b: Chunk, classes: Int32Array): void {
    const { split, start, rows } = a;
    const own = this.splits.get(split) ?? { name: split, compared: 0, labelsChanged: 0, xChanged: 0, identical: 0 };
    this.splits.set(split, own);
    own.compared += rows;
    if (a.x.length !== b.x.length) {
      for (let row = 0; row < rows; row++) {
        const hasOtherLabel = a.y[row] !== b.y[row];
        this.#counted(classes[row]!, hasOtherLabel);
        if (hasOtherLabel) own.labelsChanged++;
      }
      return;
    }
    const length = this.#length;
    const [wordsA, wordsB] = [wordsOfFloats(a.x), wordsOfFloats(b.x)];
    const width = wordsA.length / rows;
    for (let row = 0; row < rows; row++) {
      const end = (row + 1) * width;
      let word = row * width;
      while (word < end && wordsA[word] === wordsB[word]) word++;
      const hasOtherX = word < end;
      const hasOtherLabel = a.y[row] !== b.y[row];
      const entry = this.#counted(classes[row]!, hasOtherLabel);
      if (hasOtherLabel) own.labelsChanged++;
      if (hasOtherX) {
        own.xChanged++;
        entry.xChanged++;
        const squares = this.#addValues(entry, a.x, b.x, wordsA, wordsB, row * length);
        if (squares > entry.mostSquares) {
          const values = (x: Floats) => Array.from(x.subarray(row * length, (row + 1) * length), finiteOrNull);
          entry.mostChanged = { split, row: start + row, a: values(a.x), b: values(b.x) };
          entry.mostSquares = squares;
        }
      }
      if (!hasOtherX && !hasOtherLabel) {
        own.identical++;
        this.identical++;
      } else if (this.first === null) {
        const point = hasOtherX ? Math.floor((word - row * width) / (width / length)) : null;
        const index = row * length + (point ?? 0);
        const [from, to] = point === null ? [a.y[row]!, b.y[row]!] : [a.x[index]!, b.x[index]!];
        this.first = { split, row: start + row, point, a: finiteOrNull(from), b: finiteOrNull(to) };
      }
    }
  }

  /**
   * Whether no value differs by more than another rounding makes: by more than 8 ulps, or near zero, where values are
   * the difference of larger ones, by more than 8 ulps of `scale`.
   */
  areLastBits(scale: number): boolean {
    return this.notFinite === 0 && this.#largestBeyondUlps <= LAST_BIT_ULPS * SPACING[this.#dtype] * scale;
  }

  /** Of all classes together. */
  sum(count: "compared" | "xChanged" | "labelsChanged"): number {
    let sum = 0;
    for (const entry of this.classes.values()) sum += entry[count];
    return sum;
  }

  /** Counts a row of a class. */
  #counted(number: number, hasOtherLabel: boolean): ClassDifferences {
    let entry = this.classes.get(number);
    if (entry === undefined) {
      entry = { compared: 0, xChanged: 0, labelsChanged: 0, squares: 0, largest: 0, mostChanged: null, mostSquares: 0 };
      this.classes.set(number, entry);
    }
    entry.compared++;
    if (hasOtherLabel) entry.labelsChanged++;
    return entry;
  }

  /** Adds the values of a row. @returns the sum of their squared differences. */
  #addValues(
    entry: ClassDifferences,
    a: Floats,
    b: Floats,
    wordsA: Int32Array,
    wordsB: Int32Array,
    start: number,
  ): number {
    const { squares, largest } = this;
    let rowSquares = 0;
    let rowLargest = 0;
    for (let k = 0; k < squares.length; k++) {
      const index = start + k;
      const difference = Math.abs(a[index]! - b[index]!);
      if (difference === 0) continue;
      if (!(difference < Infinity)) {
        if (!Object.is(a[index], b[index])) this.notFinite++;
        continue;
      }
      const square = difference * difference;
      squares[k]! += square;
      rowSquares += square;
      if (difference > largest[k]!) largest[k] = difference;
      if (difference > rowLargest) rowLargest = difference;
      const ulps = ulpsBetween(wordsA, wordsB, index, this.#dtype);
      if (ulps > this.largestUlps) this.largestUlps = ulps;
      if (ulps > LAST_BIT_ULPS && difference > this.#largestBeyondUlps) this.#largestBeyondUlps = difference;
    }
    entry.squares += rowSquares;
    if (rowLargest > entry.largest) entry.largest = rowLargest;
    return rowSquares;
  }
}

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

/** Rows that are looked at: enough for a correlation that is known to ± 0.02. */
const CORRELATED_ROWS = 8192;

/**
 * How much of an example of A is in the example of B at the same place: their correlation, each position taken around
 * its own mean. 1 for the same rows on any scale, around 0 for draws that know nothing of each other.
 */
export class RowCorrelation {
  readonly #length: number;
  rows = 0;
  readonly #meanA: Float64Array;
  readonly #meanB: Float64Array;
  /** Sums over all positions of products of deviations. */
  #ab = 0;
  #aa = 0;
  #bb = 0;

  constructor(length: number) {
    this.#length = length;
    this.#meanA = new Float64Array(length);
    this.#meanB = new Float64Array(length);
  }

  /** Adds rows of the same place; those after the first 8,192 are not looked at. */
  add(a: Floats, b: Floats, rows: number): void {
    const length = this.#length;
    const end = Math.min(rows, CORRELATED_ROWS - this.rows);
    for (let row = 0; row < end; row++) {
      const weight = 1 / ++this.rows;
      for (let k = 0; k < length; k++) {
        const [valueA, valueB] = [a[row * length + k]!, b[row * length + k]!];
        if (!Number.isFinite(valueA) || !Number.isFinite(valueB)) continue;
        const [apartA, apartB] = [valueA - this.#meanA[k]!, valueB - this.#meanB[k]!];
        this.#meanA[k]! += apartA * weight;
        this.#meanB[k]! += apartB * weight;
        this.#ab += apartA * (valueB - this.#meanB[k]!);
        this.#aa += apartA * (valueA - this.#meanA[k]!);
        this.#bb += apartB * (valueB - this.#meanB[k]!);
      }
    }
  }

  /** −1 … 1; NaN where nothing varies. */
  value(): number {
    return this.#ab / Math.sqrt(this.#aa * this.#bb);
  }

  /**
   * Whether the correlation is far above what chance makes of independent draws. Of MNIST-1D it makes ± 0.4/√rows; of
   * signals that vary in one way only (a single number decides all their points), ± 1/√rows.
   */
  isBeyondChance(): boolean {
    const limit = Math.max(0.15, Math.min(0.9, 5 / Math.sqrt(this.rows)));
    return this.rows >= 5 && this.value() > limit;
  }
}
