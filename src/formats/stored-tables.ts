import type { Dtype } from "../config/config.js";
import { compareSplits, type SplitName } from "../config/split-names.js";
import { COLUMNS, type Column } from "../generate/columns.js";
import { type Chunk, rowCount, type Split } from "../generate/examples.js";
import type { Format, StoredExamples, StoredMetadata } from "./format.js";
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
  readonly columns: readonly Column[];
  readonly rows: number;
  /** Rows of each split, if there is a split column; in the order of `compareSplits`, which is theirs. */
  readonly splits?: readonly Split[];
  /** All rows in order, in parts as `StoredExamples.chunks` gives them, which never span two splits. */
  parts(): AsyncGenerator<TablePart, void, void>;
}

/** Consecutive rows of a table. */
export type TablePart = Omit<Chunk, "split" | "start">;

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
  const whole = tables.find((table) => table.splits !== undefined);
  if (tables.length > 1 && whole !== undefined) {
    const problem = "has a column split, and there are other tables beside it";
    throw new FormatError(whole.path, problem, "Name the file that is meant.");
  }
  /** Rows of one split in one table, in the order of the dataset. */
  const runs = tables.flatMap((table, i) => {
    const splits = table.splits ?? [{ name: splitOf(sources[i]!), rows: table.rows }];
    return splits.map((split) => ({ ...split, table }));
  });
  runs.sort((a, b) => compareSplits(a.name, b.name));
  const names = [...new Set(runs.map(({ name }) => name))];
  const runsOf = (name: SplitName) => runs.filter((run) => run.name === name);

  async function* chunks(): AsyncGenerator<Chunk, void, void> {
    const starts = new Map<SplitName, number>();
    for (const table of new Set(runs.map((run) => run.table))) {
      const queue = runs.filter((run) => run.table === table);
      let [split, left] = [queue[0]!.name, queue[0]!.rows];
      for await (const part of table.parts()) {
        while (left === 0 && queue.length > 1) {
          queue.shift();
          [split, left] = [queue[0]!.name, queue[0]!.rows];
        }
        if (part.rows > left) throw new FormatError(table.path, "has more rows than it says");
        const start = starts.get(split) ?? 0;
        yield { ...part, split, start };
        starts.set(split, start + part.rows);
        left -= part.rows;
      }
      const rest = queue.slice(1).reduce((sum, { rows }) => sum + rows, left);
      if (rest > 0) throw new FormatError(table.path, `ends ${rest} rows before its end`);
    }
  }

  return {
    metadata: metadataOf(tables),
    length,
    dtype: first.dtype,
    splits: names.map((name) => ({ name, rows: rowCount(runsOf(name)) })),
    columns: first.columns,
    chunks,
    pathOf(split, row) {
      let rest = row;
      const run = runsOf(split).find(({ rows }) => {
        rest -= rows;
        return rest < 0;
      });
      return (run?.table ?? first).path;
    },
  };
}

function splitOf({ split, name, path }: SourceFile): SplitName {
  const said = split ?? splitOfPath(name) ?? "train";
  if (said === "unclear") throw unclearSplit(path);
  return said;
}

function checkAlike(table: StoredTable, first: StoredTable): void {
  const another = (what: string) => new FormatError(table.path, `has another ${what} than ${first.path}`);
  if (table.length !== first.length) throw another("points per example");
  if (table.dtype !== first.dtype) throw another("element type");
  const differing = COLUMNS.find((column) => table.columns.includes(column) !== first.columns.includes(column));
  if (differing === undefined) return;
  const has = table.columns.includes(differing) ? "has a" : "has no";
  throw new FormatError(table.path, `${has} column ${differing.name}, unlike ${first.path}`);
}

/** What the tables say, which must be the same in each, but for the version of the package that wrote them. */
function metadataOf(tables: readonly StoredTable[]): StoredMetadata {
  const first = tables[0]!;
  const standardisation = tables.find((table) => table.metadata.standardisation !== undefined)?.metadata
    .standardisation;
  const stated: StoredMetadata = { ...first.metadata, ...(standardisation && { standardisation }) };
  for (const { path, metadata } of tables) {
    for (const key of ["config", "configDigest", "digest", "t", "standardisation"] as const) {
      const isOfOldVersion = key === "standardisation" && metadata[key] === undefined; // 0.1.0 did not state it
      if (isOfOldVersion || sameMetadata(metadata[key], stated[key])) continue;
      throw new FormatError(path, `has another ${key} than ${first.path}`, "They belong to different datasets.");
    }
  }
  return stated;
}

/** Reads a dataset table by table, where each can be opened on its own. */
export function eachTable(decode: (source: Source) => Promise<StoredTable>): Format["decode"] {
  return async (sources) => {
    const tables: StoredTable[] = [];
    for (const source of sources) tables.push(await decode(source));
    return decodeTables(tables, sources);
  };
}
