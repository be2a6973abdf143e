import type { SplitName } from "../generate/examples.js";

/** A row in A and in B, each of shape (length,). */
export interface ChangedRow {
  split: SplitName;
  row: number;
  squares: number;
  readonly a: Float64Array;
  readonly b: Float64Array;
}

/** What differs among the compared rows of a class of A. */
export class ClassDifferences {
  compared = 0;
  xChanged = 0;
  labelsChanged = 0;
  /** Sum of squared differences of all values. */
  squares = 0;
  largest = 0;
  /** The row that changed most; none where x did not change. */
  mostChanged: ChangedRow | undefined;

  /** Adds a row of which x changed. @param a its values; copied where it is the one that changed most. */
  addChanged(
    split: SplitName,
    row: number,
    squares: number,
    largest: number,
    a: Float32Array | Float64Array,
    b: Float32Array | Float64Array,
    start: number,
    length: number,
  ): void {
    this.xChanged++;
    this.squares += squares;
    if (largest > this.largest) this.largest = largest;
    if (squares <= (this.mostChanged?.squares ?? 0)) return;
    this.mostChanged ??= { split, row, squares, a: new Float64Array(length), b: new Float64Array(length) };
    this.mostChanged.split = split;
    this.mostChanged.row = row;
    this.mostChanged.squares = squares;
    this.mostChanged.a.set(a.subarray(start, start + length));
    this.mostChanged.b.set(b.subarray(start, start + length));
  }
}
