import { defaultChunkRows, type Split } from "../../../generate/examples.js";
import type { TablePart } from "../../stored-tables.js";
import { examplesReader } from "./examples-reader.js";
import { LabelReader } from "./label-reader.js";
import type { OpenTable } from "./open-table.js";

/**
 * Reads all rows, in parts that never span two row groups or splits. In our own files they are the pages of x, each read
 * to where it is yielded from.
 *
 * @param splits of the rows, train first, if they have a column of splits.
 * @throws FormatError
 */
export async function* readParts(
  table: OpenTable,
  splits: readonly Split[] | undefined,
): AsyncGenerator<TablePart, void, void> {
  const { columns, groups, length, rows } = table;
  const train = splits?.[0]?.rows ?? rows;
  const capacity = Math.min(defaultChunkRows(length), Math.max(0, ...groups.map((group) => group.rows)));
  const buffer =
    columns.dtype === "float64" ? new Float64Array(capacity * length) : new Float32Array(capacity * length);
  const x = examplesReader(table, capacity);
  const y = new LabelReader(table, columns.y, capacity);
  const yClean = columns.yClean && new LabelReader(table, columns.yClean, capacity);
  const readers = [x, y, ...(yClean ? [yClean] : [])];
  for (const group of groups) {
    for (const reader of readers) reader.begin(group);
    const end = group.start + group.rows;
    for (let row = group.start; row < end; ) {
      const count = Math.min(capacity, (row < train ? Math.min(train, end) : end) - row);
      const values = buffer.subarray(0, count * length);
      await x.read(values);
      const labels = await y.read(count);
      const part = { rows: count, x: values, y: labels };
      yield yClean === undefined ? part : { ...part, yClean: await yClean.read(count) };
      row += count;
    }
    for (const reader of readers) await reader.end();
  }
}
