import { MAX_NUMBER_BYTES } from "../formats/number-text.js";
import type { Chunk, RowRange } from "../generate/examples.js";
import type { Job } from "./job.js";

/** Bytes of a row of text besides its numbers: labels, names, the split. */
const ROW_MARGIN = 128;

/** The arrays of a slot. */
export interface Slot {
  /** Shape (rows, length). */
  readonly x: Float32Array | Float64Array;
  /** Shape (rows,). */
  readonly y: Int32Array;
  /** Shape (rows,), or empty. */
  readonly yClean: Int32Array;
  /** For the text of each format. */
  readonly text: readonly Uint8Array[];
}

type Shapes = Omit<Job, "slots" | "drawn">;

/** Most memory of all slots together. */
const MAX_BYTES = 512_000_000;

/** Slots besides those that threads work in: for the block that the consumer has, and one that is ready. */
export const SPARE_SLOTS = 2;

/** Most threads that a job can have in the memory that is set aside for slots. */
export function mostThreads(job: Shapes): number {
  return Math.max(0, Math.floor(MAX_BYTES / slotBytes(job)) - SPARE_SLOTS);
}

/** Bytes of a slot. */
export function slotBytes(job: Shapes): number {
  return xBytes(job) + labelBytes(job) * (job.hasCleanLabels ? 2 : 1) + job.text.length * textBytes(job);
}

/** The arrays in the memory of a slot. */
export function slotOf(job: Shapes, memory: SharedArrayBuffer): Slot {
  const { rows, length, dtype, hasCleanLabels } = job;
  let end = xBytes(job);
  const x =
    dtype === "float64" ? new Float64Array(memory, 0, rows * length) : new Float32Array(memory, 0, rows * length);
  const labels = (count: number) => {
    const array = new Int32Array(memory, end, count);
    end += array.byteLength;
    return array;
  };
  const y = labels(rows);
  const yClean = labels(hasCleanLabels ? rows : 0);
  const text = job.text.map(() => {
    const bytes = new Uint8Array(memory, end, textBytes(job));
    end += bytes.byteLength;
    return bytes;
  });
  return { x, y, yClean, text };
}

/** The rows of a slot as a chunk. */
export function chunkOf({ x, y, yClean }: Slot, length: number, { split, start, rows }: RowRange): Chunk {
  return {
    split,
    start,
    rows,
    x: x.subarray(0, rows * length),
    y: y.subarray(0, rows),
    ...(yClean.length > 0 && { yClean: yClean.subarray(0, rows) }),
  };
}

/** Some of the rows of a chunk, which are those of its memory. */
export function partOf(chunk: Chunk, length: number, range: RowRange): Chunk {
  const first = range.start - chunk.start;
  const end = first + range.rows;
  return {
    ...range,
    x: chunk.x.subarray(first * length, end * length),
    y: chunk.y.subarray(first, end),
    ...(chunk.yClean && { yClean: chunk.yClean.subarray(first, end) }),
  };
}

function xBytes({ rows, length, dtype }: Shapes): number {
  return rows * length * (dtype === "float64" ? 8 : 4);
}

function labelBytes({ rows }: Shapes): number {
  return rows * 4;
}

function textBytes({ rows, length }: Shapes): number {
  return rows * (length * (MAX_NUMBER_BYTES + 1) + ROW_MARGIN);
}
