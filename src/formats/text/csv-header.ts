import { MAX_POINTS } from "../../config/limits.js";
import { FormatError } from "../format-error.js";
import type { ByteWindow } from "./byte-window.js";
import { NEWLINE, RETURN } from "./characters.js";

/** Columns by what they hold: x0, x1, … by their number, the others by these. */
export const Y = -1;
export const Y_CLEAN = -2;
export const SPLIT = -3;
/** The index that pandas, and the row names that R writes: a first column without a name, which is passed by. */
export const INDEX = -4;

const NAMES: ReadonlyMap<string, number> = new Map([
  ["y", Y],
  ["y_clean", Y_CLEAN],
  ["split", SPLIT],
]);

/** As messages name it. */
export function columnName(column: number): string {
  if (column >= 0) return `x${column}`;
  return [...NAMES].find(([, value]) => value === column)?.[0] ?? "1";
}

/**
 * Reads the first line of a CSV file.
 *
 * @returns what its columns hold, from left to right.
 * @throws FormatError unless they are y, all of x0, x1, …, and no others than a dataset has, each once.
 */
export async function readCsvHeader(window: ByteWindow): Promise<Int32Array> {
  const { path } = window.source;
  let end = window.bytes.indexOf(NEWLINE, window.position);
  while (end < 0 && !window.isAtEnd && !window.bytes.includes(RETURN)) {
    await window.more("line 1");
    end = window.bytes.indexOf(NEWLINE, window.position);
  }
  if (end < 0) end = window.limit;
  const hasReturn = end > window.position && window.bytes[end - 1] === RETURN;
  const text = new TextDecoder().decode(window.bytes.subarray(window.position, hasReturn ? end - 1 : end));
  if (text.includes("\r")) {
    throw new FormatError(path, "has lines that end in a carriage return alone", "Write it with \\n at their ends.");
  }
  window.position = Math.min(end + 1, window.limit);
  if (text === "") throw new FormatError(path, "has no header: line 1 is empty", HINT);
  return columnsFrom(text, path);
}

const HINT = "The first line names the columns: x0, x1, …, y, and perhaps y_clean and split.";

function columnsFrom(text: string, path: string): Int32Array {
  const columns: number[] = [];
  const delimiter = [";", "\t", "|", " "].find((character) => text.includes(character));
  if (!text.includes(",") && delimiter !== undefined) {
    const problem = `has columns separated by ${JSON.stringify(delimiter)}, not ","`;
    throw new FormatError(path, problem, "Write it with commas, and numbers with points.");
  }
  for (const name of fieldsOf(text, path)) {
    const column = columnOf(name, columns.length);
    if (column === undefined) throw unknownColumn(name, path);
    columns.push(column);
    if (columns.length > MAX_POINTS + NAMES.size + 1) {
      throw new FormatError(path, `line 1 has more than ${MAX_POINTS} columns of x`);
    }
  }
  const { length } = columns.filter((column) => column >= 0);
  const seen = new Set<number>();
  for (const column of columns) {
    if (seen.has(column)) throw new FormatError(path, `line 1 has the column ${columnName(column)} twice`);
    seen.add(column);
  }
  for (const column of [...Array(length).keys(), Y]) {
    if (!seen.has(column)) throw new FormatError(path, `line 1 has no column ${columnName(column)}`, HINT);
  }
  if (length === 0) throw new FormatError(path, "line 1 has no column x0", HINT);
  return Int32Array.from(columns);
}

function columnOf(name: string, index: number): number | undefined {
  if (name === "" && index === 0) return INDEX;
  return /^x(0|[1-9][0-9]{0,8})$/.test(name) ? Number(name.slice(1)) : NAMES.get(name);
}

function unknownColumn(name: string, path: string): FormatError {
  if (/[\p{Cc}\ufffd]/u.test(name))
    return new FormatError(path, "is not a text file: line 1 has bytes that are no text");
  if (/^[-+]?[0-9.]/.test(name)) return new FormatError(path, `has no header: line 1 begins with numbers`, HINT);
  const shown = JSON.stringify(name.length > 30 ? `${name.slice(0, 30)}…` : name);
  return new FormatError(path, `line 1 has the column ${shown}, which a dataset does not have`, HINT);
}

/** The fields of a line, without their quotes. */
function* fieldsOf(line: string, path: string): Generator<string, void, void> {
  for (let start = 0; start <= line.length; ) {
    if (line[start] !== '"') {
      const comma = line.indexOf(",", start);
      const end = comma < 0 ? line.length : comma;
      yield line.slice(start, end);
      start = end + 1;
      continue;
    }
    let end = line.indexOf('"', start + 1);
    while (end >= 0 && line[end + 1] === '"') end = line.indexOf('"', end + 2);
    if (end < 0 || (end + 1 < line.length && line[end + 1] !== ",")) {
      throw new FormatError(path, "line 1 has a quote that does not end before a comma");
    }
    yield line.slice(start + 1, end).replaceAll('""', '"');
    start = end + 2;
  }
}
