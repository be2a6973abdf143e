import { availableParallelism } from "node:os";
import type { Dtype } from "../config/config.js";
import { BLOCK_ROWS } from "../digest/dataset-digest.js";
import type { FormatName } from "../formats/format.js";
import {
  type Chunk,
  chunkRanges,
  defaultChunkRows,
  type Examples,
  type RowRange,
  rowCount,
  type Split,
} from "../generate/examples.js";
import type { Job } from "./job.js";
import { type PreparedBlock, unprepared } from "./prepared-block.js";
import { mostThreads } from "./slot.js";
import type { Block, Work } from "./work-pool.js";

/** What whoever writes blocks wants of them. */
export interface BlockRequest {
  /** Element type of x. */
  readonly dtype: Dtype;
  /** Whether hashes of blocks are of use. */
  readonly isHashed: boolean;
  /** Formats that take rows as text. */
  readonly text: readonly FormatName[];
  /** Whether rows of text say which split they are of. */
  readonly hasSplitColumn: boolean;
}

export interface ThreadOptions {
  /** Threads that work on blocks; 1 works on the caller's. Default: all cores, where there is work for them. */
  readonly workers?: number;
  readonly signal?: AbortSignal;
}

/** What is known of examples whose chunks come from elsewhere. */
export interface ChunkSource {
  readonly length: number;
  readonly dtype: Dtype;
  readonly splits: readonly Split[];
  readonly hasCleanLabels: boolean;
  chunks(dtype: Dtype): Iterable<Chunk> | AsyncIterable<Chunk>;
}

export type PreparedBlocks = Iterable<PreparedBlock> | AsyncIterable<PreparedBlock>;

/** Blocks that each thread has to have for its start to pay: that takes as long as a few blocks. */
const BLOCKS_PER_THREAD = 6;

/**
 * Generated examples in blocks, in order; drawn by threads where the engine can.
 *
 * @param ranges the rows, which are whole splits by default.
 * @param splits those that the digest of these rows is made of.
 */
export function prepareExamples(
  examples: Examples,
  ranges: readonly RowRange[],
  splits: readonly Split[],
  request: BlockRequest,
  options: ThreadOptions,
): PreparedBlocks {
  const { config, length, dtype, standardisation } = examples;
  const hasCleanLabels = config.labelNoise !== undefined;
  if (config.engine !== "blocked") {
    const chunks = (type: Dtype) => examples.chunks({ dtype: type, ranges, reuse: true });
    return prepareChunks({ length, dtype, splits, hasCleanLabels, chunks }, request, options);
  }
  const drawn = { config, standardisation };
  const job = { ...request, drawn, length, datasetDtype: dtype, hasCleanLabels, rows: BLOCK_ROWS };
  const work = blocksOf(examples.splits, ranges);
  const threads = threadCount(job, ranges, options);
  if (threads > 1) return inThreads(job, work, endsOf(ranges, splits), threads, options.signal);
  return unpreparedBlocks(examples.chunks({ dtype: request.dtype, ranges, reuse: true }));
}

/**
 * The blocks that some ranges lie in, each once: it can't be drawn but from its beginning, however small the files are that it
 * goes into.
 *
 * @param ranges in their order.
 */
function* blocksOf(splits: readonly Split[], ranges: readonly RowRange[]): Generator<Block, void, void> {
  let pieces: RowRange[] = [];
  let rows = 0;
  for (const piece of chunkRanges(splits, BLOCK_ROWS, ranges)) {
    const first = pieces[0];
    const goesOn = first?.split === piece.split && first.start + rows === piece.start && piece.start % BLOCK_ROWS > 0;
    if (first !== undefined && !goesOn) {
      yield { ...first, rows, pieces };
      [pieces, rows] = [[], 0];
    }
    pieces.push(piece);
    rows += piece.rows;
  }
  if (rows > 0) yield { ...pieces[0]!, rows, pieces };
}

/** The same in chunks, for who only looks at them. */
export async function* drawnChunks(
  examples: Examples,
  ranges: readonly RowRange[],
  dtype: Dtype,
  options: ThreadOptions,
): AsyncGenerator<Chunk, void, void> {
  const request = { dtype, isHashed: false, text: [], hasSplitColumn: false };
  for await (const { chunks } of prepareExamples(examples, ranges, examples.splits, request, options)) yield* chunks;
}

/** Examples in blocks as they come; their text, if it is wanted, is written by threads. */
export function prepareChunks(source: ChunkSource, request: BlockRequest, options: ThreadOptions): PreparedBlocks {
  const { length, dtype, splits, hasCleanLabels } = source;
  const chunks = source.chunks(request.dtype);
  if (request.text.length === 0) return unpreparedBlocks(chunks);
  const job: Omit<Job, "slots"> = {
    ...request,
    length,
    datasetDtype: dtype,
    hasCleanLabels,
    rows: defaultChunkRows(length),
  };
  const threads = threadCount(job, splits, options);
  return threads > 1 ? inThreads(job, chunks, splits, threads, options.signal) : unpreparedBlocks(chunks);
}

/** Where the last block of each split ends, which may be short. */
function endsOf(ranges: readonly RowRange[], splits: readonly Split[]): Split[] {
  return splits.map(({ name }) => {
    const own = ranges.filter(({ split }) => split === name);
    return { name, rows: own.reduce((end, { start, rows }) => Math.max(end, start + rows), 0) };
  });
}

function threadCount(job: Omit<Job, "slots">, parts: readonly { readonly rows: number }[], { workers }: ThreadOptions) {
  const blocks = Math.ceil(rowCount(parts) / job.rows);
  const wanted = workers ?? Math.min(availableParallelism(), Math.floor(blocks / BLOCKS_PER_THREAD));
  return Math.min(wanted, blocks, mostThreads(job));
}

/** The pool's code is loaded for those who have work for it. */
async function* inThreads(
  job: Omit<Job, "slots">,
  work: Iterable<Work> | AsyncIterable<Work>,
  splits: readonly Split[],
  threads: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<PreparedBlock, void, void> {
  const { workInParallel } = await import("./work-pool.js");
  yield* workInParallel(job, work, splits, threads, signal);
}

async function* unpreparedBlocks(
  chunks: Iterable<Chunk> | AsyncIterable<Chunk>,
): AsyncGenerator<PreparedBlock, void, void> {
  for await (const chunk of chunks) yield unprepared(chunk);
}
