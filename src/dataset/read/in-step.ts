import type { Dtype } from "../../config/config.js";
import { compareSplits, type SplitName } from "../../config/split-names.js";
import { type Chunk, partOfChunk, type ReadableExamples, type RowRange } from "../../generate/examples.js";
import { copyFloats, type Floats, newFloats } from "../../numeric/floats.js";

export interface RowsInStep extends RowRange {
  /**
   * Of each dataset, in their order; undefined where it has no such rows. As for all chunks, arrays are the owner's,
   * and reused by its next chunk: they are good until the next step.
   */
  readonly chunks: readonly (Chunk | undefined)[];
}

/**
 * Reads datasets together, row by row of each split, however long their chunks are. Rows that only some of them have
 * come after those that all have.
 */
export async function* readInStep(...datasets: readonly ReadableExamples[]): AsyncGenerator<RowsInStep, void, void> {
  const cursors = datasets.map((examples) => new Cursor(examples));
  try {
    const names = new Set(datasets.flatMap(({ splits }) => splits.map(({ name }) => name)));
    for (const split of [...names].sort(compareSplits)) {
      for (let start = 0; ; ) {
        const available: number[] = [];
        for (const cursor of cursors) available.push(await cursor.available(split));
        const rows = Math.min(...available.filter((count) => count > 0));
        if (rows === Infinity) break;
        const chunks = cursors.map((cursor, i) => (available[i] === 0 ? undefined : cursor.take(rows)));
        yield { split, start, rows, chunks };
        start += rows;
      }
    }
  } finally {
    for (const cursor of cursors) await cursor.close();
  }
}

class Cursor {
  readonly #iterator: Iterator<Chunk> | AsyncIterator<Chunk>;
  #chunk: Chunk | undefined;
  #taken = 0;

  constructor(examples: ReadableExamples) {
    const chunks = examples.chunks({ reuse: true });
    this.#iterator = Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]();
  }

  /** Rows of a split that can be taken at once; 0 at its end. */
  async available(split: SplitName): Promise<number> {
    while (this.#chunk === undefined || this.#taken === this.#chunk.rows) {
      const next = await this.#iterator.next();
      if (next.done) return 0;
      this.#chunk = next.value;
      this.#taken = 0;
    }
    return this.#chunk.split === split ? this.#chunk.rows - this.#taken : 0;
  }

  /** The next rows, of those available. */
  take(rows: number): Chunk {
    this.#taken += rows;
    return partOfChunk(this.#chunk!, this.#taken - rows, rows);
  }

  async close(): Promise<void> {
    await this.#iterator.return?.();
  }
}

/** The same examples with x of an element type. Arrays are reused for the next chunk. */
export function inDtype(examples: ReadableExamples, dtype: Dtype): ReadableExamples {
  if (examples.dtype === dtype) return examples;
  async function* chunks(): AsyncGenerator<Chunk, void, void> {
    const memories = { x: newFloats(dtype, 0), xClean: newFloats(dtype, 0) };
    const converted = (field: "x" | "xClean", values: Floats) => {
      if (memories[field].length < values.length) memories[field] = newFloats(dtype, values.length);
      const into = memories[field].subarray(0, values.length);
      copyFloats(into, values);
      return into;
    };
    for await (const chunk of examples.chunks({ reuse: true })) {
      const { x, xClean } = chunk;
      yield { ...chunk, x: converted("x", x), ...(xClean && { xClean: converted("xClean", xClean) }) };
    }
  }
  return { ...examples, dtype, chunks };
}
