import type { Dtype } from "../../config/config.js";
import { isLabel } from "../../config/kinds.js";
import { MAX_POINTS } from "../../config/limits.js";
import { isSplitName, SPLITS_TEXT, type SplitName } from "../../config/split-names.js";
import { COLUMNS, type Column } from "../../generate/columns.js";
import type { StoredExamples } from "../format.js";
import { FormatError } from "../format-error.js";
import type { SourceFile } from "../source.js";
import { explainToken, isOverfull, numberFrom } from "../text/json-text.js";
import { decodeTextTables, LineFault, type Row, type RowReader, type RowShape } from "../text/read-tables.js";
import { utf8 } from "../text/text-window.js";

/** A dataset from CSV files, with fields in quotes or not. @throws FormatError */
export function decodeCsv(sources: readonly SourceFile[], stated?: Dtype): Promise<StoredExamples> {
  return decodeTextTables(sources, (path) => new CsvRows(path), stated);
}

/** The index that pandas, and the row names that R writes: a first column without a name, which is passed by. */
const INDEX = "";

const HINT =
  "The first line names the columns: x0, x1, …, y, and perhaps y_clean, x_clean0, …, padding and others, and split.";

/** What is in a place of a line. */
type Field = { readonly column: Column; readonly point?: number } | "split" | "index";

/** @returns undefined of a column that no dataset has. */
function fieldOf(name: string): Field | undefined {
  if (name === "split") return "split";
  const [, signal, point] = /^(\w*[a-z])(0|[1-9]\d{0,8})$/.exec(name) ?? [];
  const column = COLUMNS.find((known) => known.name === (signal ?? name));
  if ((column?.kind === "signal") !== (signal !== undefined)) return undefined;
  return column && { column, ...(point !== undefined && { point: Number(point) }) };
}

class CsvRows implements RowReader {
  readonly #path: string;
  /** Names of the columns, from left to right. */
  #names: readonly string[] = [];
  #fields: readonly Field[] = [];
  /** Of each column where it is among them: of a signal all its points. */
  #places: readonly (readonly [column: Column, places: readonly number[]])[] = [];
  #split = -1;

  constructor(path: string) {
    this.#path = path;
  }

  readHeader(line: string): RowShape {
    const columns = columnsFrom(utf8(line), this.#path);
    this.#names = [...columns.keys()];
    this.#fields = [...columns.values()];
    this.#split = this.#names.indexOf("split");
    this.#places = COLUMNS.flatMap((column) => {
      const points = this.#fields.flatMap((field, place) =>
        typeof field === "object" && field.column === column ? [[field.point ?? 0, place] as const] : [],
      );
      const places: number[] = [];
      for (const [point, place] of points) places[point] = place;
      return points.length > 0 ? [[column, places] as const] : [];
    });
    const length = this.#places[0]![1].length;
    return { length, columns: this.#places.map(([column]) => column), hasSplitColumn: this.#split >= 0 };
  }

  read(line: string): Row {
    if (isOverfull(line)) this.#check(line);
    const row = this.#rowOf(line);
    if (row !== undefined) return row;
    this.#check(line);
    throw new LineFault("is not what it must be");
  }

  /** @returns undefined if the line is not as it must be. */
  #rowOf(line: string): Row | undefined {
    const values = this.#valuesOf(line);
    if (values.length !== this.#names.length || line.includes("\0")) return undefined;
    const row: Record<string, number | number[] | SplitName> = {};
    for (const [{ name, kind }, places] of this.#places) {
      const numbers: number[] = [];
      for (const place of places) {
        const number = numberOf(values[place]);
        if (number === undefined) return undefined;
        numbers.push(number);
      }
      if (kind === "integer" && !isLabel(numbers[0])) return undefined;
      row[name] = kind === "signal" ? numbers : numbers[0]!;
    }
    if (this.#split < 0) return row as Row;
    const split = values[this.#split];
    return isSplitName(split) ? ({ ...row, split } as Row) : undefined;
  }

  /** The fields of a line: as text, or as the numbers that they are, which is faster by far. */
  #valuesOf(line: string): readonly unknown[] {
    // To JSON, white space around a number is none.
    if (line.includes('"') || line.includes(" ") || line.includes("\t")) return [...fieldsOf(line)];
    const numbers = this.#names[0] === INDEX ? `0${line.slice(line.indexOf(","))}` : line;
    const end = this.#split === this.#names.length - 1 ? numbers.lastIndexOf(",") : numbers.length;
    try {
      const values: unknown[] = JSON.parse(`[${numbers.slice(0, end)}]`);
      if (end < numbers.length) values.push(numbers.slice(end + 1));
      return values;
    } catch {
      return [...fieldsOf(line)];
    }
  }

  /** @throws LineFault for what is wrong with a line, if anything is. */
  #check(line: string): void {
    const { length } = this.#names;
    let count = 0;
    for (const field of fieldsOf(line)) {
      if (count === length) {
        const hint = "Numbers have a point, not a comma.";
        throw new LineFault(`has more fields than the ${length} of the header`, undefined, hint);
      }
      const name = this.#names[count]!;
      const problem = problemOf(field, this.#fields[count++]!);
      if (problem !== undefined) throw new LineFault(problem, `column ${name === INDEX ? 1 : name}`);
    }
    if (count < length) throw new LineFault(`ends after field ${count} of ${length}`);
  }
}

