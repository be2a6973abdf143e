import type { Dtype } from "../config/config.js";
import { bytesOf } from "../digest/bytes.js";
import { type Column, valuesPerRow } from "../generate/columns.js";
import type { Chunk } from "../generate/examples.js";
import { finiteOrNull } from "../inspect/running-moments.js";
import type { FirstDifference } from "./difference.js";
import { LAST_BIT_ULPS, SPACING } from "./row-differences.js";

/** Differences in one column between the rows of two datasets at the same places, as they pass by. */
export class ColumnDifferences {
  /** Rows that differ in any bit. */
  changed = 0;
  first: FirstDifference | null = null;
  /** Largest absolute difference of values that are finite. */
  largest = 0;
  /** Largest difference of more than 8 ulps of the value itself; infinite if one of two is not finite. */
  #largestBeyondUlps = 0;
  readonly #spacing: number;

  /** @param dtype in which signals are compared. */
  constructor(
    readonly column: Column,
    dtype: Dtype,
  ) {
    this.#spacing = column.kind === "integer" ? 0 : SPACING[column.kind === "real" ? "float64" : dtype];
  }

  /** Adds the same rows of both, if both have the column, and signals of one length. */
  add(a: Chunk, b: Chunk): void {
    const { column } = this;
    const [valuesA, valuesB] = [a[column.field], b[column.field]];
    if (valuesA === undefined || valuesB === undefined || valuesA.length !== valuesB.length) return;
    if (Buffer.compare(bytesOf(valuesA), bytesOf(valuesB)) === 0) return;
    const perRow = valuesPerRow(column, a.x.length / a.rows);
    for (let row = 0; row < a.rows; row++) {
      let isChanged = false;
      for (let i = row * perRow; i < (row + 1) * perRow; i++) {
        const [one, other] = [valuesA[i]!, valuesB[i]!];
        if (Object.is(one, other)) continue;
        isChanged = true;
        this.#addValue(one, other);
        const point = column.kind === "signal" ? i - row * perRow : null;
        const place = { split: a.split, row: a.start + row, point };
        this.first ??= { ...place, a: finiteOrNull(one), b: finiteOrNull(other) };
      }
      if (isChanged) this.changed++;
    }
  }

  /** Whether no value differs by more than another rounding makes, near zero by more than 8 ulps of `scale`. */
  areLastBits(scale: number): boolean {
    return this.#largestBeyondUlps <= LAST_BIT_ULPS * this.#spacing * scale;
  }

  #addValue(a: number, b: number): void {
    const difference = Math.abs(a - b);
    const hasSize = Number.isFinite(difference);
    if (hasSize) this.largest = Math.max(this.largest, difference);
    if (!(difference <= LAST_BIT_ULPS * this.#spacing * Math.abs(a))) {
      this.#largestBeyondUlps = Math.max(this.#largestBeyondUlps, hasSize ? difference : Infinity);
    }
  }
}
