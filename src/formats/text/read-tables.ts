import type { Dtype } from "../../config/config.js";
import { compareSplits, type SplitName } from "../../config/split-names.js";
import { COLUMNS, type Column, newColumns, sliceColumns } from "../../generate/columns.js";
import { defaultChunkRows, type Split, withTrainAndTest } from "../../generate/examples.js";
import type { StoredExamples } from "../format.js";
import { FormatError } from "../format-error.js";
import type { Source, SourceFile } from "../source.js";
import { decodeTables, type StoredTable, type TablePart } from "../stored-tables.js";
import { openText, STEP } from "./text-window.js";
import { float32Gap, shortestFloat32 } from "./write-number.js";

/** What a file without a line is taken to have. */
const X_AND_Y = COLUMNS.slice(0, 2);

/** Reads the lines of one table: each an example. */
export interface RowReader {
  /** Reads the first line, where that is no example but tells what rows have. @throws FormatError */
  readHeader?(line: string): RowShape;
  /** @throws LineFault */
  read(line: string): Row;
}

/** What all rows of a table have in common. */
export interface RowShape {
  /** Points per example. */
  readonly length: number;
  readonly columns: readonly Column[];
  readonly hasSplitColumn: boolean;
}

/** An example, by the names of columns: the numbers of a signal, at least one; or a number. */
export type Row = Readonly<Partial<Record<string, number | readonly number[] | SplitName>>> & {
  readonly x: readonly number[];
  readonly split?: SplitName;
};

/** What is wrong with a line. */
export class LineFault {
  constructor(
    readonly problem: string,
    /** In the line, as in `column 12`; absent if that is all of it. */
    readonly place?: string,
    readonly hint?: string,
  ) {}
}

/** What the first pass over a file finds out. */
interface Survey {
  readonly rows: number;
  /** Consecutive rows that say the same split. */
  readonly splits: readonly Split[];
  /** Undefined of a file that has no line. */
  readonly shape: RowShape | undefined;
}

/**
 * A dataset from tables of text, which are read twice: text has no header that says how many rows there are and whether
 * float32 holds every value. The first pass parses everything and keeps nothing, so that what is wrong shows at once.
 *
 * @param open makes a reader of the lines of the file at a path.
 * @param stated what a manifest says of the type of x.
 * @throws FormatError
 */
export async function decodeTextTables(
  sources: readonly SourceFile[],
  open: (path: string) => RowReader,
  stated?: Dtype,
): Promise<StoredExamples> {
  const surveys: Survey[] = [];
  // Of all files together: values of one split can all be float32 by chance.
  const type = new TextType();
  for (const source of sources) surveys.push(await survey(source, open(source.path), type));
  // A file without rows may say nothing of its true labels.
  const known = surveys.find(({ shape }) => shape !== undefined)?.shape;
  const dtype = type.dtype(stated);
  const tables = surveys.map(({ rows, splits, shape }, i): StoredTable => {
    const source = sources[i]!;
    return {
      path: source.path,
      metadata: {},
      length: shape?.length,
      dtype,
      columns: (shape ?? known)?.columns ?? X_AND_Y,
      rows,
      ...(shape?.hasSplitColumn && { splits: withTrainAndTest(splits) }),
      parts: () => readParts(source, open(source.path), surveys[i]!, dtype),
    };
  });
  return decodeTables(tables, sources);
}

async function survey(source: Source, reader: RowReader, type: TextType): Promise<Survey> {
  const splits: { name: SplitName; rows: number }[] = [];
  let rows = 0;
  let shape: RowShape | undefined;
  const keepShape = (told: RowShape) => {
    shape = told;
  };
  for await (const row of readRows(source, reader, keepShape)) {
    for (const { name, kind } of shape!.columns) {
      if (kind === "signal") type.add(row[name] as readonly number[], shape!.length);
    }
    const { split: name = "train" } = row;
    if (name !== splits.at(-1)?.name) splits.push({ name, rows: 0 });
    splits.at(-1)!.rows++;
    rows++;
  }
  return { rows, splits, shape };
}

/** The second pass. */
async function* readParts(
  source: Source,
  reader: RowReader,
  { splits, shape }: Survey,
  dtype: Dtype,
): AsyncGenerator<TablePart, void, void> {
  const { length, columns } = shape ?? { length: 1, columns: X_AND_Y };
  const capacity = defaultChunkRows(length);
  const memory = newColumns(columns, capacity, length, dtype);
  const queue = splits.map((split) => ({ ...split }));
  let rows = 0;
  for await (const row of readRows(source, reader)) {
    const split = queue[0];
    if (row.x.length !== length || (row.split ?? "train") !== split?.name) {
      throw new FormatError(source.path, "has changed while it was read");
    }
    for (const { field, name, kind } of columns) {
      if (kind === "signal") memory[field]!.set(row[name] as readonly number[], rows * length);
      else memory[field]![rows] = row[name] as number;
    }
    rows++;
    if (--split.rows === 0) queue.shift();
    if (rows < capacity && split.rows > 0) continue;
    yield { rows, ...sliceColumns(memory, length, 0, rows) };
    rows = 0;
  }
  if (rows > 0) throw new FormatError(source.path, "has changed while it was read");
}

