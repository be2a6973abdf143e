import { FormatError } from "../../format-error.js";
import { printable } from "../../printable.js";
import type { StoredColumn } from "./row-groups.js";
import { PhysicalType } from "./structures.js";

/** The smallest and the largest value of a column in a row group. */
export interface Bounds {
  readonly min: number | string;
  readonly max: number | string;
}

/**
 * Compares the statistics of a column, if it has any, with what was found in it: an edited value is noticed if it is, or
 * was, the smallest or the largest.
 *
 * @param found undefined if there are no rows.
 * @param isOwn whether this product wrote the file: others may state bounds that no value has.
 * @throws FormatError
 */
export function checkStatistics(path: string, column: StoredColumn, found: Bounds | undefined, isOwn: boolean): void {
  const { statistics, name } = column;
  if (statistics === undefined) return;
  const { nullCount, minValue, maxValue, isMinValueExact, isMaxValueExact } = statistics;
  const problem = (text: string) => new FormatError(path, `is damaged: the statistics of ${name} say that ${text}`);
  if (nullCount !== undefined && nullCount !== 0) throw problem(`it has ${nullCount} nulls, and it has none`);
  const check = (which: "min" | "max", bytes: Uint8Array | undefined, isExact: boolean | undefined): void => {
    // Some writers cut texts, and say so.
    if (bytes === undefined || isExact === false) return;
    const stored = boundFrom(column, bytes);
    const bound = found?.[which];
    if (stored === bound) return;
    if (!isOwn && (bound === undefined || (which === "min" ? stored < bound : stored > bound))) return;
    const shown = typeof stored === "string" ? printable(stored) : stored;
    throw problem(`its ${which} is ${shown}, and it ${found === undefined ? "has no rows" : `is ${found[which]}`}`);
  };
  check("min", minValue, isMinValueExact);
  check("max", maxValue, isMaxValueExact);
}

/** A PLAIN value, of a text without its length. */
function boundFrom({ leaf }: StoredColumn, bytes: Uint8Array): number | string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (leaf.type === PhysicalType.INT32 && bytes.length === 4) return view.getInt32(0, true);
  if (leaf.type === PhysicalType.INT64 && bytes.length === 8) return Number(view.getBigInt64(0, true));
  return new TextDecoder().decode(bytes.subarray(0, 100));
}
