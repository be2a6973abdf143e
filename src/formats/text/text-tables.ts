import type { Dtype } from "../../config/config.js";
import { defaultChunkRows, type Split } from "../../generate/examples.js";
import type { StoredExamples } from "../format.js";
import type { FormatError } from "../format-error.js";
import type { Source, SourceFile } from "../source.js";
import { decodeTables, type StoredTable, type TablePart } from "../stored-tables.js";
import { skipByteOrderMark } from "./byte-order-mark.js";
import { ByteWindow } from "./byte-window.js";
import { changed } from "./changed.js";
import { TextType } from "./float32-text.js";
import { type LineParser, TextLines } from "./text-lines.js";

/** Begins to read a table: a header, if there is one. */
export type OpenTable = (window: ByteWindow) => Promise<Opened>;

export interface Opened {
  readonly parser: LineParser;
  /** Number of the line that comes next, counted from 1. */
  readonly line: number;
}

/** What the first pass over a file finds out. */
interface Survey {
  readonly source: Source;
  readonly rows: number;
  readonly splits?: readonly Split[];
  readonly length: number | undefined;
  readonly hasCleanLabels: boolean | undefined;
}

/**
 * A dataset from tables of text, which are read twice: text has no header that says how many rows there are and whether
 * float32 holds every value. The first pass parses everything and keeps nothing, so that what is wrong shows at once.
 *
 * @param stated what a manifest says of the type of x.
 * @throws FormatError
 */
export async function decodeTextTables(
  sources: readonly SourceFile[],
  open: OpenTable,
  stated?: Dtype,
): Promise<StoredExamples> {
  const surveys: Survey[] = [];
  // Of all files together: values of one split can all be float32 by chance.
  const type = new TextType();
  for (const source of sources) surveys.push(await survey(source, open, type));
  // A file without rows may say nothing of its true labels.
  const hasCleanLabels = surveys.find((table) => table.hasCleanLabels !== undefined)?.hasCleanLabels ?? false;
  const dtype = type.dtype(stated);
  const tables = surveys.map(
    (table): StoredTable => ({
      path: table.source.path,
      metadata: {},
      length: table.length,
      dtype,
      hasCleanLabels: table.hasCleanLabels ?? hasCleanLabels,
      rows: table.rows,
      ...(table.splits && { splits: table.splits }),
      parts: () => readParts(table, open, dtype),
    }),
  );
  return decodeTables(tables, sources);
}

async function openLines(source: Source, open: OpenTable): Promise<{ parser: LineParser; lines: TextLines }> {
  const window = new ByteWindow(source);
  await skipByteOrderMark(window);
  const { parser, line } = await open(window);
  return { parser, lines: new TextLines(window, parser, line) };
}

async function survey(source: Source, open: OpenTable, type: TextType): Promise<Survey> {
  const { parser, lines } = await openLines(source, open);
  let [rows, trainRows] = [0, 0];
  do {
    while (lines.next()) {
      type.add(parser.x, parser.length!);
      if (!parser.isTest) {
        if (trainRows < rows) throw splitsMixed(lines);
        trainRows++;
      }
      rows++;
    }
  } while (await lines.more());
  const splits: readonly Split[] = [
    { name: "train", rows: trainRows },
    { name: "test", rows: rows - trainRows },
  ];
  const { length, hasCleanLabels, hasSplitColumn } = parser;
  return { source, rows, length, hasCleanLabels, ...(hasSplitColumn && { splits }) };
}

function splitsMixed(lines: TextLines): FormatError {
  const problem = "is an example of train after examples of test";
  return lines.problem({ problem, hint: "Sort the rows by split: all of train must come first." }, lines.line - 1);
}

/** The second pass. */
async function* readParts(table: Survey, open: OpenTable, dtype: Dtype): AsyncGenerator<TablePart, void, void> {
  const { parser, lines } = await openLines(table.source, open);
  const length = table.length ?? 1;
  const capacity = defaultChunkRows(length);
  const x = dtype === "float64" ? new Float64Array(capacity * length) : new Float32Array(capacity * length);
  const [y, yClean] = [new Int32Array(capacity), new Int32Array(capacity)];
  const trainRows = table.splits?.[0]?.rows ?? table.rows;
  let [done, rows] = [0, 0];

  function part(): TablePart {
    const columns = { rows, x: x.subarray(0, rows * length), y: y.subarray(0, rows) };
    done += rows;
    rows = 0;
    return table.hasCleanLabels ? { ...columns, yClean: yClean.subarray(0, columns.rows) } : columns;
  }

  do {
    while (lines.next()) {
      const row = done + rows;
      if (parser.length !== length || parser.isTest !== row >= trainRows) throw changed(table.source);
      const values = parser.x;
      for (let i = 0, to = rows * length; i < length; i++, to++) x[to] = values[i]!;
      y[rows] = parser.labels[0]!;
      yClean[rows] = parser.labels[1]!;
      rows++;
      if (rows === capacity || row + 1 === trainRows) yield part();
    }
  } while (await lines.more());
  if (rows > 0) yield part();
}
