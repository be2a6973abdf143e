import { FormatError } from "../format-error.js";
import type { Source } from "../source.js";

/** Rows are transposed in blocks of this size. */
const BLOCK_BYTES = 2 ** 24;

/** Of a source that goes forward only: each block is another pass through it. */
const FORWARD_BLOCK_BYTES = 2 ** 26;

/** 512 MB, which take some seconds. */
const MAX_PASSES = 8;

/** Most parts of columns to be read: they take a minute. */
const MAX_PARTS = 2 ** 20;

interface Block {
  readonly start: number;
  readonly rows: number;
  /** Shape (columns, rows). */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Fills `target` with whole rows, from row `start` on. */
export type ReadRows = (target: Uint8Array, start: number) => Promise<void>;

/**
 * Reads a matrix that is stored column by column (Fortran order) row by row.
 *
 * @param size bytes of an element: 1, 2, 4 or 8.
 * @param blockBytes what is held in memory, or a row if that is more.
 * @throws FormatError if it is too large to be read so.
 */
export function fortranRows(
  source: Source,
  [rows, columns]: readonly [number, number],
  size: number,
  blockBytes = source.isForwardOnly ? FORWARD_BLOCK_BYTES : BLOCK_BYTES,
): ReadRows {
  const blockRows = Math.min(rows, Math.max(1, Math.floor(blockBytes / (columns * size))));
  const isOneBlock = blockRows === rows;
  const blocks = Math.ceil(rows / blockRows);
  if (!isOneBlock && (blocks * columns > MAX_PARTS || (source.isForwardOnly && blocks > MAX_PASSES))) {
    const problem = "is stored column by column (in Fortran order), and too large to be read so";
    throw new FormatError(source.path, problem, "Save it again after numpy.ascontiguousarray.");
  }

  /** @param old a block whose memory can be used again. */
  async function load(start: number, old: Block | undefined): Promise<Block> {
    const loaded = Math.min(blockRows, rows - start);
    const memory = old?.bytes.buffer ?? new ArrayBuffer(blockRows * columns * size);
    const bytes = new Uint8Array(memory, 0, loaded * columns * size);
    if (isOneBlock) await source.readInto(bytes, 0);
    else {
      const part = loaded * size;
      for (let column = 0; column < columns; column++) {
        await source.readInto(bytes.subarray(column * part, (column + 1) * part), (column * rows + start) * size);
      }
    }
    return { start, rows: loaded, bytes };
  }

  // Whoever reads has it alone, so that one who reads meanwhile makes another.
  let idle: Block | undefined;
  return async (target, start) => {
    const rowBytes = columns * size;
    const end = start + target.length / rowBytes;
    let block = idle;
    idle = undefined;
    for (let row = start; row < end; ) {
      const blockStart = row - (row % blockRows);
      if (block?.start !== blockStart) block = await load(blockStart, block);
      const next = Math.min(end, block.start + block.rows);
      transpose(block, row - block.start, target.subarray((row - start) * rowBytes, (next - start) * rowBytes), size);
      row = next;
    }
    idle = block;
  };
}

/** Copies rows of a block, from its row `first` on, until `target` is full. */
function transpose(block: Block, first: number, target: Uint8Array, size: number): void {
  const columns = block.bytes.length / (block.rows * size);
  // Elements of 8 bytes as two words each: a NaN keeps its payload, as it might not in a Float64Array.
  const wordBytes = Math.min(size, 4);
  const words = size / wordBytes;
  const from = wordsOf(block.bytes, wordBytes);
  const to = wordsOf(target, wordBytes);
  const rows = to.length / (columns * words);
  for (let column = 0; column < columns; column++) {
    let source = (column * block.rows + first) * words;
    for (let row = 0; row < rows; row++) {
      const place = (row * columns + column) * words;
      for (let word = 0; word < words; word++) to[place + word] = from[source++]!;
    }
  }
}

function wordsOf(bytes: Uint8Array, wordBytes: number): Uint8Array | Uint16Array | Uint32Array {
  const Words = wordBytes === 1 ? Uint8Array : wordBytes === 2 ? Uint16Array : Uint32Array;
  return new Words(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength / wordBytes);
}
