import { MAX_POINTS } from "../../config/limits.js";
import { FormatError } from "../format-error.js";
import { printable } from "../printable.js";
import type { Source } from "../source.js";
import { DECOMPRESSORS } from "./compression.js";
import { type Codec, type ColumnChunk, type FileMetaData, MAGIC_LENGTH } from "./metadata.js";
import type { Leaf, TableColumns } from "./schema.js";

/** Where the values of a column in a row group are: pages, one after the other. */
export interface StoredColumn {
  readonly leaf: Leaf;
  /** As messages name it. */
  readonly name: string;
  /** Offset in the file of the first page, and after the last. */
  readonly start: number;
  readonly end: number;
  readonly codec: Codec;
  readonly values: number;
  readonly group: Pick<StoredRowGroup, "start" | "rows">;
}

/** Consecutive rows of a file. */
export interface StoredRowGroup {
  /** Row of the file that its first is. */
  readonly start: number;
  readonly rows: number;
  /** In the order of the schema's leaves. */
  readonly columns: readonly StoredColumn[];
}

/** Values of x for each byte of the file. Noise takes 2 bytes at least; only what is made to exhaust a reader has more. */
const MAX_VALUES_PER_BYTE = 64;

/** A file can have so many whatever its size. */
const FEW_VALUES = 2 ** 24;

/**
 * @param end of what is before the footer.
 * @throws FormatError for row groups that contradict the file, its schema or each other.
 */
export function rowGroupsOf(
  path: string,
  { numRows, rowGroups }: FileMetaData,
  end: number,
  leaves: readonly Leaf[],
): StoredRowGroup[] {
  let start = 0;
  const groups = rowGroups.map(({ numRows: rows, columns }, index) => {
    const problem = (text: string) => new FormatError(path, `is damaged: row group ${index} ${text}`);
    if (rows < 0) throw problem(`has ${rows} rows`);
    if (columns.length !== leaves.length) {
      throw problem(`has ${columns.length} columns, and the schema ${leaves.length}`);
    }
    const group = { start, rows };
    start += rows;
    return { ...group, columns: leaves.map((leaf, i) => storedColumn(path, end, leaf, columns[i]!, group, index)) };
  });
  if (start !== numRows) {
    throw new FormatError(path, `is damaged: it announces ${numRows} rows, and its row groups have ${start}`);
  }
  // Columns that share bytes would make a small file as large as one likes.
  const columns = groups.flatMap((group) => group.columns.filter((column) => column.end > column.start));
  columns.sort((a, b) => a.start - b.start);
  for (const [i, { name, start }] of columns.entries()) {
    const before = columns[i - 1];
    if (before !== undefined && start < before.end) {
      throw new FormatError(path, `is damaged: ${name} overlaps ${before.name}`);
    }
  }
  return groups;
}

function storedColumn(
  path: string,
  fileEnd: number,
  leaf: Leaf,
  { filePath, metaData }: ColumnChunk,
  group: StoredColumn["group"],
  index: number,
): StoredColumn {
  const name = `column ${leaf.name} in row group ${index}`;
  const problem = (text: string) => new FormatError(path, `is damaged: ${name} ${text}`);
  if (filePath !== undefined) throw new FormatError(path, `has ${name} in another file, ${printable(filePath)}`);
  if (metaData === undefined) throw new FormatError(path, `has ${name} encrypted or nowhere, which is not supported`);
  const { type, pathInSchema, codec, numValues: values, totalCompressedSize } = metaData;
  if (type !== leaf.type || pathInSchema.join("\0") !== leaf.path.join("\0")) {
    throw problem("is not that of the schema");
  }
  // A dictionary comes first. Arrow writes 0 for what is not there.
  const offsets = [metaData.dataPageOffset, metaData.dictionaryPageOffset ?? 0].filter((offset) => offset !== 0);
  const start = offsets.length === 0 ? 0 : Math.min(...offsets);
  const end = start + totalCompressedSize;
  // Of what has no pages nobody needs the place, and others write 0.
  const isNowhere = values === 0 && totalCompressedSize === 0;
  if (!isNowhere && (start < MAGIC_LENGTH || totalCompressedSize < 0 || end > fileEnd)) {
    throw problem(`would be the bytes ${start} to ${end}, which is not before the footer`);
  }
  if (values < 0) throw problem(`has ${values} values`);
  if (!leaf.isList && values !== group.rows) {
    throw problem(`announces ${values} values, and the row group ${group.rows} rows`);
  }
  if (codec !== "UNCOMPRESSED" && DECOMPRESSORS[codec] === undefined) {
    const hint = "Write it with zstd, snappy, gzip, or none.";
    throw new FormatError(path, `has ${name} compressed with ${codec}, which is not supported`, hint);
  }
  return { leaf, name, start, end, codec, values, group };
}

/**
 * Points per example, as far as the footer tells: rows that have another number are found when they are read. Undefined if
 * there are no rows, and nothing else tells.
 *
 * @param arrowLength of the fixed-size lists in the Arrow schema.
 * @throws FormatError for more rows and points than a file of this size has.
 */
export function pointsOf(
  { path, size }: Source,
  { x }: TableColumns,
  groups: readonly StoredRowGroup[],
  arrowLength: number | undefined,
): number | undefined {
  const rows = groups.reduce((sum, group) => sum + group.rows, 0);
  const stored = groups.reduce((sum, group) => sum + group.columns[x[0]!.index]!.values, 0);
  let length = x[0]!.isList ? arrowLength : x.length;
  if (length === undefined && rows > 0) length = Math.max(1, Math.round(stored / rows));
  if (length === undefined) return undefined;
  if (length < 1 || length > MAX_POINTS) throw new FormatError(path, `would have ${length} points per example`);
  const values = rows * length;
  if (values > FEW_VALUES && values > size * MAX_VALUES_PER_BYTE) {
    throw new FormatError(path, `announces ${rows} rows of ${length} points, and has ${size} bytes`);
  }
  return length;
}
