import { copyColumns } from "../generate/columns.js";
import {
  BLOCK_ROWS,
  type Chunk,
  chunkIn,
  chunkRanges,
  defaultChunkRows,
  partOfChunk,
  type RowRange,
  type Split,
} from "../generate/examples.js";
import {
  type BlockResult,
  type Job,
  type PreparedBlock,
  type RowsInPieces,
  type RowsText,
  rowsOfBlocks,
  type Slot,
  SPARE_SLOTS,
  slotBytes,
  slotOf,
  type Task,
  type TaskBlock,
} from "./job.js";
import { failureFrom, Threads } from "./threads.js";

/** Blocks for threads to draw, or rows for them to work on, which are copied. */
export type Work = readonly RowsInPieces[] | Chunk;

/**
 * Has threads draw, hash and write the text of blocks; yields them in order.
 * @param splits as the digest is made of: where blocks may end early.
 * @throws the signal's reason when aborted; ThreadError; what a thread throws.
 */
export async function* workInParallel(
  job: Omit<Job, "slots">,
  work: Iterable<Work> | AsyncIterable<Work>,
  splits: readonly Split[],
  threads: number,
  signal?: AbortSignal,
): AsyncGenerator<PreparedBlock, void, void> {
  const memory = slotMemory(job, threads + SPARE_SLOTS);
  const slots = memory.map((slot) => slotOf(job, slot));
  const data: Job = { ...job, slots: memory };
  const file = new URL("./thread.js", import.meta.url);
  const pool = new Threads<Task, BlockResult[]>(file, "blocks", threads, data, signal);
  const ends = new Map(splits.map(({ name, rows }) => [name, rows]));

  async function start(item: Work, slot: number): Promise<{ blocks: readonly TaskBlock[]; results: BlockResult[] }> {
    if ("x" in item) copyColumns(item, slots[slot]!, job.length, 0);
    const ranges = "x" in item ? [{ split: item.split, start: item.start, rows: item.rows, pieces: [item] }] : item;
    const blocks = ranges.map(({ split, start: first, rows, pieces }) => {
      const isWhole = rows === BLOCK_ROWS || first + rows === ends.get(split);
      const isHashed = job.isHashed && first % BLOCK_ROWS === 0 && isWhole;
      return { split, start: first, rows, pieces: pieces.map(rangeOf), isHashed };
    });
    return { blocks, results: await pool.run({ slot, blocks }) };
  }

  try {
    for await (const { slot, result } of inOrder(work, memory.length, start)) {
      signal?.throwIfAborted();
      yield* preparedBlocks(job, slots[slot]!, result.blocks, result.results);
    }
  } finally {
    await pool.end();
  }
}

function rangeOf({ split, start, rows }: RowRange): RowRange {
  return { split, start, rows };
}

function slotMemory(job: Omit<Job, "slots">, count: number): SharedArrayBuffer[] {
  try {
    return Array.from({ length: count }, () => new SharedArrayBuffer(slotBytes(job)));
  } catch (error) {
    throw failureFrom(error);
  }
}

function* preparedBlocks(
  job: Omit<Job, "slots">,
  slot: Slot,
  blocks: readonly TaskBlock[],
  results: readonly BlockResult[],
): Generator<PreparedBlock, void, void> {
  const range = rowsOfBlocks(blocks);
  const rows = chunkIn(slot, job.length, range);
  const all = [{ name: range.split, rows: range.start + range.rows }];
  const textEnds = job.text.map(() => 0);

  /** The text of pieces, which stands in memory one after the other. */
  function textOf(format: number, pieces: readonly RowRange[], bytes: readonly number[]): RowsText[] {
    return pieces.map((piece, i) => {
      const start = textEnds[format]!;
      textEnds[format] = start + bytes[i]!;
      return { ...piece, bytes: slot.text[format]!.subarray(start, textEnds[format]) };
    });
  }

  for (const [i, { split, start, rows: count, pieces }] of blocks.entries()) {
    const { hashes, textBytes } = results[i]!;
    const text = job.text.map((name, format) => [name, textOf(format, pieces, textBytes[format]!)] as const);
    const chunks = chunkRanges(all, defaultChunkRows(job.length), pieces);
    yield {
      ...{ split, start, rows: count },
      chunks: Array.from(chunks, (chunk) => partOfChunk(rows, chunk.start - rows.start, chunk.rows)),
      ...(hashes && { hashes }),
      ...(text.length > 0 && { text: new Map(text) }),
    };
  }
}

interface Slotted<R> {
  readonly slot: number;
  readonly result: R;
}

/**
 * Works on several items at once and yields the results in the items' order. An item is worked on in a slot, which is
 * free again when the consumer asks for the next result: so no more is begun than there are slots, however slow the
 * consumer is.
 * @param slots how many there are.
 * @param work begins to work on an item; what it needs of the item it takes before it returns.
 */
export async function* inOrder<T, R>(
  items: Iterable<T> | AsyncIterable<T>,
  slots: number,
  work: (item: T, slot: number) => Promise<R>,
): AsyncGenerator<Slotted<R>, void, void> {
  const free = Array.from({ length: slots }, (_, slot) => slot);
  const begun: Slotted<Promise<R>>[] = [];

  async function first(): Promise<Slotted<R>> {
    const { slot, result } = begun.shift()!;
    return { slot, result: await result };
  }

  for await (const item of items) {
    if (free.length === 0) {
      const done = await first();
      yield done;
      free.push(done.slot);
    }
    const slot = free.pop()!;
    const result = work(item, slot);
    // What fails is told when its turn comes; until then it is no unhandled rejection.
    result.catch(() => {});
    begun.push({ slot, result });
  }
  while (begun.length > 0) yield await first();
}
