import { FormatError } from "../format-error.js";
import type { Source } from "../source.js";
import type { TablePart } from "../stored-tables.js";
import type { BatchColumns, LabelBuffers } from "./batch-columns.js";
import { checkBody } from "./check-body.js";
import { type Dictionaries, openIndices } from "./dictionaries.js";
import { openIntegers } from "./integer-reader.js";
import { openLists } from "./list-offsets.js";
import type { RecordBatch } from "./record-batch.js";

/** Memory for the rows of a part, which each part overwrites. */
export interface PartMemory {
  /** Most rows of a part. */
  readonly capacity: number;
  readonly x: Float32Array | Float64Array;
  readonly y: Int32Array;
  readonly yClean: Int32Array;
}

/** Gives the rows of a batch in order. */
export interface BatchReader {
  /** The next rows, as many as asked for. */
  read(rows: number): Promise<TablePart>;
  /** Checks that nothing is left over. */
  end(): Promise<void>;
}

/**
 * Checks what can be checked of a batch before its values are read, and opens it.
 *
 * @param length points per example.
 * @param firstRow of the batch in the table.
 * @throws FormatError
 */
export async function openBatch(
  source: Source,
  batch: RecordBatch,
  { x, labels, validities }: BatchColumns,
  dictionaries: Dictionaries,
  memory: PartMemory,
  length: number,
  firstRow: number,
): Promise<BatchReader> {
  await checkBody(source, batch, validities);
  const lists = await openLists(source, batch, x, length, firstRow);
  const labelReaders = labels.map((buffers) => openLabels(source, batch, buffers, dictionaries, memory, firstRow));
  return {
    async read(rows) {
      const part = { rows, x: memory.x.subarray(0, rows * length) };
      await lists.read(part.x);
      let y = memory.y;
      let yClean: Int32Array | undefined;
      for (const reader of labelReaders) {
        const target = await reader.read(rows);
        if (reader.name === "y") y = target;
        else yClean = target;
      }
      return { ...part, y, ...(yClean && { yClean }) };
    },
    async end() {
      await lists.end();
      for (const reader of labelReaders) await reader.end();
    },
  };
}

function openLabels(
  source: Source,
  { fail }: RecordBatch,
  { column, values }: LabelBuffers,
  dictionaries: Dictionaries,
  memory: PartMemory,
  firstRow: number,
) {
  const { name, type, dictionary } = column;
  const reader =
    dictionary === undefined
      ? openIntegers(source, values, type, memory.capacity, fail)
      : openIndices(source, values, column, dictionaries[name], memory.capacity, fail);
  const integers = new Float64Array(memory.capacity);
  const labels = name === "y" ? memory.y : memory.yClean;
  let row = firstRow;
  return {
    name,
    end: reader.end,
    async read(rows: number): Promise<Int32Array> {
      await reader.read(integers.subarray(0, rows), rows);
      for (let i = 0; i < rows; i++) {
        labels[i] = integers[i]!;
        if (labels[i] !== integers[i]) {
          throw new FormatError(source.path, `row ${row + i} of ${name} is ${integers[i]}, which 32 bits do not hold`);
        }
      }
      row += rows;
      return labels.subarray(0, rows);
    },
  };
}
