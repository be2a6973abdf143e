import type { Column, ColumnField } from "../../generate/columns.js";
import { BLOCK_ROWS } from "../../generate/examples.js";
import { frameOf, schemaOf } from "../arrow/message.js";
import type { Schema } from "../arrow/schema.js";
import { type ColumnReader, partsOf, type RowGroup, SplitCounter } from "../column-table.js";
import { Damage, locating, textFromUtf8 } from "../damage.js";
import type { Format } from "../format.js";
import { FormatError } from "../format-error.js";
import { PREFIX } from "../metadata.js";
import { metadataFromEntries } from "../metadata-from-entries.js";
import { printable } from "../printable.js";
import type { Source } from "../source.js";
import { eachTable, type StoredTable } from "../stored-tables.js";
import { ChunkReader } from "./column-chunk.js";
import { type KeyValue, readFooter } from "./metadata.js";
import { pointsOf, rowGroupsOf, type StoredRowGroup } from "./row-group.js";
import { type Leaf, type TableColumns, tableColumns } from "./schema.js";
import {
  bitsOf,
  type Floats,
  float32Values,
  float64Values,
  integerValues,
  splitValues,
  type ValueType,
} from "./values.js";

/**
 * Opens a Parquet file of examples, ours or others': x as lists in any of their shapes or as a column for each point,
 * PLAIN or in one of the newer encodings, with a dictionary, compressed, in pages of version 1 or 2.
 *
 * Reads the footer, and the column `split` if there is one. Written here and not taken from hyparquet because of its speed
 * with lists and its trust in files; see docs/decisions/0008-parquet-reader.md.
 *
 * @throws FormatError
 */
export async function decodeTable(source: Source): Promise<StoredTable> {
  const { path } = source;
  const { metadata: file, start } = await readFooter(source);
  const columns = tableColumns(path, file.schema);
  const groups = rowGroupsOf(path, file, start, columns.leaves);
  const { entries, arrowLength } = readKeyValues(path, file.keyValueMetadata ?? []);
  const length = pointsOf(source, columns, groups, arrowLength);
  const counter = new SplitCounter(path);
  for (const group of columns.split === undefined ? [] : groups) {
    const column = group.columns[columns.split!.index]!;
    await counter.count(new ChunkReader(source, column, splitValues(counter), 1), group.rows);
  }
  const table = {
    path,
    metadata: metadataFromEntries(entries, length, path),
    length,
    dtype: columns.dtype,
    columns: columns.columns,
    rows: file.numRows,
    ...(columns.split && { splits: counter.splits }),
  };
  // Of no rows, any length will do.
  return { ...table, parts: () => partsOf(table, openGroups(source, columns, groups, length ?? 1)) };
}

async function* openGroups(
  source: Source,
  { x, dtype, columns: tableColumns, others }: TableColumns,
  groups: readonly StoredRowGroup[],
  length: number,
): AsyncGenerator<RowGroup, void, void> {
  const floats = (dtype === "float64" ? float64Values : float32Values) as ValueType<Floats>;
  for (const { rows, columns } of groups) {
    const open = <T extends Floats>(leaf: Leaf, type: ValueType<T>) =>
      new ChunkReader(source, columns[leaf.index]!, type, leaf.isList ? length : 1);
    const openOther = ({ kind }: Column, leaf: Leaf): ColumnReader<Floats> => {
      if (kind === "integer") return open(leaf, integerValues(leaf.type === "INT64" ? 8 : 4, leaf.isUnsigned));
      return kind === "signal" ? open(leaf, floats) : open(leaf, float64Values);
    };
    const points = x.map((leaf) => open(leaf, floats));
    const xReader = points.length === 1 ? points[0]! : sideBySide(points, floats);
    const readers = tableColumns.map((column): [ColumnField, ColumnReader<Floats>] => [
      column.field,
      column.field === "x" ? xReader : openOther(column, others.get(column.field)!),
    ]);
    yield { rows, columns: new Map(readers) };
  }
}

/** Columns that have a point each of all examples, as one of whole examples. */
function sideBySide(columns: readonly ColumnReader<Floats>[], type: ValueType<Floats>): ColumnReader<Floats> {
  const scratch = type.create(BLOCK_ROWS);
  return {
    async read(target, rows) {
      const [from, into] = [bitsOf(scratch), bitsOf(target)];
      for (const [point, column] of columns.entries()) {
        await column.read(scratch, rows);
        for (let i = 0, to = point; i < rows; i++, to += columns.length) into[to] = from[i]!;
      }
    },
    async end() {
      for (const column of columns) await column.end();
    },
  };
}

const ARROW_SCHEMA = "ARROW:schema";

/**
 * Reads our keys. They stand in the file and once more in its Arrow schema, where Arrow readers look, and must be the
 * same in both. In files that others made of ours one place can be without them.
 *
 * @returns also the points of the fixed-size lists that x is in Arrow, if it is.
 */
function readKeyValues(path: string, keyValues: readonly KeyValue[]) {
  const entries = new Map<string, string>();
  for (const { key, value } of keyValues) {
    if (!key.startsWith(PREFIX) && key !== ARROW_SCHEMA) continue;
    if (entries.has(key)) throw new FormatError(path, `has metadata ${printable(key)} twice`);
    const text = locating(path, `the metadata ${printable(key)}`, () => textFromUtf8(value ?? new Uint8Array(0)));
    entries.set(key, text);
  }
  const message = entries.get(ARROW_SCHEMA);
  if (message === undefined) return { entries, arrowLength: undefined };
  entries.delete(ARROW_SCHEMA);
  const { fields, metadata } = locating(path, `the metadata ${ARROW_SCHEMA}`, () => readArrowSchema(message));
  for (const [key, value] of metadata) {
    if ((entries.get(key) ?? value) === value) entries.set(key, value);
    else throw new FormatError(path, `has another ${printable(key)} in its Arrow schema than in its own metadata`);
  }
  return { entries, arrowLength: fields.find(({ name }) => name === "x")?.fixedLength };
}

/** The schema in the value of the `ARROW:schema` key: an encapsulated IPC message in base 64. @throws Damage */
function readArrowSchema(base64: string): Schema {
  const bytes = Buffer.from(base64, "base64");
  if (bytes.toString("base64") !== base64) throw new Damage("is not base 64");
  const { prefix, length } = frameOf(bytes) ?? { prefix: 0, length: -1 };
  if (length < 0 || length > bytes.length - prefix) throw new Damage("is cut off");
  return schemaOf(bytes.subarray(prefix, prefix + length));
}

/** Reads a dataset in files of this format. */
export const decodeParquet: Format["decode"] = eachTable(decodeTable);
