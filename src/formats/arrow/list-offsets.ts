import { bytesOf } from "../../digest/bytes.js";
import { FormatError } from "../format-error.js";
import type { Source } from "../source.js";
import type { XBuffers } from "./batch-columns.js";
import { openBuffer } from "./byte-reader.js";
import { openIntegers } from "./integer-reader.js";
import type { BodyBuffer, RecordBatch } from "./record-batch.js";

/** Offsets that are read at once. */
const PIECE = 8192;

/** List views may share values; so many values there can be whatever the file has. */
const FEW_VALUES = 2 ** 24;

/** The lists of a batch, which are had in order. */
export interface ListReader {
  /** Fills the target with the values of the next lists. */
  read(target: Float32Array | Float64Array): Promise<void>;
  end(): Promise<void>;
}

/** The length of the first list of a batch that has rows. */
export async function firstListLength(source: Source, batch: RecordBatch, x: XBuffers): Promise<number> {
  const first = new Float64Array(2);
  if (x.sizes === undefined) await openOffsets(source, batch, x, x.offsets)?.read(first);
  else await openOffsets(source, batch, x, x.sizes)?.read(first.subarray(1));
  return x.column.list.length ?? first[1]! - first[0]!;
}

/**
 * Opens the lists of a batch, and checks that all have the same length.
 *
 * @param firstRow of the batch in the table.
 */
export async function openLists(
  source: Source,
  batch: RecordBatch,
  x: XBuffers,
  length: number,
  firstRow: number,
): Promise<ListReader> {
  const first = await (x.sizes === undefined ? checkLists : checkViews)(source, batch, x, length, firstRow);
  if (first === undefined) return openViews(source, batch, x, length);
  const end = first + batch.rows * length;
  if (first < 0 || end > x.count) {
    throw batch.fail(`has lists of the values ${first} to ${end}, and there are ${x.count}`);
  }
  const reader = openBuffer(source, x.values, batch.fail);
  await reader.skip(first * bytesPerValue(x));
  return { read: (target) => reader.read(bytesOf(target)), end: reader.end };
}

/** Checks that lists follow each other among the values. @returns where the first one begins. */
async function checkLists(
  source: Source,
  batch: RecordBatch,
  x: XBuffers,
  length: number,
  firstRow: number,
): Promise<number> {
  const { rows } = batch;
  const reader = openOffsets(source, batch, x, x.offsets);
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
        throw ragged(source, firstRow + start + i - 1, count, length);
      }
    }
  }
  await reader.end();
  return first;
}

/** Checks list views. @returns where the first one begins if the others follow, and undefined if they do not. */
async function checkViews(
  source: Source,
  batch: RecordBatch,
  x: XBuffers,
  length: number,
  firstRow: number,
): Promise<number | undefined> {
  const { rows, fail } = batch;
  const [offsetReader, sizeReader] = [x.offsets, x.sizes].map((buffer) => openOffsets(source, batch, x, buffer)!);
  const [offsets, sizes] = [new Float64Array(PIECE), new Float64Array(PIECE)];
  let first = 0;
  let isInOrder = true;
  for (let start = 0; start < rows; start += PIECE) {
    const count = Math.min(PIECE, rows - start);
    await offsetReader!.read(offsets.subarray(0, count));
    await sizeReader!.read(sizes.subarray(0, count));
    if (start === 0) first = offsets[0]!;
    for (let i = 0; i < count; i++) {
      const from = offsets[i]!;
      if (sizes[i] !== length) throw ragged(source, firstRow + start + i, sizes[i]!, length);
      if (from < 0 || from + length > x.count) {
        throw fail(`has a list of the values ${from} to ${from + length}, and there are ${x.count}`);
      }
      if (from !== first + (start + i) * length) isInOrder = false;
    }
  }
  await offsetReader!.end();
  await sizeReader!.end();
  if (isInOrder) return first;
  if (x.values.codec !== undefined) {
    throw fail("has list views in another order than their values, which are compressed: that is not supported", false);
  }
  if (rows * length > Math.max(x.count, FEW_VALUES)) {
    throw fail(`has list views of ${rows * length} values, and there are ${x.count}`, false);
  }
  return undefined;
}

/** Lists anywhere among values that are not compressed; `checkViews` has checked that they are there. */
function openViews(source: Source, batch: RecordBatch, x: XBuffers, length: number): ListReader {
  const reader = openOffsets(source, batch, x, x.offsets)!;
  const offsets = new Float64Array(PIECE);
  return {
    async read(target) {
      const rows = target.length / length;
      for (let start = 0; start < rows; start += PIECE) {
        const count = Math.min(PIECE, rows - start);
        await reader.read(offsets.subarray(0, count));
        for (let i = 0; i < count; i++) {
          const list = target.subarray((start + i) * length, (start + i + 1) * length);
          await source.readInto(bytesOf(list), x.values.offset + offsets[i]! * bytesPerValue(x));
        }
      }
    },
    async end() {},
  };
}

function bytesPerValue({ column }: XBuffers): number {
  return column.dtype === "float64" ? 8 : 4;
}

function ragged(source: Source, row: number, count: number, length: number): FormatError {
  return new FormatError(source.path, `row ${row} of x has ${count} values, not ${length}`);
}

function openOffsets(source: Source, { fail }: RecordBatch, { column }: XBuffers, buffer: BodyBuffer | undefined) {
  const bits = column.list.offsets === 8 ? 64 : 32;
  return buffer && openIntegers(source, buffer, { kind: "int", bits, isSigned: true }, PIECE, fail);
}
