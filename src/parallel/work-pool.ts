import { BLOCK_ROWS, type BlockHashes } from "../digest/dataset-digest.js";
import { type Chunk, chunkRanges, defaultChunkRows, type RowRange, type Split } from "../generate/examples.js";
import { inOrder } from "./in-order.js";
import type { Job, Task, TaskResult } from "./job.js";
import type { PreparedBlock, RowsText } from "./prepared-block.js";
import { chunkOf, partOf, type Slot, SPARE_SLOTS, slotBytes, slotOf } from "./slot.js";
import { failureFrom } from "./thread-error.js";
import { Threads } from "./threads.js";

/** Rows to be drawn at once, and where in them files end. */
export interface Block extends RowRange {
  readonly pieces: readonly RowRange[];
}

/** Rows for threads to work on: a block, or those of a chunk, which are copied. */
export type Work = Block | Chunk;

/**
 * Has threads draw, hash and write the text of blocks; yields them in order.
 *
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
  const pool = new Threads<Task, TaskResult>(new URL("./worker.js", import.meta.url), threads, data, signal);
  const ends = new Map(splits.map(({ name, rows }) => [name, rows]));

  async function start(item: Work, slot: number): Promise<{ block: Block; done: TaskResult }> {
    if ("x" in item) copyChunk(item, slots[slot]!);
    const range = { split: item.split, start: item.start, rows: item.rows };
    const pieces = "pieces" in item ? item.pieces : [range];
    const isWhole = range.rows === BLOCK_ROWS || range.start + range.rows === ends.get(range.split);
    const isHashed = job.isHashed && range.start % BLOCK_ROWS === 0 && isWhole;
    return { block: { ...range, pieces }, done: await pool.run({ slot, range, pieces, isHashed }) };
  }

  try {
    for await (const { slot, result } of inOrder(work, memory.length, start)) {
      signal?.throwIfAborted();
      yield preparedBlock(job, slots[slot]!, result.block, result.done);
    }
  } finally {
    await pool.end();
  }
}

/** @throws ThreadError */
function slotMemory(job: Omit<Job, "slots">, count: number): SharedArrayBuffer[] {
  try {
    return Array.from({ length: count }, () => new SharedArrayBuffer(slotBytes(job)));
  } catch (error) {
    throw failureFrom(error);
  }
}

function copyChunk(chunk: Chunk, slot: Slot): void {
  slot.x.set(chunk.x);
  slot.y.set(chunk.y);
  if (chunk.yClean !== undefined) slot.yClean.set(chunk.yClean);
}

function preparedBlock(job: Omit<Job, "slots">, slot: Slot, block: Block, done: TaskResult): PreparedBlock {
  const { pieces, ...range } = block;
  const { float32, float64, textBytes } = done;
  const text = job.text.map((name, i) => [name, textOf(slot.text[i]!, pieces, textBytes[i]!)] as const);
  const hashes: BlockHashes | undefined = float32 && { float32, ...(float64 && { float64 }) };
  const rows = chunkOf(slot, job.length, range);
  const all = [{ name: range.split, rows: range.start + range.rows }];
  const chunks = chunkRanges(all, defaultChunkRows(job.length), pieces);
  return {
    ...range,
    chunks: Array.from(chunks, (chunk) => partOf(rows, job.length, chunk)),
    ...(hashes && { hashes }),
    ...(text.length > 0 && { text: new Map(text) }),
  };
}

/** The text of pieces, which stands in memory one after the other. */
function textOf(memory: Uint8Array, pieces: readonly RowRange[], bytes: readonly number[]): RowsText[] {
  let end = 0;
  return pieces.map((piece, i) => {
    end += bytes[i]!;
    return { ...piece, bytes: memory.subarray(end - bytes[i]!, end) };
  });
}
