import { metadataFromEntries } from "../../metadata-from-entries.js";
import type { Source } from "../../source.js";
import type { StoredTable } from "../../stored-tables.js";
import { checkCounts, pointsOf } from "./counts.js";
import { readFooter } from "./footer.js";
import { readKeyValues } from "./key-values.js";
import type { OpenTable } from "./open-table.js";
import { checkOwnFile } from "./own-file.js";
import { readParts } from "./read-parts.js";
import { readSplits } from "./read-splits.js";
import { rowGroupsOf } from "./row-groups.js";
import { tableColumns } from "./table-columns.js";

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
  const footer = await readFooter(source);
  const { isOwn, metadata: file } = footer;
  const columns = tableColumns(path, file.schema);
  const groups = rowGroupsOf(path, footer, columns.leaves);
  const { entries, arrowLength } = readKeyValues(path, file.keyValueMetadata ?? [], isOwn);
  const length = pointsOf(path, columns, groups, arrowLength);
  // Of no rows, any length will do.
  const table: OpenTable = { source, isOwn, columns, groups, length: length ?? 1, rows: file.numRows };
  checkCounts(table);
  if (isOwn) checkOwnFile(table, footer);
  const metadata = metadataFromEntries(entries, length, path);
  const splits = columns.split && (await readSplits(table, columns.split));
  return {
    path,
    metadata,
    length,
    dtype: columns.dtype,
    hasCleanLabels: columns.yClean !== undefined,
    rows: table.rows,
    ...(splits && { splits }),
    parts: () => readParts(table, splits),
  };
}
