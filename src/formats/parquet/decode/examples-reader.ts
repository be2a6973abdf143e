import { wordsOfFloats } from "../../../numeric/copy-floats.js";
import { ColumnReader } from "./column-reader.js";
import { float32Values, float64Values } from "./float-values.js";
import type { Leaf } from "./leaves.js";
import type { OpenTable } from "./open-table.js";
import type { ValueDecoder } from "./page-values.js";
import type { StoredRowGroup } from "./row-groups.js";

type Floats = Float32Array | Float64Array;

/** Reads x, one row group after the other. */
export interface ExamplesReader {
  /** Goes to the first row of a row group. */
  begin(group: StoredRowGroup): void;
  /** Fills `target`, of shape (rows, length), with the next rows. @throws FormatError */
  read(target: Floats): Promise<void>;
  /** Checks that there are no more rows in the row group. @throws FormatError */
  end(): Promise<void>;
}

/** @param capacity most rows read at once. */
export function examplesReader(table: OpenTable, capacity: number): ExamplesReader {
  const { source, columns, length, isOwn } = table;
  const decoder = (columns.dtype === "float64" ? float64Values : float32Values) as ValueDecoder<Floats>;
  const open = (leaf: Leaf, rowLength: number) =>
    new ColumnReader<Floats>(source, columns.leaves.indexOf(leaf), rowLength, decoder, isOwn);
  if ("name" in columns.x) return open(columns.x, length);
  const scratch = columns.dtype === "float64" ? new Float64Array(capacity) : new Float32Array(capacity);
  return sideBySide(
    columns.x.map((leaf) => open(leaf, 1)),
    scratch,
  );
}

/** What can be copied one by one without changing a NaN. */
function bitsOf(values: Floats): Int32Array | Float64Array {
  return values instanceof Float32Array ? wordsOfFloats(values) : values;
}

/** A reader of columns that each have one point of all examples. */
function sideBySide(columns: readonly ColumnReader<Floats>[], scratch: Floats): ExamplesReader {
  return {
    begin(group) {
      for (const column of columns) column.begin(group);
    },
    async read(target) {
      const values = scratch.subarray(0, target.length / columns.length);
      const [from, into] = [bitsOf(values), bitsOf(target)];
      for (const [point, column] of columns.entries()) {
        await column.read(values);
        for (let i = 0, to = point; i < from.length; i++, to += columns.length) into[to] = from[i]!;
      }
    },
    async end() {
      for (const column of columns) await column.end();
    },
  };
}
