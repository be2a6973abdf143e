import { bytesOf } from "../../digest/bytes.js";
import { elementCount } from "../arrays.js";
import { FormatError } from "../format-error.js";
import { integersFrom } from "../integers.js";
import { printable } from "../printable.js";
import type { Source } from "../source.js";
import type { StoredArray } from "../stored-arrays.js";

/** An array as NumPy keeps it in a file. */
export interface NumpyArray {
  readonly path: string;
  /** Type of the elements in NumPy's notation, as in "<f4". */
  readonly descr: string;
  readonly shape: readonly number[];
  /** Whether the first index moves fastest, not the last. */
  readonly isFortran: boolean;
  /** Its bytes and no others. */
  readonly data: Source;
}

/** The type of the elements of a NumPy array that a dataset can have. */
interface ElementType {
  readonly kind: "float" | "signed" | "unsigned";
  /** Bytes of an element: 4 or 8 of a float, 1 to 8 of an integer. */
  readonly size: number;
  readonly isBigEndian: boolean;
}

const KINDS: Readonly<Record<string, ElementType["kind"]>> = { f: "float", i: "signed", u: "unsigned" };

/** What other types are called, by the letter of their kind. */
const OTHERS: Readonly<Record<string, string>> = {
  O: "Python objects, which only a pickle can hold, and loading that runs code",
  V: "structures",
  U: "texts",
  S: "byte strings",
  b: "booleans",
  "?": "booleans",
  c: "complex numbers",
  m: "durations",
  M: "dates",
};

/**
 * @param descr in NumPy's notation: byte order, kind and bytes, as in "<f4".
 * @param path the array, as messages name it.
 * @throws FormatError for a type that no array of a dataset has, float16 among them.
 */
export function elementTypeFrom(descr: string, path: string): ElementType {
  const [, order = "", letter = "", digits = ""] = /^([<>|=]?)([A-Za-z?])(\d{0,9})$/.exec(descr) ?? [];
  const [kind, size] = [KINDS[letter], Number(digits)];
  const sizes = kind === "float" ? [4, 8] : [1, 2, 4, 8];
  // NumPy itself writes "<" or ">", and "|" of a single byte; it takes all others for the order of the machine.
  if (kind !== undefined && sizes.includes(size)) return { kind, size, isBigEndian: order === ">" };
  const what = OTHERS[letter] ?? (kind === "float" ? `float${8 * size}` : "another type");
  const accepted = "and only float32, float64 and integers of 1 to 8 bytes are read";
  throw new FormatError(path, `is an array of ${what} (${printable(descr)}), ${accepted}`);
}

type Target = Parameters<StoredArray["read"]>[1];

/** What has to be converted passes through a buffer of this size. */
const SCRATCH_BYTES = 2 ** 16;

/** @throws FormatError for elements that no array of a dataset has, more than two dimensions, or other bytes than its shape needs. */
export function storedArrayOf({ path, descr, shape, isFortran, data }: NumpyArray): StoredArray {
  const type = elementTypeFrom(descr, path);
  const { kind, size } = type;
  if (shape.length > 2)
    throw new FormatError(path, `has ${shape.length} dimensions, and no array of a dataset has so many`);
  const bytes = elementCount(shape) * size;
  if (bytes !== data.size) {
    const needed = `an array of the shape (${shape.join(", ")}) with ${size} bytes per element`;
    throw new FormatError(path, `is cut off or damaged: ${needed} does not have ${data.size} bytes`);
  }

  // Where there is only one row or column, the order makes no difference.
  const [rows = 0, columns = 0] = shape;
  const isTransposed = isFortran && rows > 1 && columns > 1;
  const readRows = isTransposed ? fortranRows(data, [rows, columns], size) : undefined;

  /** Elements in C order; their bytes as they are in the file. */
  async function fill(target: Uint8Array, start: number): Promise<void> {
    if (readRows === undefined) await data.readInto(target, start * size);
    else await readRows(target, start / columns);
    if (type.isBigEndian) swapBytes(target, size);
  }
  /** What is not already as the target has it: integers, and float32 where float64 is wanted. */
  async function convert(target: Target, start: number): Promise<void> {
    const rowLength = isTransposed ? columns : 1;
    const capacity = rowLength * Math.max(1, Math.floor(SCRATCH_BYTES / (size * rowLength)));
    const scratch = new Uint8Array(Math.min(capacity, target.length) * size);
    for (let done = 0; done < target.length; ) {
      const part = target.subarray(done, done + capacity);
      await fill(scratch.subarray(0, part.length * size), start + done);
      if (kind === "float") part.set(floatsOf(scratch, size, part.length));
      else setIntegers(part, scratch, start + done);
      done += part.length;
    }
  }

  function setIntegers(target: Target, { buffer }: Uint8Array<ArrayBuffer>, start: number): void {
    const bits = (8 * size) as 8 | 16 | 32 | 64;
    const integers = integersFrom(buffer, bits, kind === "signed", new Float64Array(target.length));
    const bad = integers.findIndex((integer) => integer !== (integer | 0));
    if (bad >= 0) throw new FormatError(path, `has an integer at ${start + bad} that 32 bits do not hold`);
    target.set(integers);
  }

  return {
    path,
    type: kind !== "float" ? "integer" : size === 8 ? "float64" : "float32",
    shape,
    async read(start, target) {
      const isAsStored = kind === "float" && !(target instanceof Int32Array) && target.BYTES_PER_ELEMENT === size;
      if (isAsStored) await fill(bytesOf(target), start);
      else await convert(target, start);
    },
  };
}

function floatsOf({ buffer }: Uint8Array<ArrayBuffer>, size: number, length: number): Float32Array | Float64Array {
  return size === 8 ? new Float64Array(buffer, 0, length) : new Float32Array(buffer, 0, length);
}

function swapBytes(bytes: Uint8Array, size: number): void {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (size === 2) buffer.swap16();
  else if (size === 4) buffer.swap32();
  else if (size === 8) buffer.swap64();
}

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

/**
 * Reads a matrix that is stored column by column (Fortran order): gives what fills a target with whole rows, from row `start` on.
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
): (target: Uint8Array, start: number) => Promise<void> {
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
