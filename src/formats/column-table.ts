// A table that is stored column by column, as Arrow and Parquet have it.
import type { Dtype } from "../config/config.js";
import { compareSplits, isSplitName, SPLITS_TEXT, type SplitName } from "../config/split-names.js";
import { COLUMNS, type Column, type ColumnField, newColumns, sliceColumns } from "../generate/columns.js";
import { BLOCK_ROWS, defaultChunkRows, rowCount, type Split, withTrainAndTest } from "../generate/examples.js";
import type { Floats } from "../numeric/floats.js";
import { FormatError } from "./format-error.js";
import { narrowLabels } from "./integers.js";
import { printable } from "./printable.js";
import type { StoredTable, TablePart } from "./stored-tables.js";

/** What is in a column: in each row a value, or a list of them. */
export interface ColumnType {
  readonly name: string;
  readonly kind: Dtype | "integer" | "text" | "other";
  readonly isList: boolean;
  /** As messages have it, in the words of the format. */
  readonly typeName: string;
}

/** What columns must be of, in words. */
const WORDS = { integer: "integers", text: "text", float64: "float64" };

/**
 * Checks that these columns are those of a table of examples: x, y, and perhaps others that a dataset has, and split.
 *
 * @param points the columns that together are x, a point each, where x is not a column of lists.
 * @returns the element type of x, and the columns that there are.
 * @throws FormatError
 */
export function checkColumns(
  path: string,
  columns: readonly ColumnType[],
  points: readonly ColumnType[] = [],
): { readonly dtype: Dtype; readonly columns: readonly Column[] } {
  const names = columns.map(({ name }) => name);
  let dtype: Dtype | undefined;
  for (const [i, column] of columns.entries()) {
    const { name, kind, isList, typeName } = column;
    const isPoint = points.includes(column);
    const wrong = (what: string) => new FormatError(path, `has a column ${name} of type ${typeName}, not of ${what}`);
    if (names.indexOf(name) < i) throw new FormatError(path, `has two columns ${printable(name)}`);
    const known = COLUMNS.find((own) => own.name === name);
    if (isPoint || known?.kind === "signal") {
      const isFloat = kind === "float32" || kind === "float64";
      if (!isFloat || isList === isPoint) throw wrong(`${isPoint ? "" : "lists of "}float32 or float64`);
      if (kind !== (dtype ?? kind)) throw new FormatError(path, "has columns of float32 and of float64");
      dtype = kind;
      continue;
    }
    const expected = name === "split" ? "text" : known?.kind === "real" ? "float64" : known?.kind;
    if (expected === undefined) {
      const all = COLUMNS.map((own) => own.name).join(", ");
      throw new FormatError(path, `has a column ${printable(name)}, and a dataset only ${all} and split`);
    }
    if (kind !== expected || isList) throw wrong(WORDS[expected]);
  }
  const hasX = names.includes("x") || points.length > 0;
  const missing = !hasX ? "x" : names.includes("y") ? undefined : "y";
  if (dtype !== undefined && missing === undefined) {
    return { dtype, columns: COLUMNS.filter(({ name }) => name === "x" || names.includes(name)) };
  }
  throw new FormatError(path, `has no column ${missing}, but ${names.map(printable).join(", ") || "none at all"}`);
}

/** The values of a column in consecutive rows, read in order. */
export interface ColumnReader<T> {
  /** Fills `target` from its start with the values of the next rows, of which there are as many, and 4,096 at most. */
  read(target: T, rows: number): Promise<void>;
  /** Checks that there are no more. */
  end(): Promise<void>;
}

/** A row group or a record batch: columns that are read side by side. */
export interface RowGroup {
  readonly rows: number;
  /** Of each column of the table; integers come as float64. */
  readonly columns: ReadonlyMap<ColumnField, ColumnReader<Float32Array | Float64Array>>;
}

