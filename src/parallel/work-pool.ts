import { Tinypool } from "tinypool";
import { BLOCK_ROWS, type BlockHashes } from "../digest/dataset-digest.js";
import { type Chunk, chunkRanges, defaultChunkRows, type RowRange, type Split } from "../generate/examples.js";
import { inOrder } from "./in-order.js";
import type { Job, Task, TaskResult } from "./job.js";
import type { PreparedBlock } from "./prepared-block.js";
import { chunkOf, type Slot, SPARE_SLOTS, slotBytes, slotOf } from "./slot.js";

/** Rows for threads to work on: to be drawn, or those of a chunk, which are copied. */
export type Work = RowRange | Chunk;

/**
 * Has threads draw, hash and write the text of blocks; yields them in order.
 *
 * @param splits as the digest is made of: where blocks may end early.
 * @throws the signal's reason when aborted; what a thread throws.
 */
export async function* workInParallel(
  job: Omit<Job, "slots">,
  work: Iterable<Work> | AsyncIterable<Work>,
  splits: readonly Split[],
  threads: number,
  signal?: AbortSignal,
): AsyncGenerator<PreparedBlock, void, void> {
  const memory = Array.from({ length: threads + SPARE_SLOTS }, () => new SharedArrayBuffer(slotBytes(job)));
  const slots = memory.map((slot) => slotOf(job, slot));
  const pool = new Tinypool({
    filename: new URL("./worker.js", import.meta.url).href,
    runtime: "worker_threads",
    minThreads: threads,
    maxThreads: threads,
    workerData: { ...job, slots: memory } satisfies Job,
  });
  const ends = new Map(splits.map(({ name, rows }) => [name, rows]));

  async function start(item: Work, slot: number): Promise<{ range: RowRange; done: TaskResult }> {
    if ("x" in item) copyChunk(item, slots[slot]!);
    const range = { split: item.split, start: item.start, rows: item.rows };
    const isWhole = range.rows === BLOCK_ROWS || range.start + range.rows === ends.get(range.split);
    const task: Task = { slot, range, isHashed: job.isHashed && range.start % BLOCK_ROWS === 0 && isWhole };
    return { range, done: (await pool.run(task)) as TaskResult };
  }

  try {
    for await (const { slot, result } of inOrder(work, memory.length, start)) {
      signal?.throwIfAborted();
      yield preparedBlock(job, slots[slot]!, result.range, result.done);
    }
  } finally {
    await pool.destroy();
  }
}

function copyChunk(chunk: Chunk, slot: Slot): void {
  slot.x.set(chunk.x);
  slot.y.set(chunk.y);
  if (chunk.yClean !== undefined) slot.yClean.set(chunk.yClean);
}

function preparedBlock(job: Omit<Job, "slots">, slot: Slot, range: RowRange, done: TaskResult): PreparedBlock {
  const { float32, float64, textBytes } = done;
  const text = job.text.map((name, i) => [name, slot.text[i]!.subarray(0, textBytes[i])] as const);
  const hashes: BlockHashes | undefined = float32 && { float32, ...(float64 && { float64 }) };
  return {
    ...range,
    chunks: chunksOf(chunkOf(slot, job.length, range), job.length),
    ...(hashes && { hashes }),
    ...(text.length > 0 && { text: new Map(text) }),
  };
}

/** Rows in chunks of the default size. */
function chunksOf(block: Chunk, length: number): Chunk[] {
  const all = [{ name: block.split, rows: block.start + block.rows }];
  return Array.from(chunkRanges(all, defaultChunkRows(length), [block]), (range) => {
    const first = range.start - block.start;
    const end = first + range.rows;
    return {
      ...range,
      x: block.x.subarray(first * length, end * length),
      y: block.y.subarray(first, end),
      ...(block.yClean && { yClean: block.yClean.subarray(first, end) }),
    };
  });
}
