import { availableParallelism } from "node:os";
import type { Dtype } from "../config/config.js";
import type { FormatName } from "../formats/format.js";
import type { Column } from "../generate/columns.js";
import {
  BLOCK_ROWS,
  type Chunk,
  chunkRanges,
  defaultChunkRows,
  type Examples,
  type RowRange,
  rowCount,
  type Split,
} from "../generate/examples.js";
import { LANES } from "../kernels/kernel.js";
import { type Job, mostThreads, type PreparedBlock, type RowsInPieces } from "./job.js";
import type { workInParallel } from "./work-pool.js";

/** What whoever writes blocks wants of them. */
export interface BlockRequest {
  readonly dtype: Dtype;
  readonly isHashed: boolean;
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
  readonly columns: readonly Column[];
  chunks(dtype: Dtype): Iterable<Chunk> | AsyncIterable<Chunk>;
}

export type PreparedBlocks = Iterable<PreparedBlock> | AsyncIterable<PreparedBlock>;

/** Blocks that each thread has to have for its start to pay: that takes as long as a few blocks. */
const BLOCKS_PER_THREAD = 6;

/** Rows from which on a dataset of the engine `blocked` has work for several threads. */
export const ROWS_FOR_THREADS: number = 2 * BLOCKS_PER_THREAD * BLOCK_ROWS;

/**
 * Generated examples in blocks, in order; drawn by threads where the engine can.
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
  const { config, length, dtype, standardisation, columns } = examples;
  const chunks = (type: Dtype) => examples.chunks({ dtype: type, ranges, reuse: true });
  if (config.engine !== "blocked") {
    return prepareChunks({ length, dtype, splits, columns, chunks }, request, options);
  }
  const drawn = { config, standardisation };
  const job = { ...request, drawn, length, datasetDtype: dtype, columns, rows: BLOCK_ROWS };
  const threads = threadCount(job, ranges, options);
  if (threads <= 1) return unpreparedBlocks(chunks(request.dtype));
  const four = { ...job, rows: LANES * BLOCK_ROWS };
  const wanted = mostThreads(four) < threads ? job : four;
  const blocks = groupsOf(blocksOf(examples.splits, ranges), wanted.rows / BLOCK_ROWS);
  return inThreads(wanted, blocks, endsOf(ranges, splits), threads, options.signal);
}

/** Examples in blocks as they come; their text, if it is wanted, is written by threads. */
export function prepareChunks(source: ChunkSource, request: BlockRequest, options: ThreadOptions): PreparedBlocks {
  const { dtype, splits, chunks: read, ...shapes } = source;
  const chunks = read(request.dtype);
  const job = { ...request, ...shapes, datasetDtype: dtype, rows: defaultChunkRows(source.length) };
  const threads = request.text.length === 0 ? 1 : threadCount(job, splits, options);
  return threads > 1 ? inThreads(job, chunks, splits, threads, options.signal) : unpreparedBlocks(chunks);
}

/** Generated examples in chunks, for who only looks at them. */
export async function* drawnChunks(
  examples: Examples,
  ranges: readonly RowRange[],
  dtype: Dtype,
  options: ThreadOptions,
): AsyncGenerator<Chunk, void, void> {
  const request = { dtype, isHashed: false, text: [], hasSplitColumn: false };
  for await (const { chunks } of prepareExamples(examples, ranges, examples.splits, request, options)) yield* chunks;
}

/**
 * The blocks that some ranges lie in, each once: it can't be drawn but from its beginning, however small the files are
 * that it goes into.
 * @param ranges in their order.
 */
function* blocksOf(splits: readonly Split[], ranges: readonly RowRange[]): Generator<RowsInPieces, void, void> {
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

/** Blocks that follow each other in one split, so many at a time. */
function* groupsOf(blocks: Iterable<RowsInPieces>, most: number): Generator<readonly RowsInPieces[], void, void> {
  let group: RowsInPieces[] = [];
  for (const block of blocks) {
    const last = group.at(-1);
    const follows = last !== undefined && last.split === block.split && last.start + last.rows === block.start;
    if (last !== undefined && !(follows && group.length < most)) {
      yield group;
      group = [];
    }
    group.push(block);
  }
  if (group.length > 0) yield group;
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
async function* inThreads(...work: Parameters<typeof workInParallel>): AsyncGenerator<PreparedBlock, void, void> {
  yield* (await import("./work-pool.js")).workInParallel(...work);
}

async function* unpreparedBlocks(
  chunks: Iterable<Chunk> | AsyncIterable<Chunk>,
): AsyncGenerator<PreparedBlock, void, void> {
  for await (const chunk of chunks) {
    const { split, start, rows } = chunk;
    yield { split, start, rows, chunks: [chunk] };
  }
}
