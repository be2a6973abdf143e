import { bytesOf } from "../../digest/bytes.js";
import { COLUMNS, type Column, type ColumnField, valuesPerRow } from "../../generate/columns.js";
import type { Chunk, SplitName } from "../../generate/examples.js";

/** The first value or label that differs. */
export interface FirstMismatch {
  readonly split: SplitName;
  readonly row: number;
  readonly column: Column;
  /** In the example; only of signals. */
  readonly position?: number;
  readonly expected: number;
  readonly found: number;
}

/** How the values of a column differ. */
export interface ColumnDifference {
  values: number;
  /** Of which one side is NaN or infinite. */
  notFinite: number;
  /** Of the others, absolute; 0 if there is none. */
  largest: number;
}

/**
 * Float64 arrays of other platforms differ by at most 9e-16 (docs/reproducibility.md); this leaves room for scales and
 * lengths beyond the defaults.
 */
const LAST_BITS_FLOAT64 = 1e-13;
/** Of float32 values, one place: 2^-23 of the value. */
const LAST_BITS_FLOAT32 = 2 ** -23;

/** How stored examples differ from those that were expected, counted chunk by chunk. Bits are compared: −0 is not 0. */
export class Differences {
  rows = 0;
  /** Of the columns that differ. */
  readonly columns: Map<ColumnField, ColumnDifference> = new Map();
  /** Whether nothing but the last bits of signals differ, as they do in arrays that another platform's C library made. */
  lastBits = true;
  first: FirstMismatch | undefined;

  /** Values and labels that differ, of all columns or of one kind. */
  count(kinds: readonly Column["kind"][] = ["signal", "integer", "real"]): number {
    const own = COLUMNS.filter(({ kind }) => kinds.includes(kind));
    return own.reduce((sum, { field }) => sum + (this.columns.get(field)?.values ?? 0), 0);
  }

  /** @param found and `expected` hold the same rows and columns, with signals of the same type. */
  add(found: Chunk, expected: Chunk): void {
    // Labels before label noise are stored where there is noise.
    const all = { ...found, yClean: found.yClean ?? found.y };
    const wanted = { ...expected, yClean: expected.yClean ?? expected.y };
    const differing = COLUMNS.filter(({ field }) => {
      const [values, others] = [all[field], wanted[field]];
      return values !== undefined && others !== undefined && !sameBytes(values, others);
    });
    if (differing.length === 0) return;
    for (let row = 0; row < found.rows; row++) {
      let isOther = false;
      for (const column of differing) {
        if (column.field === "yClean" && found.yClean === undefined) continue;
        if (this.#addColumn(all, wanted, row, column)) isOther = true;
      }
      if (isOther) this.rows++;
    }
  }

  /** @returns whether something differs in the row. */
  #addColumn(all: Chunk, wanted: Chunk, row: number, column: Column): boolean {
    const perRow = valuesPerRow(column, all.x.length / all.rows);
    const [values, others] = [all[column.field]!, wanted[column.field]!];
    let isOther = false;
    for (let i = row * perRow; i < (row + 1) * perRow; i++) {
      const [a, b] = [others[i]!, values[i]!];
      if (Object.is(a, b)) continue;
      isOther = true;
      this.#addValue(column, a, b, values instanceof Float32Array);
      const place = { split: all.split, row: all.start + row, column };
      const position = column.kind === "signal" ? { position: i - row * perRow } : {};
      this.first ??= { ...place, ...position, expected: a, found: b };
    }
    return isOther;
  }

  #addValue({ field, kind }: Column, a: number, b: number, isFloat32: boolean): void {
    const own = this.columns.get(field) ?? { values: 0, notFinite: 0, largest: 0 };
    this.columns.set(field, own);
    const difference = Math.abs(a - b);
    own.values++;
    if (!Number.isFinite(difference)) own.notFinite++;
    else if (difference > own.largest) own.largest = difference;
    const scale = isFloat32 ? Math.abs(a) : Math.max(1, Math.abs(a));
    const tolerance = isFloat32 ? LAST_BITS_FLOAT32 : LAST_BITS_FLOAT64;
    if (kind !== "signal" || !(difference <= tolerance * scale)) this.lastBits = false;
  }
}

function sameBytes(a: ArrayBufferView, b: ArrayBufferView): boolean {
  return Buffer.compare(bytesOf(a), bytesOf(b)) === 0;
}
