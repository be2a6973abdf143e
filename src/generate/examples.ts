import { type Config, type Dtype, exampleCount, type Templates, trainCount } from "../config/config.js";
import type { Moments } from "../numeric/pairwise-sum.js";

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
 * Consecutive examples of one split. The arrays belong to the generator and are reused for its next chunk: copy what
 * must outlive it.
 */
export interface Chunk extends RowRange {
  /** Shape (rows, length), C order; standardised. */
  readonly x: Float32Array | Float64Array;
  /** Labels, shape (rows,). */
  readonly y: Int32Array;
  /** Labels before label noise; only in a dataset that has label noise. In test they equal y. */
  readonly yClean?: Int32Array;
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
  chunks(): Iterable<Chunk> | AsyncIterable<Chunk>;
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
  /** All examples in order: train, then test, in chunks that never span both; or some of them. */
  chunks(options?: ChunkOptions): Generator<Chunk, void, void>;
}

export interface ChunkOptions {
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
 * @throws RangeError for chunks of no rows, and for rows that the splits do not have.
 */
export function* chunkRanges(
  splits: readonly Split[],
  chunkRows: number,
  ranges: readonly RowRange[] = wholeRanges(splits),
): Generator<RowRange, void, void> {
  if (!Number.isInteger(chunkRows) || chunkRows < 1)
    throw new RangeError(`a chunk has 1 row or more, not ${chunkRows}`);
  for (const range of ranges) {
    checkRange(range, splits.find(({ name }) => name === range.split)?.rows ?? 0);
    const end = range.start + range.rows;
    for (let start = range.start; start < end; ) {
      const rows = Math.min(chunkRows - (start % chunkRows), end - start);
      yield { split: range.split, start, rows };
      start += rows;
    }
  }
}

function checkRange({ split, start, rows }: RowRange, all: number): void {
  const isInside = Number.isInteger(start) && Number.isInteger(rows) && start >= 0 && rows >= 0 && start + rows <= all;
  if (!isInside) throw new RangeError(`${split} has rows 0 to ${all}, and not ${start} to ${start + rows}`);
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
