import type { Dtype } from "../../config/config.js";
import { isLabel } from "../../config/kinds.js";
import { isSplitName } from "../../config/split-names.js";
import { COLUMNS, type Column } from "../../generate/columns.js";
import type { StoredExamples } from "../format.js";
import type { SourceFile } from "../source.js";
import { JsonFault, numbersFrom, parseRow, type Shape } from "../text/json-text.js";
import { decodeTextTables, LineFault, type Row } from "../text/read-tables.js";

/** A dataset from files with a JSON object in each line: `{"x": […], "y": 3}`, its keys in any order. @throws FormatError */
export function decodeJsonl(sources: readonly SourceFile[], stated?: Dtype): Promise<StoredExamples> {
  return decodeTextTables(sources, () => ({ read: rowFrom }), stated);
}

const SHAPES = { signal: "numbers", integer: "label", real: "number" } as const;

const KINDS: ReadonlyMap<string, Column["kind"]> = new Map(COLUMNS.map(({ name, kind }) => [name, kind]));

const SHAPE: Shape = {
  ...Object.fromEntries(Array.from(KINDS, ([name, kind]) => [name, SHAPES[kind]])),
  split: "split",
};

/** @throws LineFault */
function rowFrom(line: string): Row {
  const row = objectFrom(line);
  const { x, y } = row;
  if (x === undefined || y === undefined) throw new LineFault(`has no key "${x === undefined ? "x" : "y"}"`);
  if (x.length === 0) throw new LineFault("has no values in x");
  return row as Row;
}

function objectFrom(line: string): Partial<Row> {
  try {
    return parseRow(line, SHAPE, (value) => (isRow(value, line) ? value : undefined));
  } catch (fault) {
    if (!(fault instanceof JsonFault)) throw fault;
    const problem = fault.position === line.length ? "the line ends too early" : fault.problem;
    throw new LineFault(problem, `column ${fault.position + 1}`);
  }
}

/** Whether a value is a row, and its line has no more in it: `JSON.parse` passes over a key that is there twice. */
function isRow(value: unknown, line: string): value is Partial<Row> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const row = value as Readonly<Record<string, unknown>>;
  let quotes = 0;
  for (const key in row) {
    const item = row[key];
    const isSplit = key === "split" && isSplitName(item);
    if (!isSplit && !isOfKind(item, KINDS.get(key))) return false;
    quotes += isSplit ? 4 : 2;
  }
  for (let at = line.indexOf('"'); at >= 0; at = line.indexOf('"', at + 1)) quotes--;
  return quotes === 0;
}

function isOfKind(value: unknown, kind: Column["kind"] | undefined): boolean {
  if (kind === "integer") return isLabel(value);
  return kind === "signal" ? numbersFrom(value) !== undefined : kind === "real" && Number.isFinite(value);
}