/** Reads the examples of a file one after the other. Lines are empty at the end of a file only. */
async function* readRows(
  source: Source,
  reader: RowReader,
  onShape?: (shape: RowShape) => void,
): AsyncGenerator<Row, void, void> {
  let [line, emptyLine] = [0, 0];
  let last: SplitName = "train";
  let shape: RowShape | undefined;
  for await (const lines of linesOf(source)) {
    for (const text of lines) {
      line++;
      const isHeader = line === 1 && reader.readHeader !== undefined;
      if (text === "" && !isHeader) {
        emptyLine ||= line;
        continue;
      }
      let row: Row | undefined;
      try {
        if (emptyLine > 0) throw new LineFault("is empty");
        if (text.includes("\r") && !isHeader) throw STRAY_RETURN;
        if (!isHeader) row = reader.read(text);
        if (shape === undefined) {
          shape = row === undefined ? reader.readHeader!(text) : shapeOf(row);
          onShape?.(shape);
        }
        if (row === undefined) continue;
        checkShape(row, shape);
        if (row.split !== undefined && compareSplits(last, row.split) > 0) {
          const hint = "Sort the rows by split: all of train must come first.";
          throw new LineFault(`is an example of ${row.split} after examples of ${last}`, undefined, hint);
        }
      } catch (fault) {
        if (!(fault instanceof LineFault)) throw fault;
        const place = fault.place === undefined ? "" : `, ${fault.place}:`;
        throw new FormatError(source.path, `line ${emptyLine || line}${place} ${fault.problem}`, fault.hint);
      }
      last = row.split ?? "train";
      yield row;
    }
  }
}

function shapeOf(row: Row): RowShape {
  const columns = COLUMNS.filter(({ name }) => row[name] !== undefined);
  return { length: row.x.length, columns, hasSplitColumn: row.split !== undefined };
}

/** Checks that a row is like the first. @throws LineFault */
function checkShape(row: Row, { length, columns, hasSplitColumn }: RowShape): void {
  for (const column of COLUMNS) {
    const values = row[column.name];
    if ((values !== undefined) !== columns.includes(column)) throw unlikeFirst(column.name, values !== undefined);
    const count = column.kind === "signal" ? ((values as readonly number[] | undefined)?.length ?? length) : length;
    if (count !== length) throw new LineFault(`has an ${column.name} of length ${count}, not ${length} as the first`);
  }
  if ((row.split !== undefined) !== hasSplitColumn) throw unlikeFirst("split", row.split !== undefined);
}

function unlikeFirst(key: string, isThere: boolean): LineFault {
  return new LineFault(`has ${isThere ? "a" : "no"} key "${key}", unlike the first`);
}

const STRAY_RETURN = new LineFault("has a carriage return in the middle", undefined, "Lines end in \\n or \\r\\n.");

/** The lines of a file, one at least, with as many at a time as are in some 256 kB; of "\r\n" they are without "\r". */
async function* linesOf(source: Source): AsyncGenerator<string[], void, void> {
  const window = await openText(source);
  for (let line = 1; ; ) {
    const { text, position } = window;
    let end = text.lastIndexOf("\n", position + STEP);
    if (end < position) end = text.indexOf("\n", position);
    if (end >= 0) {
      const lines = text.slice(position, end).split("\n");
      for (let i = 0; i < lines.length; i++) if (lines[i]!.endsWith("\r")) lines[i] = lines[i]!.slice(0, -1);
      window.position = end + 1;
      line += lines.length;
      yield lines;
    } else if (window.isAtEnd) {
      yield [text.slice(position)];
      return;
    } else {
      await window.more(`line ${line}`);
    }
  }
}

/**
 * Finds out whether numbers that were read from text are float32: text has no type. They are if each is a float32 to the
 * last digit, or a float32's shortest decimal, unless all of them are decimals of so few digits that any type gives them
 * back (0.1, 1e-5): those stay the doubles that they are.
 */
export class TextType {
  #isFloat32 = true;
  #isExact = true;
  #isTelling = false;

  /** Looks at the first `count` values. */
  add(values: ArrayLike<number>, count: number): void {
    if (!this.#isFloat32) return;
    for (let i = 0; i < count; i++) {
      const value = values[i]!;
      const float32 = Math.fround(value);
      if (float32 !== value) {
        this.#isExact = false;
        if (float32 === 0 || !Number.isFinite(float32) || shortestFloat32(float32) !== value) {
          this.#isFloat32 = false;
          return;
        }
      }
      if (!this.#isTelling) this.#isTelling = isTelling(value, float32);
    }
  }

  /** @param stated what is said of them elsewhere, which decides between two that are possible. */
  dtype(stated?: Dtype): Dtype {
    const isLikely = stated === undefined ? this.#isExact || this.#isTelling : stated === "float32";
    return this.#isFloat32 && isLikely ? "float32" : "float64";
  }
}

/** Whether decimals of as many digits as this float32's are closer to each other than float32 values: most would change. */
function isTelling(value: number, float32: number): boolean {
  const [digits = "", exponent] = Math.abs(value).toExponential().split("e");
  if (digits.length <= 7) return false;
  return 10 ** (Number(exponent) - digits.length + 2) < float32Gap(float32);
}
