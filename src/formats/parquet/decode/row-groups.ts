import { FormatError } from "../../format-error.js";
import { printable } from "../../printable.js";
import { type Footer, MAGIC_LENGTH } from "./footer.js";
import type { Leaf } from "./leaves.js";
import type { ColumnChunk, Statistics } from "./structures.js";

/** Where the values of a column in a row group are: pages, one after the other. */
export interface StoredColumn {
  readonly leaf: Leaf;
  /** As messages name it. */
  readonly name: string;
  /** Offset in the file of the first page, and after the last. */
  readonly start: number;
  readonly end: number;
  /** Of the file's enum; not checked. */
  readonly codec: number;
  readonly values: number;
  /** Of the row group. */
  readonly rows: number;
  readonly statistics: Statistics | undefined;
}

/** Consecutive rows of a file. */
export interface StoredRowGroup {
  /** Row of the file that its first is. */
  readonly start: number;
  readonly rows: number;
  /** In the order of the schema's leaves. */
  readonly columns: readonly StoredColumn[];
}

/** @throws FormatError for row groups that contradict the file, its schema or each other. */
export function rowGroupsOf(path: string, footer: Footer, leaves: readonly Leaf[]): StoredRowGroup[] {
  const { numRows, rowGroups } = footer.metadata;
  let start = 0;
  const groups = rowGroups.map(({ numRows: rows, columns }, index) => {
    const problem = (text: string) => new FormatError(path, `is damaged: row group ${index} ${text}`);
    if (rows < 0) throw problem(`has ${rows} rows`);
    if (columns.length !== leaves.length) {
      throw problem(`has ${columns.length} columns, and the schema ${leaves.length}`);
    }
    const stored = columns.map((column, i) => {
      const leaf = leaves[i]!;
      const name = `column ${leaf.name} in row group ${index}`;
      return { leaf, name, rows, ...placeOf(path, footer, leaf, name, column) };
    });
    start += rows;
    return { start: start - rows, rows, columns: stored };
  });
  if (start !== numRows) {
    throw new FormatError(path, `is damaged: it announces ${numRows} rows, and its row groups have ${start}`);
  }
  checkNoOverlap(
    path,
    groups.flatMap(({ columns }) => columns),
  );
  return groups;
}

function placeOf(
  path: string,
  footer: Footer,
  leaf: Leaf,
  name: string,
  { filePath, metaData }: ColumnChunk,
): Pick<StoredColumn, "start" | "end" | "codec" | "values" | "statistics"> {
  const problem = (text: string) => new FormatError(path, `is damaged: ${name} ${text}`);
  if (filePath !== undefined) throw new FormatError(path, `has ${name} in another file, ${printable(filePath)}`);
  if (metaData === undefined) throw new FormatError(path, `has ${name} encrypted or nowhere, which is not supported`);
  const { type, pathInSchema, codec, numValues, totalCompressedSize, statistics } = metaData;
  if (type !== leaf.type || pathInSchema.join("\0") !== leaf.path.join("\0")) {
    throw problem("is not that of the schema");
  }
  // A dictionary comes first. Arrow writes 0 for what is not there.
  const { dataPageOffset, dictionaryPageOffset = 0 } = metaData;
  const hasBoth = dictionaryPageOffset !== 0 && dataPageOffset !== 0;
  const start = hasBoth ? Math.min(dictionaryPageOffset, dataPageOffset) : dictionaryPageOffset + dataPageOffset;
  const end = start + totalCompressedSize;
  // Of what has no pages nobody needs the place, and others write 0.
  const isNowhere = numValues === 0 && totalCompressedSize === 0;
  if (!isNowhere && (start < MAGIC_LENGTH || totalCompressedSize < 0 || end > footer.start)) {
    throw problem(`would be the bytes ${start} to ${end}, which is not before the footer`);
  }
  if (numValues < 0) throw problem(`has ${numValues} values`);
  return { start, end, codec, values: numValues, statistics };
}

/** Columns that share bytes would make a small file as large as one likes. */
function checkNoOverlap(path: string, columns: readonly StoredColumn[]): void {
  const sorted = columns.filter(({ start, end }) => end > start).sort((a, b) => a.start - b.start);
  for (let i = 1; i < sorted.length; i++) {
    const [before, after] = [sorted[i - 1]!, sorted[i]!];
    if (after.start < before.end) throw new FormatError(path, `is damaged: ${after.name} overlaps ${before.name}`);
  }
}