function numberOf(value: unknown): number | undefined {
  if (typeof value === "string") return numberFrom(value);
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

function problemOf(text: string, field: Field): string | undefined {
  if (field === "index") return text.includes("\0") ? "unexpected NUL byte" : undefined;
  if (field === "split") {
    const shown = JSON.stringify(utf8(text).slice(0, 30));
    return isSplitName(text) ? undefined : `${shown} is none of ${SPLITS_TEXT}`;
  }
  const number = numberFrom(text);
  const isInteger = field.column.kind === "integer";
  const isRight = isInteger ? isLabel(number) : number !== undefined;
  return isRight ? undefined : explainToken(text, isInteger ? "label" : "number");
}

/** The fields of a line, without their quotes. @throws LineFault */
function* fieldsOf(line: string): Generator<string, void, void> {
  for (let start = 0; start <= line.length; ) {
    const isQuoted = line[start] === '"';
    const comma = line.indexOf(",", start);
    const end = isQuoted ? quotedEnd(line, start) : comma < 0 ? line.length : comma;
    yield isQuoted ? line.slice(start + 1, end - 1).replaceAll('""', '"') : line.slice(start, end);
    start = end + 1;
  }
}

/** Where a field ends that begins with a quote. */
function quotedEnd(line: string, start: number): number {
  let end = line.indexOf('"', start + 1);
  while (end >= 0 && line[end + 1] === '"') end = line.indexOf('"', end + 2);
  if (end >= 0 && (end + 1 === line.length || line[end + 1] === ",")) return end + 1;
  throw new LineFault("has a quote that does not end before a comma");
}

/**
 * The columns by their names, from left to right.
 *
 * @param header the first line of a file.
 * @throws FormatError unless they are y, all of x0, x1, …, and no others than a dataset has, each once.
 */
function columnsFrom(header: string, path: string): ReadonlyMap<string, Field> {
  if (header.includes("\r")) {
    throw new FormatError(path, "has lines that end in a carriage return alone", "Write it with \\n at their ends.");
  }
  if (header === "") throw new FormatError(path, "has no header: line 1 is empty", HINT);
  const delimiter = /[;\t| ]/.exec(header)?.[0];
  if (!header.includes(",") && delimiter !== undefined) {
    const problem = `has columns separated by ${JSON.stringify(delimiter)}, not ","`;
    throw new FormatError(path, problem, "Write it with commas, and numbers with points.");
  }
  const columns = new Map<string, Field>();
  const points = new Map<string, number>();
  for (const name of fieldsOf(header)) {
    const field = name === INDEX && columns.size === 0 ? "index" : fieldOf(name);
    if (field === undefined) throw unknownColumn(name, path);
    if (columns.has(name)) throw new FormatError(path, `line 1 has the column ${name} twice`);
    columns.set(name, field);
    if (typeof field !== "object" || field.point === undefined) continue;
    const count = (points.get(field.column.name) ?? 0) + 1;
    if (count > MAX_POINTS) throw new FormatError(path, `line 1 has more than ${MAX_POINTS} columns of x`);
    points.set(field.column.name, count);
  }
  const length = Math.max(1, points.get("x") ?? 0);
  const wanted = ["x", ...points.keys()].flatMap((name) => Array.from({ length }, (_, i) => `${name}${i}`));
  for (const name of [...wanted, "y"]) {
    if (!columns.has(name)) throw new FormatError(path, `line 1 has no column ${name}`, HINT);
  }
  for (const [name, count] of points) {
    if (count !== length) throw new FormatError(path, `line 1 has ${count} columns of ${name}, and ${length} of x`);
  }
  return columns;
}

function unknownColumn(name: string, path: string): FormatError {
  if (/[\p{Cc}\ufffd]/u.test(name))
    return new FormatError(path, "is not a text file: line 1 has bytes that are no text");
  if (/^[-+]?[0-9.]/.test(name)) return new FormatError(path, "has no header: line 1 begins with numbers", HINT);
  const shown = JSON.stringify(name.length > 30 ? `${name.slice(0, 30)}…` : name);
  return new FormatError(path, `line 1 has the column ${shown}, which a dataset does not have`, HINT);
}
