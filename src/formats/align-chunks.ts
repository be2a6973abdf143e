import type { Dtype } from "../config/config.js";
import { type Chunk, defaultChunkRows } from "../generate/examples.js";
import { copyFloats } from "../numeric/copy-floats.js";
import type { StoredExamples } from "./format.js";

/**
 * Stored examples in chunks of the generator's size, whatever sizes the file has them in, and with x of the given type:
 * what encoders expect, and what can be compared chunk by chunk. Chunks that are right pass through as they are.
 *
 * Arrays are reused for the next chunk.
 */
export async function* alignChunks(stored: StoredExamples, dtype: Dtype = stored.dtype): AsyncGenerator<Chunk> {
  const { length } = stored;
  const size = defaultChunkRows(length);
  const rowsOf = new Map(stored.splits.map(({ name, rows }) => [name, rows]));
  let buffer: Buffer | undefined;
  let filled = 0;
  for await (const chunk of stored.chunks({ reuse: true })) {
    const all = rowsOf.get(chunk.split)!;
    for (let row = 0; row < chunk.rows; ) {
      const start = chunk.start + row - filled;
      const goal = Math.min(size, all - start);
      const count = Math.min(goal - filled, chunk.rows - row);
      if (count === goal && chunk.rows === goal && dtype === stored.dtype) {
        yield chunk;
      } else {
        buffer ??= makeBuffer(size, length, dtype);
        copyRows(chunk, row, count, length, buffer, filled);
        filled += count;
        if (filled === goal) {
          yield chunkOf(buffer, chunk, start, goal, length);
          filled = 0;
        }
      }
      row += count;
    }
  }
}

interface Buffer {
  readonly x: Float32Array | Float64Array;
  readonly y: Int32Array;
  readonly yClean: Int32Array;
}

function makeBuffer(rows: number, length: number, dtype: Dtype): Buffer {
  const x = dtype === "float64" ? new Float64Array(rows * length) : new Float32Array(rows * length);
  return { x, y: new Int32Array(rows), yClean: new Int32Array(rows) };
}

function copyRows(chunk: Chunk, row: number, count: number, length: number, target: Buffer, at: number): void {
  copyFloats(target.x, chunk.x.subarray(row * length, (row + count) * length), at * length);
  target.y.set(chunk.y.subarray(row, row + count), at);
  if (chunk.yClean !== undefined) target.yClean.set(chunk.yClean.subarray(row, row + count), at);
}

function chunkOf({ x, y, yClean }: Buffer, like: Chunk, start: number, rows: number, length: number): Chunk {
  return {
    split: like.split,
    start,
    rows,
    x: x.subarray(0, rows * length),
    y: y.subarray(0, rows),
    ...(like.yClean && { yClean: yClean.subarray(0, rows) }),
  };
}
