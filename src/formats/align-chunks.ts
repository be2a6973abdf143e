import type { Dtype } from "../config/config.js";
import { type Columns, copyColumns, newColumns } from "../generate/columns.js";
import { type Chunk, chunkIn, defaultChunkRows, partOfChunk } from "../generate/examples.js";
import type { StoredExamples } from "./format.js";

/**
 * Stored examples in chunks of the generator's size, whatever sizes the file has them in, and with x of the given type:
 * what encoders expect, and what can be compared chunk by chunk. Chunks that are right pass through as they are.
 *
 * Arrays are reused for the next chunk.
 */
export async function* alignChunks(stored: StoredExamples, dtype: Dtype = stored.dtype): AsyncGenerator<Chunk> {
  const { length, columns } = stored;
  const size = defaultChunkRows(length);
  const rowsOf = new Map(stored.splits.map(({ name, rows }) => [name, rows]));
  let memory: Columns | undefined;
  let filled = 0;
  for await (const chunk of stored.chunks({ reuse: true })) {
    const { split } = chunk;
    for (let row = 0; row < chunk.rows; ) {
      const start = chunk.start + row - filled;
      const goal = Math.min(size, rowsOf.get(split)! - start);
      const count = Math.min(goal - filled, chunk.rows - row);
      if (count === goal && chunk.rows === goal && dtype === stored.dtype) {
        yield chunk;
      } else {
        memory ??= newColumns(columns, size, length, dtype);
        copyColumns(partOfChunk(chunk, row, count), memory, length, filled);
        filled += count;
        if (filled === goal) {
          yield chunkIn(memory, length, { split, start, rows: goal });
          filled = 0;
        }
      }
      row += count;
    }
  }
}
