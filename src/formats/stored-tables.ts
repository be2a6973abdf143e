import type { Dtype } from "../config/config.js";
import type { Chunk, Split, SplitName } from "../generate/examples.js";
import type { StoredExamples, StoredMetadata } from "./format.js";
import { FormatError } from "./format-error.js";
import { sameMetadata } from "./metadata.js";
import type { Source, SourceFile } from "./source.js";
import { splitOfPath, unclearSplit } from "./split-name.js";

/** A file of a table format that was opened. */
export interface StoredTable {
  readonly path: string;
  readonly metadata: StoredMetadata;
  /** Points per example; undefined of a table without rows that does not say it. */
  readonly length: number | undefined;
  /** As for `StoredExamples`. */
  readonly dtype: Dtype;
  readonly hasCleanLabels: boolean;
  readonly rows: number;
  /** Rows of each split, if there is a split column: those of train, and after them those of test. */
  readonly splits?: readonly Split[];
  /** All rows in order, in parts as `StoredExamples.chunks` gives them, which never span two splits. */
  parts(): AsyncGenerator<TablePart, void, void>;
}

/** Consecutive rows of a table. */
export type TablePart = Pick<Chunk, "rows" | "x" | "y" | "yClean">;

/** @throws FormatError */
export type DecodeTable = (source: Source) => Promise<StoredTable>;

/** Consecutive rows of one split in one table. */
interface Run extends Split {
  readonly table: StoredTable;
}

/**
 * A dataset from its tables. A table without a split column belongs to the split that its name has in it
 * (`data/test-00000-of-00001.parquet`), or else to train.
 *
 * @param sources of the tables.
 * @throws FormatError for tables that do not fit together.
 */
export function decodeTables(tables: readonly StoredTable[], sources: readonly SourceFile[]): StoredExamples {
  const first = tables[0]!;
  const known = tables.find((table) => table.length !== undefined) ?? first;
  const { length } = known;
  if (length === undefined) {
    throw new FormatError(first.path, "has no examples, and nothing says how many points they would have");
  }
  for (const table of tables) checkAlike({ ...table, length: table.length ?? length }, known);
  const runs = tables.flatMap((table, i) => runsOf(table, sources[i]!)).sort((a, b) => ORDER[a.name] - ORDER[b.name]);
  const splits = [...new Set(runs.map(({ name }) => name))];
  const runsNamed = (name: SplitName) => runs.filter((run) => run.name === name);
  const whole = tables.find((table) => table.splits !== undefined);
  if (tables.length > 1 && whole !== undefined) {
    throw new FormatError(
      whole.path,
      "has a column split, and there are other tables beside it",
      "Name the file that is meant.",
    );
  }

  async function* chunks(): AsyncGenerator<Chunk, void, void> {
    if (first.splits !== undefined) yield* rowsOf(first, first.splits);
    else for (const name of splits) yield* rowsOfSplit(name);
  }

  async function* rowsOfSplit(name: SplitName): AsyncGenerator<Chunk, void, void> {
    let start = 0;
    for (const { table, rows } of runsNamed(name)) {
      for await (const chunk of rowsOf(table, [{ name, rows }])) yield { ...chunk, start: start + chunk.start };
      start += rows;
    }
  }

  return {
    metadata: metadataOf(tables),
    length,
    dtype: first.dtype,
    splits: splits.map((name) => ({ name, rows: runsNamed(name).reduce((sum, { rows }) => sum + rows, 0) })),
    hasCleanLabels: first.hasCleanLabels,
    chunks,
    pathOf(split, row) {
      let rest = row;
      for (const { table, rows } of runsNamed(split)) {
        if (rest < rows) return table.path;
        rest -= rows;
      }
      return first.path;
    },
  };
}

const ORDER: Readonly<Record<SplitName, number>> = { train: 0, test: 1 };

function runsOf(table: StoredTable, source: SourceFile): Run[] {
  const splits = table.splits ?? [{ name: splitOf(source), rows: table.rows }];
  return splits.map((split) => ({ ...split, table }));
}

function splitOf({ split, name, path }: SourceFile): SplitName {
  const said = split ?? splitOfPath(name) ?? "train";
  if (said !== "train" && said !== "test") throw unclearSplit(path, name);
  return said;
}

/** The rows of a table that has these splits, one after the other. */
async function* rowsOf(table: StoredTable, splits: readonly Split[]): AsyncGenerator<Chunk, void, void> {
  const queue = [...splits];
  let start = 0;
  for await (const part of table.parts()) {
    while (queue.length > 0 && start === queue[0]!.rows) {
      queue.shift();
      start = 0;
    }
    const split = queue[0];
    if (split === undefined || start + part.rows > split.rows) {
      throw new FormatError(table.path, "has more rows than it says");
    }
    yield { ...part, split: split.name, start };
    start += part.rows;
  }
  const rest = queue.reduce((sum, { rows }) => sum + rows, -start);
  if (rest > 0) throw new FormatError(table.path, `ends ${rest} rows before its end`);
}

function checkAlike(table: StoredTable, first: StoredTable): void {
  const differing = (["length", "dtype", "hasCleanLabels"] as const).find((key) => table[key] !== first[key]);
  if (differing === undefined) return;
  const what = { length: "points per example", dtype: "element type", hasCleanLabels: "column y_clean" }[differing];
  throw new FormatError(table.path, `has another ${what} than ${first.path}`);
}

/** What the tables say, which must be the same in each, but for the version of the package that wrote them. */
function metadataOf(tables: readonly StoredTable[]): StoredMetadata {
  const first = tables[0]!;
  for (const { path, metadata } of tables) {
    for (const key of ["config", "configDigest", "digest", "t"] as const) {
      if (!sameMetadata(metadata[key], first.metadata[key])) {
        throw new FormatError(path, `has another ${key} than ${first.path}`, "They belong to different datasets.");
      }
    }
  }
  return first.metadata;
}
