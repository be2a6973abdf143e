import type { Config, Dtype } from "../config/config.js";
import type { BlockHashes } from "../digest/dataset-digest.js";
import type { FormatName } from "../formats/format.js";
import { rowTextBytes } from "../formats/text/text-writer.js";
import { bytesPerValue, type Column, type Columns, valuesPerRow } from "../generate/columns.js";
import { type Chunk, type RowRange, rowCount } from "../generate/examples.js";
import type { Moments } from "../numeric/pairwise-sum.js";

/** What threads are to do for every block, told to each of them once. */
export interface Job {
  /** What to draw; absent where blocks come with their rows. */
  readonly drawn?: { readonly config: Config; readonly standardisation: Moments };
  readonly length: number;
  readonly dtype: Dtype;
  /** Element type of x in the dataset: what is hashed and written as text. */
  readonly datasetDtype: Dtype;
  readonly columns: readonly Column[];
  /** Whether blocks of the digest are hashed. */
  readonly isHashed: boolean;
  /** Most rows of a task. */
  readonly rows: number;
  /** The formats whose text of the rows is wanted. */
  readonly text: readonly FormatName[];
  /** As for `RowsInfo`. */
  readonly hasSplitColumn: boolean;
  /** Memory that threads share, the rows of a task in each. */
  readonly slots: readonly SharedArrayBuffer[];
}

/** Rows to be drawn at once, and where in them files end. */
export interface RowsInPieces extends RowRange {
  /** The same rows, cut where files end. */
  readonly pieces: readonly RowRange[];
}

/** A block, or a part of one. */
export interface TaskBlock extends RowsInPieces {
  readonly isHashed: boolean;
}

export interface Task {
  readonly slot: number;
  /** Blocks that follow each other in one split: a kernel draws several side by side. */
  readonly blocks: readonly TaskBlock[];
}

/** What became of a block, besides what is in the slot. */
export interface BlockResult {
  readonly hashes?: BlockHashes;
  /** Bytes of text of each piece, in the order of the job's formats. */
  readonly textBytes: readonly (readonly number[])[];
}

/** The rows of some blocks together. */
export function rowsOfBlocks(blocks: readonly RowRange[]): RowRange {
  const { split, start } = blocks[0]!;
  return { split, start, rows: rowCount(blocks) };
}

/** The arrays of a slot: the rows of a task, and their text in each format. */
export interface Slot extends Columns {
  readonly text: readonly Uint8Array[];
}

type Shapes = Omit<Job, "slots" | "drawn">;

/** Most memory of all slots together. */
const MAX_SLOT_BYTES = 512_000_000;

/** Slots besides those that threads work in: for the block that the consumer has, and one that is ready. */
export const SPARE_SLOTS = 2;

/** Most threads that a job can have in the memory that is set aside for slots. */
export function mostThreads(job: Shapes): number {
  return Math.max(0, Math.floor(MAX_SLOT_BYTES / slotBytes(job)) - SPARE_SLOTS);
}

export function slotBytes(job: Shapes): number {
  return sizesOf(job).reduce((sum, bytes) => sum + alignedEnd(bytes), 0);
}

/** Bytes of the arrays of a slot, in their order: the columns, and the text of each format. */
function sizesOf({ rows, length, dtype, columns, text }: Shapes): number[] {
  const rowBytes = rowTextBytes({ columns, length });
  return [
    ...columns.map((column) => rows * valuesPerRow(column, length) * bytesPerValue(column, dtype)),
    ...text.map(() => rows * rowBytes),
  ];
}

/** Where the next array can begin, for values of 8 bytes. */
const alignedEnd = (bytes: number) => Math.ceil(bytes / 8) * 8;

/** The arrays in the memory of a slot. */
export function slotOf(job: Shapes, memory: SharedArrayBuffer): Slot {
  let end = 0;
  const arrays = sizesOf(job).map((bytes) => {
    const start = end;
    end += alignedEnd(bytes);
    return new Uint8Array(memory, start, bytes);
  });
  const columns = job.columns.map((column, i) => {
    const { byteOffset, byteLength } = arrays[i]!;
    const ArrayType =
      column.kind === "integer" ? Int32Array : bytesPerValue(column, job.dtype) === 8 ? Float64Array : Float32Array;
    return [
      column.field,
      new ArrayType(memory as unknown as ArrayBuffer, byteOffset, byteLength / ArrayType.BYTES_PER_ELEMENT),
    ];
  });
  return { ...(Object.fromEntries(columns) as Columns), text: arrays.slice(job.columns.length) };
}

/** Consecutive rows on their way into files, with what was done for them elsewhere. */
export interface PreparedBlock extends RowRange {
  /** The rows, in chunks of the default size that end where files do. As those, they are reused for what comes next. */
  readonly chunks: readonly Chunk[];
  readonly hashes?: BlockHashes;
  /** Their text, by the formats that want it, in pieces that end where files do. */
  readonly text?: ReadonlyMap<FormatName, readonly RowsText[]>;
}

export interface RowsText extends RowRange {
  readonly bytes: Uint8Array;
}
