import { FormatError } from "../format-error.js";
import type { Source } from "../source.js";
import type { XBuffers } from "./batch-columns.js";
import { openIntegers } from "./integer-reader.js";
import type { RecordBatch } from "./record-batch.js";

/** Offsets that are read at once. */
const PIECE = 8192;

/** The length of the first list of a batch that has rows. */
export async function firstListLength(source: Source, batch: RecordBatch, x: XBuffers): Promise<number> {
  const first = new Float64Array(2);
  await openOffsets(source, batch, x)?.read(first);
  return x.column.list.length ?? first[1]! - first[0]!;
}

/**
 * Checks that the lists of a batch follow each other among the values and have the same length.
 *
 * @param firstRow of the batch in the table.
 * @returns where the first one begins.
 */
export async function checkLists(
  source: Source,
  batch: RecordBatch,
  x: XBuffers,
  length: number,
  firstRow: number,
): Promise<number> {
  const { rows, fail } = batch;
  const reader = openOffsets(source, batch, x);
  if (reader === undefined || rows === 0) return 0;
  const piece = new Float64Array(PIECE);
  let first = 0;
  for (let start = 0; start <= rows; start += PIECE) {
    const offsets = piece.subarray(0, Math.min(PIECE, rows + 1 - start));
    await reader.read(offsets);
    if (start === 0) first = offsets[0]!;
    const expected = first + start * length;
    for (let i = 0; i < offsets.length; i++) {
      if (offsets[i] !== expected + i * length) {
        const count = offsets[i]! - (expected + (i - 1) * length);
        throw new FormatError(source.path, `row ${firstRow + start + i - 1} of x has ${count} values, not ${length}`);
      }
    }
  }
  await reader.end();
  const end = first + rows * length;
  if (first < 0 || end > x.count) throw fail(`has lists of the values ${first} to ${end}, and there are ${x.count}`);
  return first;
}

function openOffsets(source: Source, { fail }: RecordBatch, { column, offsets }: XBuffers) {
  const bits = column.list.offsets === 8 ? 64 : 32;
  return offsets && openIntegers(source, offsets, { kind: "int", bits, isSigned: true }, PIECE, fail);
}
