import type { Chunk, ReadableExamples, SplitName } from "./examples.js";

/** The same rows of two datasets. Where only one has such rows, the other is absent. */
export interface Step {
  readonly split: SplitName;
  /** Row of the split that the first is. */
  readonly start: number;
  readonly rows: number;
  /** As for all chunks, arrays are the owner's, and reused by its next chunk: they are good until the next step. */
  readonly a?: Chunk;
  readonly b?: Chunk;
}

const SPLIT_NAMES: readonly SplitName[] = ["train", "test"];

/**
 * Reads two datasets together, row by row of each split, however long their chunks are. Rows that only one of them has
 * come after those that both have.
 */
export async function* readInStep(a: ReadableExamples, b: ReadableExamples): AsyncGenerator<Step, void, void> {
  const [left, right] = [new Cursor(a), new Cursor(b)];
  try {
    for (const split of SPLIT_NAMES) {
      for (let start = 0; ; ) {
        const [rowsA, rowsB] = [await left.available(split), await right.available(split)];
        const rows = rowsA > 0 && rowsB > 0 ? Math.min(rowsA, rowsB) : Math.max(rowsA, rowsB);
        if (rows === 0) break;
        const [takenA, takenB] = [left.take(Math.min(rows, rowsA)), right.take(Math.min(rows, rowsB))];
        yield { split, start, rows, ...(takenA && { a: takenA }), ...(takenB && { b: takenB }) };
        start += rows;
      }
    }
  } finally {
    await left.close();
    await right.close();
  }
}

/** A place in a dataset that is being read. */
class Cursor {
  readonly #length: number;
  readonly #iterator: Iterator<Chunk> | AsyncIterator<Chunk>;
  #chunk: Chunk | undefined;
  /** Rows of the chunk that were taken. */
  #taken = 0;

  constructor(examples: ReadableExamples) {
    const chunks = examples.chunks({ reuse: true });
    this.#length = examples.length;
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
  take(rows: number): Chunk | undefined {
    if (rows === 0 || this.#chunk === undefined) return undefined;
    const { split, start, x, y, yClean } = this.#chunk;
    const first = this.#taken;
    const end = first + rows;
    this.#taken = end;
    return {
      split,
      start: start + first,
      rows,
      x: x.subarray(first * this.#length, end * this.#length),
      y: y.subarray(first, end),
      ...(yClean && { yClean: yClean.subarray(first, end) }),
    };
  }

  async close(): Promise<void> {
    await this.#iterator.return?.();
  }
}
