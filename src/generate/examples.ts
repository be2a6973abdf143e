import type { Config, Dtype, Templates } from "../config/config.js";

export type SplitName = "train" | "test";

/** One part of a dataset. */
export interface Split {
  readonly name: SplitName;
  readonly rows: number;
}

/**
 * Consecutive examples of one split. The arrays belong to the generator and are reused for its next chunk: copy what
 * must outlive it.
 */
export interface Chunk {
  readonly split: SplitName;
  /** Row of the split that the first example is. */
  readonly start: number;
  readonly rows: number;
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
  /** All examples in order: train, then test, in chunks that never span both. */
  chunks(options?: ChunkOptions): Generator<Chunk, void, void>;
}

export interface ChunkOptions {
  /** Most rows of a chunk; by default some 640 kB of float32, which stay in a core's cache. */
  readonly rows?: number;
  /** Element type of x; by default the config's. */
  readonly dtype?: Dtype;
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

/** Rows of a chunk by default: few of long examples, and never more than 4,096. */
export function defaultChunkRows(length: number): number {
  return Math.min(4096, Math.max(1, Math.floor(CHUNK_VALUES / length)));
}
