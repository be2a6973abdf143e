import { join } from "node:path";
import type { Config } from "../config/config.js";
import { ConfigError, show } from "../config/config-error.js";
import { integer } from "../config/kinds.js";
import { MAX_FILES_OF_SPLIT, MAX_SHARDS } from "../config/limits.js";
import { checkedOptions, type OptionKinds, text } from "../config/options.js";
import type { FilePart } from "../formats/format.js";
import { partName } from "../formats/table.js";
import { columnsOf } from "../generate/columns.js";
import {
  BLOCK_ROWS,
  type RowRange,
  rowCount,
  type Split,
  type SplitName,
  splitsOf,
  wholeRanges,
} from "../generate/examples.js";
import { type OutputPlan, PlanError } from "./output-plan.js";
import { streamedArray } from "./streamed-array.js";

/** One of the parts of equal size that a dataset is made in, each alone. */
export interface Shard {
  /** From 0. */
  readonly index: number;
  readonly count: number;
}

export interface Division {
  /** Rows of a file of tables; by default a split is one file, or one per shard. */
  readonly rowsPerFile?: number;
  /** The part to make; by default the whole. */
  readonly shard?: Shard;
}

export const divisionKinds: OptionKinds<Division> = {
  rowsPerFile: integer(1),
  shard: { parse: checkedShard },
};

function checkedShard(value: unknown, key = "shard"): Shard {
  const { index, count } = checkedOptions(value as Shard, { index: integer(0), count: integer(1, MAX_SHARDS) }, key);
  if (count === undefined) throw new ConfigError(`${key}.count`, "how many shards there are", show(count));
  return { index: integer(0, count - 1).parse(index, `${key}.index`), count };
}

/** Which rows of a dataset are made, and in which files; of a whole in one file per split, without a division. */
export interface Scope extends Division {
  readonly splits: readonly Split[];
  readonly ranges: readonly RowRange[];
  /** The files of tables; absent where each split is one. */
  readonly parts?: readonly FilePart[];
}

/**
 * What is made of a dataset where it is divided so.
 * @throws PlanError for a division that there can't be, and an array that the dataset doesn't have.
 */
export function scopeOf(config: Config, plan: OutputPlan, { rowsPerFile, shard }: Division): Scope {
  const division = { ...(rowsPerFile !== undefined && { rowsPerFile }), ...(shard && { shard }) };
  const splits = splitsOf(config);
  streamedArray(plan, { splits, columns: columnsOf(config) });
  if (rowsPerFile !== undefined || shard !== undefined) checkDivision(config, plan, division);
  const isWhole = shard === undefined && splits.every(({ rows }) => rows <= (rowsPerFile ?? rows));
  if (isWhole) return { splits, ranges: wholeRanges(splits) };

  const parts = splits.flatMap((split) => {
    const all = rowsPerFile === undefined ? partsOfShards(split, shard!.count) : partsOfRows(split, rowsPerFile);
    return shard === undefined ? all : all.slice(...share(all.length, shard));
  });
  const rowsOf = (name: SplitName) => rowCount(parts.filter(({ split }) => split === name));
  const own = splits.map(({ name }) => ({ name, rows: rowsOf(name) }));
  return { splits: own, ranges: parts, parts, ...division };
}

function checkDivision(config: Config, plan: OutputPlan, { rowsPerFile, shard }: Division): void {
  const option = shard === undefined ? "rows-per-file" : "shard";
  if (shard !== undefined && config.engine !== "blocked") {
    const hint =
      "The reference engine draws all examples on one stream of random numbers, so that no part can be made without the rest.";
    throw new PlanError(option, "the engine blocked (--engine blocked)", config.engine, hint);
  }
  if (plan.kind !== "directory") {
    throw new PlanError("out", `a directory for the files of --${option}`, plan.kind === "file" ? plan.path : "-");
  }
  if (shard !== undefined && plan.repository !== undefined) {
    const hint = "Shards are merged where they are made: use --out.";
    throw new PlanError("into", "a dataset that is made at once", "--shard", hint);
  }
  const single = plan.formats.find(({ isTable }) => !isTable);
  if (single !== undefined) {
    const hint = "Only tables can be in several files: parquet, arrow, jsonl, csv.";
    throw new PlanError("format", `tables beside --${option}`, single.name, hint);
  }
  if (rowsPerFile === undefined) return;
  if (shard !== undefined && rowsPerFile % BLOCK_ROWS !== 0) {
    const near = Math.max(1, Math.round(rowsPerFile / BLOCK_ROWS)) * BLOCK_ROWS;
    const hint = `Shards consist of whole blocks. Near it is ${near}.`;
    throw new PlanError("rows-per-file", `a multiple of ${BLOCK_ROWS} beside --shard`, String(rowsPerFile), hint);
  }
  const least = Math.ceil(Math.max(...splitsOf(config).map(({ rows }) => rows)) / MAX_FILES_OF_SPLIT);
  if (rowsPerFile < least) {
    const expected = `at least ${least}, so that there are no more than ${MAX_FILES_OF_SPLIT} files of a split`;
    throw new PlanError("rows-per-file", expected, String(rowsPerFile));
  }
}

/** Files of so many rows, the last with what is left. */
function partsOfRows({ name, rows }: Split, rowsPerFile: number): FilePart[] {
  const count = Math.max(1, Math.ceil(rows / rowsPerFile));
  return Array.from({ length: count }, (_, index) => {
    const start = index * rowsPerFile;
    return { split: name, index, count, start, rows: Math.min(rowsPerFile, rows - start) };
  });
}

/** A file for each shard, of whole blocks; fewer where there are fewer blocks. */
function partsOfShards({ name, rows }: Split, shards: number): FilePart[] {
  const blocks = Math.max(1, Math.ceil(rows / BLOCK_ROWS));
  const count = Math.min(shards, blocks);
  return Array.from({ length: count }, (_, index) => {
    const [first, end] = share(blocks, { index, count }).map((block) => Math.min(block * BLOCK_ROWS, rows));
    return { split: name, index, count, start: first!, rows: end! - first! };
  });
}

/** The things, of so many, that are a shard's. */
function share(things: number, { index, count }: Shard): [first: number, end: number] {
  // Not things·index/count, which is beyond 2^53 for the largest datasets.
  const bound = (i: number) => Math.floor(things / count) * i + Math.floor(((things % count) * i) / count);
  return [bound(index), bound(index + 1)];
}

/** Where the shards of a dataset are until they are merged: hidden, so that nobody takes one for the dataset. */
export const SHARDS_DIRECTORY = ".shards";

const SHARD_NAME = /^(\d{5})-of-(\d{5})$/;

/** The name of a shard's directory: 00003-of-00008. */
export const shardName = (shard: Shard): string => partName(shard);

/** The shard that has a name; undefined for other names. */
export function shardNamed(name: string): Shard | undefined {
  const [, index, count] = SHARD_NAME.exec(name) ?? [];
  const shard = { index: Number(index), count: Number(count) };
  return shard.index < shard.count ? shard : undefined;
}

/** The directory of a shard of the dataset at a path. @throws ConfigError */
export function shardPath(dataset: string, shard: Shard): string {
  return join(text.parse(dataset, "dataset"), SHARDS_DIRECTORY, partName(checkedShard(shard)));
}

export function shardPlan(plan: OutputPlan, shard: Shard): OutputPlan {
  return plan.kind === "directory" ? { ...plan, path: shardPath(plan.path, shard) } : plan;
}
