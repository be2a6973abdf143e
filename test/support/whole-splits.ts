import type { Dtype } from "../../src/config/config.js";
import { type Column, type Columns, copyColumns, newColumns, valuesPerRow } from "../../src/generate/columns.js";
import type { Chunk, Split, SplitName } from "../../src/generate/examples.js";

/** All columns of all splits, in arrays of their own. */
export type WholeSplits = Readonly<Record<SplitName, Columns>>;

/** What chunks must have. */
export interface Shapes {
  readonly length: number;
  readonly dtype: Dtype;
  readonly splits: readonly Split[];
  readonly columns: readonly Column[];
}

/** Puts chunks together, and makes sure that they have what was announced, in order. */
export class Collector {
  readonly #shapes: Shapes;
  readonly #whole: Record<SplitName, Columns>;
  /** Rows that came so far, of each split. */
  readonly #seen: Record<SplitName, number>;

  constructor(shapes: Shapes) {
    const { splits, columns, length, dtype } = shapes;
    const ofSplits = <T>(value: (rows: number) => T) =>
      Object.fromEntries(splits.map(({ name, rows }) => [name, value(rows)])) as Record<SplitName, T>;
    this.#shapes = shapes;
    this.#whole = ofSplits((rows) => newColumns(columns, rows, length, dtype));
    this.#seen = ofSplits(() => 0);
  }

  add(chunk: Chunk): void {
    const { split, start, rows, ...arrays } = chunk;
    const { length, dtype, splits, columns } = this.#shapes;
    const place = splits.findIndex(({ name }) => name === split);
    const isInOrder = splits.every(
      ({ name, rows: all }, i) => this.#seen[name] === (i < place ? all : i > place ? 0 : start),
    );
    if (place < 0 || !isInOrder) throw new Error(`row ${start} of ${split} after ${JSON.stringify(this.#seen)}`);
    const fields = columns.map(({ field }) => field);
    if (Object.keys(arrays).join() !== fields.join()) {
      throw new Error(`a chunk of ${Object.keys(arrays).join()}, where ${fields.join()} were announced`);
    }
    for (const column of columns) {
      const [values, expected] = [arrays[column.field]!, this.#whole[split][column.field]!];
      if (values.constructor !== expected.constructor || values.length !== rows * valuesPerRow(column, length)) {
        throw new Error(
          `${column.name} of ${rows} rows of ${dtype} are ${values.length} in ${values.constructor.name}`,
        );
      }
    }
    copyColumns(arrays, this.#whole[split], length, start);
    this.#seen[split] += rows;
  }

  /** When all chunks have come. */
  finish(): WholeSplits {
    for (const { name, rows } of this.#shapes.splits) {
      if (this.#seen[name] !== rows) throw new Error(`${name} has ${this.#seen[name]} of ${rows} rows`);
    }
    return this.#whole;
  }
}

/** All rows of chunks that are there at once. */
export function collect(shapes: Shapes, chunks: Iterable<Chunk>): WholeSplits {
  const collector = new Collector(shapes);
  for (const chunk of chunks) collector.add(chunk);
  return collector.finish();
}

/** All rows of chunks that are read. */
export async function collectAsync(shapes: Shapes, chunks: AsyncIterable<Chunk>): Promise<WholeSplits> {
  const collector = new Collector(shapes);
  for await (const chunk of chunks) collector.add(chunk);
  return collector.finish();
}