/** Reads all rows, in parts that never span two row groups or splits. In our own files they are the chunks written. */
export async function* partsOf(
  { path, length = 1, dtype, columns, rows, splits }: Omit<StoredTable, "metadata" | "parts">,
  groups: AsyncIterable<RowGroup>,
): AsyncGenerator<TablePart, void, void> {
  const capacity = Math.min(defaultChunkRows(length), rows);
  const memory = newColumns(columns, capacity, length, dtype);
  const integers = new Float64Array(capacity);
  /** The rows before which each split ends. */
  const ends: number[] = [];
  for (const split of splits ?? [{ rows }]) ends.push((ends.at(-1) ?? 0) + split.rows);
  let row = 0;
  for await (const group of groups) {
    for (const end = row + group.rows; row < end; ) {
      const splitEnd = ends.find((last) => last > row) ?? end;
      const count = Math.min(capacity, Math.min(splitEnd, end) - row);
      const part = sliceColumns(memory, length, 0, count);
      for (const { field, name, kind } of columns) {
        const [reader, target] = [group.columns.get(field)!, part[field]!];
        if (kind === "integer") {
          await reader.read(integers, count);
          narrowLabels(target as Int32Array, integers, path, name, row);
        } else {
          await reader.read(target as Floats, count);
        }
      }
      yield { rows: count, ...part };
      row += count;
    }
    for (const reader of group.columns.values()) await reader.end();
  }
}

/** Reads the column `split`, in which the rows of each split must be known before the others are read. */
export class SplitCounter {
  readonly #path: string;
  readonly #codes = new Float64Array(BLOCK_ROWS);
  /** The texts that codes stand for, as they come, in UTF-8. */
  readonly #texts: Uint8Array[] = [];
  /** The splits in the order of the rows. */
  readonly #splits: { readonly code: number; readonly name: SplitName; rows: number }[] = [];

  constructor(path: string) {
    this.#path = path;
  }

  /** The code of a text. Made without a text where it has come before, as in most rows. */
  codeOf(bytes: Uint8Array, start: number, end: number): number {
    for (let code = 0; code < this.#texts.length; code++) {
      const text = this.#texts[code]!;
      let i = 0;
      while (i < text.length && bytes[start + i] === text[i]) i++;
      if (i === text.length && end - start === i) return code;
    }
    if (this.#texts.length === MAX_TEXTS) return MAX_TEXTS;
    return this.#texts.push(bytes.slice(start, Math.min(end, start + MAX_TEXT))) - 1;
  }

  /** Reads the next rows. @throws FormatError for one of no split, or of one that comes before another. */
  async count(reader: ColumnReader<Float64Array>, rows: number): Promise<void> {
    let current = this.#splits.at(-1);
    for (let left = rows; left > 0; left -= BLOCK_ROWS) {
      const count = Math.min(left, BLOCK_ROWS);
      await reader.read(this.#codes.subarray(0, count), count);
      for (let i = 0, next = 0; i < count; i = next) {
        const code = this.#codes[i]!;
        while (next < count && this.#codes[next] === code) next++;
        if (code !== current?.code) current = this.#begin(code);
        current.rows += next - i;
      }
    }
    await reader.end();
  }

  #begin(code: number) {
    const name: unknown = new TextDecoder().decode(this.#texts[code] ?? new Uint8Array(0));
    const last = this.#splits.at(-1);
    const isNext = isSplitName(name) && (last === undefined || compareSplits(last.name, name) < 0);
    if (isNext) {
      const split = { code, name, rows: 0 };
      this.#splits.push(split);
      return split;
    }
    const problem = isSplitName(name)
      ? `${name}, and rows before it are of ${last!.name}`
      : `the split ${printable(this.#texts[code] === undefined ? "…" : String(name))}, and there are ${SPLITS_TEXT}`;
    throw new FormatError(this.#path, `row ${rowCount(this.#splits)} is of ${problem}`);
  }

  /** All, train and test among them. */
  get splits(): Split[] {
    return withTrainAndTest(this.#splits.map(({ name, rows }) => ({ name, rows })));
  }
}

/** Bytes of an unknown split that are kept, more than a message shows; and how many are, since a dictionary may have millions. */
const MAX_TEXT = 100;
const MAX_TEXTS = 10_000;
