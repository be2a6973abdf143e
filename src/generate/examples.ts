import type { Config, Templates } from "../config/config.js";

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
  /** Shape (rows, length), C order; standardised; of the config's dtype. */
  readonly x: Float32Array | Float64Array;
  /** Labels, shape (rows,). */
  readonly y: Int32Array;
  /** Labels before label noise; only in a dataset that has label noise. In test they equal y. */
  readonly yClean?: Int32Array;
}

/** A dataset that is ready to be read, as often as wanted. */
export interface Examples {
  readonly config: Config;
  /** Points per example. */
  readonly length: number;
  /** Train first; a split may have no rows. */
  readonly splits: readonly [train: Split, test: Split];
  /** Time of each point, shape (length,), in standard deviations as x is. */
  readonly t: Float64Array;
  readonly templates: Templates;
  /**
   * All examples in order: train, then test, in chunks that never span both.
   *
   * @param rows most rows of a chunk.
   */
  chunks(rows?: number): Generator<Chunk, void, void>;
}

/** Rows of a chunk: 640 kB of float32 at the default length, which stays in a core's cache; and a digest block. */
export const CHUNK_ROWS = 4096;
