import type { Split } from "../../../generate/examples.js";
import { FormatError } from "../../format-error.js";
import { ColumnReader } from "./column-reader.js";
import type { Leaf } from "./leaves.js";
import type { OpenTable } from "./open-table.js";
import { SPLIT_NAMES, splitValues } from "./split-values.js";
import { checkStatistics } from "./statistics.js";

/** Rows read at once. */
const ROWS = 65_536;

/**
 * Reads the whole column `split`, since the rows of each split must be known first.
 *
 * @returns the rows of train and of test, which come after them.
 * @throws FormatError for rows in another order, or of another split.
 */
export async function readSplits({ source, isOwn, columns, groups }: OpenTable, leaf: Leaf): Promise<Split[]> {
  const index = columns.leaves.indexOf(leaf);
  const reader = new ColumnReader(source, index, 1, splitValues, isOwn);
  const codes = new Uint8Array(ROWS);
  const rows = [0, 0];
  let last = 0;
  for (const group of groups) {
    reader.begin(group);
    const before = [...rows];
    for (let row = 0; row < group.rows; row += ROWS) {
      const part = codes.subarray(0, Math.min(ROWS, group.rows - row));
      await reader.read(part);
      for (let i = 0; i < part.length; i++) {
        const code = part[i]!;
        if (code !== last) {
          if (code >= rows.length)
            throw rowError(source.path, group.start + row + i, "is neither of train nor of test");
          if (code < last)
            throw rowError(source.path, group.start + row + i, "is of train, and rows before it are of test");
          last = code;
        }
        rows[code]!++;
      }
    }
    await reader.end();
    const names = SPLIT_NAMES.filter((_, code) => rows[code]! > before[code]!).sort();
    const bounds = group.rows === 0 ? undefined : { min: names[0]!, max: names.at(-1)! };
    checkStatistics(source.path, group.columns[index]!, bounds, isOwn);
  }
  return SPLIT_NAMES.map((name, code) => ({ name, rows: rows[code]! }));
}

function rowError(path: string, row: number, problem: string): FormatError {
  return new FormatError(path, `row ${row} ${problem}`);
}
