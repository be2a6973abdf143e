import { type Config, type Dtype, exampleCount, type Templates, trainCount } from "../config/config.js";
import { ConfigError, show } from "../config/config-error.js";
import type { Moments } from "../numeric/pairwise-sum.js";
import type { WorkOptions } from "./work-options.js";

export type SplitName = "train" | "test";

/** One part of a dataset. */
export interface Split {
  readonly name: SplitName;
  readonly rows: number;
}

/** Consecutive rows of a split. */
export interface RowRange {
  readonly split: SplitName;
  readonly start: number;
  readonly rows: number;
}

/**
 * Consecutive examples of one split. The arrays are the caller's; with `reuse` they belong to who made them, and have
 * the next chunk when that is asked for.
 */
export interface Chunk extends RowRange {
  /** Shape (rows, length), C order; standardised. */
  readonly x: Float32Array | Float64Array;
  /** Labels, shape (rows,). */
  readonly y: Int32Array;
  /** Labels before label noise; only in a dataset that has label noise. In test they equal y. */
  readonly yClean?: Int32Array;
}

/** A whole split in arrays of its own, which are the caller's. */
export interface SplitArrays {
  /** The shape of x. */
  readonly shape: readonly [rows: number, length: number];
  /** C order; standardised. */
  readonly x: Float32Array | Float64Array;
  /** Labels, shape (rows,). */
  readonly y: Int32Array;
  /** Labels before label noise; only in a dataset that has label noise. */
  readonly yClean?: Int32Array;
}

export interface ReuseOptions {
  /** Whether the arrays of a chunk may have the next one when that is asked for: then none is allocated for each. */
  readonly reuse?: boolean;
}

/** What generated and stored datasets have in common: all that is needed to look at the data. */
export interface ReadableExamples {
  /** Points per example. */
  readonly length: number;
  /** Element type of x. */
  readonly dtype: Dtype;
  /** Train first. One split where there is no other; a split may have no rows. */
  readonly splits: readonly Split[];
  /** Time of each point, shape (length,), where it is known. */
  readonly t?: Float64Array;
  /** All examples in order: train, then test, in chunks that never span both. */
  chunks(options?: ReuseOptions): Iterable<Chunk> | AsyncIterable<Chunk>;
}

/** Makes sure of examples that they are such: from JavaScript anything may come. @throws ConfigError */
export function checkReadable(examples: ReadableExamples, key: string): void {
  const { chunks, length, splits } = (examples ?? {}) as Partial<ReadableExamples>;
  if (typeof chunks === "function" && Number.isSafeInteger(length) && Array.isArray(splits)) return;
  throw new ConfigError(key, "examples, as generate gives them, or a form of an open dataset", show(examples));
}

/** A dataset that is ready to be read, as often as wanted. */
export interface Examples {
  readonly config: Config;
  /** Points per example. */
  readonly length: number;
  /** Element type of x by default: the config's. */
  readonly dtype: Dtype;
  /** Train first; a split may have no rows. */
  readonly splits: readonly [train: Split, test: Split];
  /** Time of each point, shape (length,), in standard deviations as x is. */
  readonly t: Float64Array;
  readonly templates: Templates;
  /** The moments that x was standardised by: x·std + mean are the values before. */
  readonly standardisation: Moments;
  /**
   * All examples in order: train, then test, in chunks that never span both; or some of them.
   *
   * @throws ConfigError for an option that is not what it must be, and for rows that the splits do not have.
   */
  chunks(options?: ChunkOptions): Generator<Chunk, void, void>;
  /**
   * All examples of a split, in memory.
   *
   * @throws ConfigError for no name of a split; GenerateError if memory does not suffice; the signal's reason when aborted.
   */
  arrays(split: SplitName, options?: ArraysOptions): SplitArrays;
}

export interface ArraysOptions extends WorkOptions {
  /** Element type of x; by default the config's. */
  readonly dtype?: Dtype;
}

export interface ChunkOptions extends ReuseOptions {
  /**
   * Rows of a chunk; by default some 640 kB of float32, which stay in a core's cache. Chunks end where a multiple of it
   * does in their split, and where a range does.
   */
  readonly rows?: number;
  /** Element type of x; by default the config's. */
  readonly dtype?: Dtype;
  /** The rows to make, in this order; by default all of train and then all of test. */
  readonly ranges?: readonly RowRange[];
}

/** The splits that a config makes. */
export function splitsOf(config: Config): [train: Split, test: Split] {
  const train = trainCount(config);
  return [
    { name: "train", rows: train },
    { name: "test", rows: exampleCount(config) - train },
  ];
}

/** All rows of some splits. */
export function wholeRanges(splits: readonly Split[]): RowRange[] {
  return splits.map(({ name, rows }) => ({ split: name, start: 0, rows }));
}

/**
 * The rows of each chunk, in order.
 *
 * @param chunkRows at least 1.
 * @param ranges of rows that the splits have.
 */
export function* chunkRanges(
  splits: readonly Split[],
  chunkRows: number,
  ranges: readonly RowRange[] = wholeRanges(splits),
): Generator<RowRange, void, void> {
  for (const range of ranges) {
    const end = range.start + range.rows;
    for (let start = range.start; start < end; ) {
      const rows = Math.min(chunkRows - (start % chunkRows), end - start);
      yield { split: range.split, start, rows };
      start += rows;
    }
  }
}

/**
 * A copy of ranges of rows.
 *
 * @throws ConfigError for rows that the splits do not have.
 */
export function checkedRanges(splits: readonly Split[], ranges: readonly RowRange[]): RowRange[] {
  if (!Array.isArray(ranges)) throw new ConfigError("ranges", "a list of ranges of rows", show(ranges));
  return (ranges as readonly Partial<RowRange>[]).map((range, i) => {
    const { split, start = Number.NaN, rows = Number.NaN } = range ?? {};
    const own = splits.find(({ name }) => name === split);
    const isCount = (value: number) => Number.isSafeInteger(value) && value >= 0;
    if (own !== undefined && isCount(start) && isCount(rows) && start + rows <= own.rows) {
      return { split: own.name, start, rows };
    }
    const all = splits.map(({ name, rows: count }) => `0 to ${count} of ${name}`).join(", or ");
    throw new ConfigError(`ranges[${i}]`, `split, start and rows, within rows ${all}`, show(range));
  });
}

/** Rows of some splits, or ranges, together. */
export function rowCount(parts: readonly { readonly rows: number }[]): number {
  return parts.reduce((sum, { rows }) => sum + rows, 0);
}

/** Train and test; one that is not among the given splits has no rows. */
export function bothSplits(splits: readonly Split[]): [train: Split, test: Split] {
  const rowsOf = (name: SplitName) => splits.find((split) => split.name === name)?.rows ?? 0;
  return [
    { name: "train", rows: rowsOf("train") },
    { name: "test", rows: rowsOf("test") },
  ];
}

/** Values of a chunk by default: 4,096 rows of the default length, which is also a block of the digest. */
const CHUNK_VALUES = 4096 * 40;

/**
 * Rows of a chunk by default: few of long examples, and never more than 4,096. A power of two, so that a block of the
 * digest is a whole number of chunks.
 */
export function defaultChunkRows(length: number): number {
  const most = Math.min(4096, Math.max(1, Math.floor(CHUNK_VALUES / length)));
  return 0x80000000 >>> Math.clz32(most);
}
