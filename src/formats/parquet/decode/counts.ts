import { MAX_POINTS } from "../../../config/limits.js";
import { FormatError } from "../../format-error.js";
import { DECOMPRESSORS } from "./decompress.js";
import type { OpenTable } from "./open-table.js";
import type { StoredRowGroup } from "./row-groups.js";
import { Codec, nameIn } from "./structures.js";
import type { TableColumns } from "./table-columns.js";

/** Values of x for each byte of the file. Noise takes 2 bytes at least; only what is made to exhaust a reader has more. */
const MAX_VALUES_PER_BYTE = 64;

/** A file can have so many whatever its size. */
const FEW_VALUES = 2 ** 24;

/**
 * Points per example, as far as the footer tells: rows that have another number are found when they are read. Undefined if
 * there are no rows, and nothing else tells.
 *
 * @param arrowLength of the fixed-size lists in the Arrow schema.
 * @throws FormatError
 */
export function pointsOf(
  path: string,
  { leaves, x }: TableColumns,
  groups: readonly StoredRowGroup[],
  arrowLength: number | undefined,
): number | undefined {
  if (!("name" in x)) return x.length;
  const index = leaves.indexOf(x);
  const rows = groups.reduce((sum, group) => sum + group.rows, 0);
  const values = groups.reduce((sum, group) => sum + group.columns[index]!.values, 0);
  if (arrowLength === undefined && rows === 0) return undefined;
  const length = arrowLength ?? Math.max(1, Math.round(values / rows));
  if (length < 1 || length > MAX_POINTS) throw new FormatError(path, `would have ${length} points per example`);
  return length;
}

/** Checks the row groups before anything is read of them. @throws FormatError */
export function checkCounts({ source, columns, groups, length, rows }: OpenTable): void {
  const { path, size } = source;
  const { leaves, x, y, yClean, split } = columns;
  const list = "name" in x ? x : undefined;
  const flat = [...("name" in x ? [] : x), y, yClean, split].filter((leaf) => leaf !== undefined);
  const values = rows * length;
  if (values > FEW_VALUES && values > size * MAX_VALUES_PER_BYTE) {
    throw new FormatError(path, `announces ${rows} rows of ${length} points, and has ${size} bytes`);
  }
  for (const group of groups) {
    for (const leaf of flat) {
      const { name, values } = group.columns[leaves.indexOf(leaf)]!;
      if (values === group.rows) continue;
      throw new FormatError(
        path,
        `is damaged: ${name} announces ${values} values, and the row group ${group.rows} rows`,
      );
    }
    for (const leaf of list === undefined ? flat : [list, ...flat]) {
      const { name, codec } = group.columns[leaves.indexOf(leaf)]!;
      if (codec === Codec.UNCOMPRESSED || DECOMPRESSORS[codec] !== undefined) continue;
      const problem = `has ${name} compressed with ${nameIn(Codec, codec)}, which is not supported`;
      throw new FormatError(path, problem, "Write it with zstd, snappy, gzip, or none.");
    }
  }
}
