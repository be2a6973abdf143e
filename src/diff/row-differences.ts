import type { Dtype } from "../config/config.js";
import type { SplitName } from "../generate/examples.js";
import { finiteOrNull } from "../inspect/running-moments.js";
import { wordsOfFloats } from "../numeric/copy-floats.js";
import { ClassDifferences } from "./class-differences.js";
import { EPSILON, ulpsBetween } from "./ulps.js";

/** Values that differ by no more are the same number in another rounding. */
const LAST_BIT_ULPS = 8;

/** Rows of one side, all of one type. */
export interface Rows {
  readonly x: Float32Array | Float64Array;
  readonly y: Int32Array;
}

export interface FirstDifference {
  readonly split: SplitName;
  readonly row: number;
  /** Point of the example; null if the label differs, and no point. */
  readonly point: number | null;
  readonly a: number | null;
  readonly b: number | null;
}

/** Differences between the rows of two datasets at the same places, as they pass by. */
export class RowDifferences {
  compared = 0;
  /** Rows that differ in neither x nor label. */
  identical = 0;
  xChanged = 0;
  labelsChanged = 0;
  first: FirstDifference | null = null;
  /** Rows whose labels before noise differ. */
  cleanLabelsChanged = 0;
  firstCleanLabel: FirstDifference | null = null;
  /** Of each position: sum of squared differences. */
  readonly squares: Float64Array;
  /** Of each position: largest absolute difference. */
  readonly largest: Float64Array;
  /** By the number of A's class. */
  readonly classes: ClassDifferences[] = [];
  /** Values of which at least one is not finite, and the other another. They are in no figure. */
  notFinite = 0;
  /** Largest difference in floats of the common type. */
  largestUlps = 0;

  readonly #length: number;
  readonly #dtype: Dtype;
  /** Largest difference of more than 8 ulps. */
  #largestBeyondUlps = 0;
  /** Of classes that have no number. */
  readonly #others = new ClassDifferences();
  /** Of the row that was added last. */
  #rowLargest = 0;

  constructor(length: number, dtype: Dtype) {
    this.#length = length;
    this.#dtype = dtype;
    this.squares = new Float64Array(length);
    this.largest = new Float64Array(length);
  }

  /** @param classes the number of A's class for each row, −1 for one of too many. */
  add(split: SplitName, start: number, a: Rows, b: Rows, classes: Int32Array): void {
    const length = this.#length;
    const rows = a.y.length;
    const [wordsA, wordsB] = [wordsOfFloats(a.x), wordsOfFloats(b.x)];
    const width = wordsA.length / rows;
    for (let row = 0; row < rows; row++) {
      const end = (row + 1) * width;
      let word = row * width;
      while (word < end && wordsA[word] === wordsB[word]) word++;
      const hasOtherX = word < end;
      const hasOtherLabel = a.y[row] !== b.y[row];
      const entry = this.#entryOf(classes[row]!);
      this.#count(entry, hasOtherLabel);
      if (hasOtherX) {
        this.xChanged++;
        const squares = this.#addValues(a.x, b.x, wordsA, wordsB, row * length);
        entry.addChanged(split, start + row, squares, this.#rowLargest, a.x, b.x, row * length, length);
      }
      if (!hasOtherX && !hasOtherLabel) this.identical++;
      else if (this.first === null) {
        const point = hasOtherX ? Math.floor((word - row * width) / (width / length)) : null;
        const index = row * length + (point ?? 0);
        const [from, to] = point === null ? [a.y[row]!, b.y[row]!] : [a.x[index]!, b.x[index]!];
        this.first = { split, row: start + row, point, a: finiteOrNull(from), b: finiteOrNull(to) };
      }
    }
  }

  /** Adds rows of which only the labels can be compared. */
  addLabels(a: Int32Array, b: Int32Array, classes: Int32Array): void {
    for (let row = 0; row < a.length; row++) this.#count(this.#entryOf(classes[row]!), a[row] !== b[row]);
  }

  /** Adds the labels before noise of rows. */
  addCleanLabels(split: SplitName, start: number, a: Int32Array, b: Int32Array): void {
    for (let row = 0; row < a.length; row++) {
      if (a[row] === b[row]) continue;
      this.cleanLabelsChanged++;
      this.firstCleanLabel ??= { split, row: start + row, point: null, a: a[row]!, b: b[row]! };
    }
  }

  /**
   * Whether no value differs by more than another rounding makes: by more than 8 ulps, or near zero, where values are
   * the difference of larger ones, by more than 8 ulps of `scale`.
   */
  areLastBits(scale: number): boolean {
    return this.notFinite === 0 && this.#largestBeyondUlps <= LAST_BIT_ULPS * EPSILON[this.#dtype] * scale;
  }

  #count(entry: ClassDifferences, hasOtherLabel: boolean): void {
    this.compared++;
    entry.compared++;
    if (!hasOtherLabel) return;
    this.labelsChanged++;
    entry.labelsChanged++;
  }

  #entryOf(number: number): ClassDifferences {
    if (number < 0) return this.#others;
    let entry = this.classes[number];
    if (entry === undefined) {
      entry = new ClassDifferences();
      this.classes[number] = entry;
    }
    return entry;
  }

  /** Adds the values of a row. @returns the sum of their squared differences. */
  #addValues(
    a: Float32Array | Float64Array,
    b: Float32Array | Float64Array,
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
    this.#rowLargest = rowLargest;
    return rowSquares;
  }
}
