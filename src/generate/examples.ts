import { type Config, type Dtype, type Templates, testCount, trainCount } from "../config/config.js";
import { ConfigError, show } from "../config/config-error.js";
import { compareSplits, isShifted, type SplitName, shiftedSplit, shiftNameOf } from "../config/split-names.js";
import type { Moments } from "../numeric/pairwise-sum.js";
import { type Column, type Columns, sliceColumns } from "./columns.js";
import type { WorkOptions } from "./work-options.js";

export type { SplitName } from "../config/split-names.js";

/**
 * Examples of a block: the digest hashes so many together, and the engine `blocked` draws them from one stream, so that
 * a block's hash can be taken where it is made. Fixed by the format of the digest; no chunk has more.
 */
export const BLOCK_ROWS = 4096;

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
export interface Chunk<D extends Dtype = Dtype> extends RowRange, Columns<D> {}

/** A whole split in arrays of its own, which are the caller's. */
export interface SplitArrays<D extends Dtype = Dtype> extends Columns<D> {
  /** The shape of x. */
  readonly shape: readonly [rows: number, length: number];
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
  /** In the order of `compareSplits`. One split where there is no other; a split may have no rows. */
  readonly splits: readonly Split[];
  /** What there is of each example; where it is not said, x and y, and maybe labels before label noise. */
  readonly columns?: readonly Column[];
  /** Time of each point, shape (length,), where it is known. */
  readonly t?: Float64Array;
  /** All examples, split after split, in chunks that never span two. */
  chunks(options?: ReuseOptions): Iterable<Chunk> | AsyncIterable<Chunk>;
}

/** Makes sure of examples that they are such: from JavaScript anything may come. @throws ConfigError */
export function checkReadable(examples: ReadableExamples, key: string): void {
  const { chunks, length, splits } = (examples ?? {}) as Partial<ReadableExamples>;
  if (typeof chunks === "function" && Number.isSafeInteger(length) && Array.isArray(splits)) return;
  throw new ConfigError(key, "examples, as generate gives them, or a form of an open dataset", show(examples));
}

/**
 * A dataset that is ready to be read, as often as wanted.
 *
 * @typeParam D the element type of x, unless another is asked for.
 */
export interface Examples<D extends Dtype = Dtype> {
  readonly config: Config;
  /** Points per example. */
  readonly length: number;
  /** Element type of x by default: the config's. */
  readonly dtype: D;
  /** Train, validation if there is one, test, and shifted ones; a split may have no rows. */
  readonly splits: readonly Split[];
  /** What there is of each example, x and y first. */
  readonly columns: readonly Column[];
  /** Time of each point, shape (length,), in standard deviations as x is. */
  readonly t: Float64Array;
  readonly templates: Templates;
  /** The moments that x was standardised by: x·std + mean are the values before. */
  readonly standardisation: Moments;
  /**
   * All examples, split after split, in chunks that never span two; or some of them.
   *
   * @throws ConfigError for an option that is not what it must be, and for rows that the splits do not have.
   */
  chunks<E extends Dtype = D>(options?: ChunkOptions<E>): Generator<Chunk<E>, void, void>;
  /**
   * All examples of a split, in memory.
   *
   * @throws ConfigError for no name of a split; GenerateError if memory does not suffice; the signal's reason when aborted.
   */
  arrays<E extends Dtype = D>(split: SplitName, options?: ArraysOptions<E>): SplitArrays<E>;
}

export interface ArraysOptions<D extends Dtype = Dtype> extends WorkOptions {
  /** Element type of x; by default the config's. */
  readonly dtype?: D;
}

export interface ChunkOptions<D extends Dtype = Dtype> extends ReuseOptions {
  /**
   * Rows of a chunk; by default some 640 kB of float32, which stay in a core's cache. Chunks end where a multiple of it
   * does in their split, and where a range does.
   */
  readonly rows?: number;
  /** Element type of x; by default the config's. */
  readonly dtype?: D;
  /** The rows to make, in this order; by default all, split after split. */
  readonly ranges?: readonly RowRange[];
}

/** The splits that a config makes, in the order that every dataset has them in. */
export function splitsOf(config: Config): Split[] {
  const test = testCount(config);
  return [
    { name: "train", rows: trainCount(config) },
    ...(config.valSize === undefined ? [] : [{ name: "validation", rows: config.valSize } as const]),
    { name: "test", rows: test },
    ...Object.keys(config.shifts ?? {}).map((name) => ({ name: shiftedSplit(name), rows: test })),
  ];
}

/** The config that a split is drawn with: that of a shifted one has its parameters changed. */
export function configOfSplit(config: Config, split: SplitName): Config {
  return isShifted(split) ? { ...config, ...config.shifts![shiftNameOf(split)] } : config;
}

/** The config that examples are drawn with to be without noise. */
export function withoutNoise(config: Config): Config {
  return { ...config, corrNoiseScale: 0, iidNoiseScale: 0 };
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

/** The split that alone has rows; undefined where several have, or none. */
export function loneSplit<S extends Split>(splits: readonly S[]): S | undefined {
  const [own, other] = splits.filter(({ rows }) => rows > 0);
  return other === undefined ? own : undefined;
}

/** The splits with train and test, which every dataset has; one that is not among the given has no rows. */
export function withTrainAndTest(splits: readonly Split[]): Split[] {
  const missing = (["train", "test"] as const).filter((wanted) => splits.every(({ name }) => name !== wanted));
  const all = [...splits, ...missing.map((name) => ({ name, rows: 0 }))];
  return all.sort((a, b) => compareSplits(a.name, b.name));
}

/** Values of a chunk by default: a block of examples of the default length. */
const CHUNK_VALUES = BLOCK_ROWS * 40;

/** Rows of a chunk by default: few of long examples. A power of two, so that a block is a whole number of chunks. */
export function defaultChunkRows(length: number): number {
  const most = Math.min(BLOCK_ROWS, Math.max(1, Math.floor(CHUNK_VALUES / length)));
  return 0x80000000 >>> Math.clz32(most);
}

/** The rows at the front of some memory as a chunk, which is not a copy. @param length points per example. */
export function chunkIn(memory: Columns, length: number, { split, start, rows }: RowRange): Chunk {
  return { split, start, rows, ...sliceColumns(memory, length, 0, rows) };
}

/** Some rows of a chunk, in its memory. @param first the row that they begin with, counted in the chunk. */
export function partOfChunk(chunk: Chunk, first: number, rows: number): Chunk {
  const length = chunk.x.length / chunk.rows;
  return { split: chunk.split, start: chunk.start + first, rows, ...sliceColumns(chunk, length, first, rows) };
}
