import { bytesOf } from "../../digest/bytes.js";
import { elementCount } from "../arrays.js";
import { FormatError } from "../format-error.js";
import type { Source } from "../source.js";
import type { StoredArray } from "../stored-arrays.js";
import type { ElementType } from "./element-type.js";
import { fortranRows } from "./fortran-rows.js";
import { labelsFromIntegers } from "./labels-from-integers.js";

/** An array as NumPy keeps it in a file. */
export interface NumpyArray {
  readonly path: string;
  readonly type: ElementType;
  readonly shape: readonly number[];
  /** Whether the first index moves fastest, not the last. */
  readonly isFortran: boolean;
  /** Its bytes and no others. */
  readonly data: Source;
}

type Target = Parameters<StoredArray["read"]>[1];

/** What has to be converted passes through a buffer of this size. */
const SCRATCH_BYTES = 2 ** 16;

/** @throws FormatError if it has more than two dimensions, or not as many bytes as its shape needs. */
export function storedArrayOf({ path, type, shape, isFortran, data }: NumpyArray): StoredArray {
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

  function setIntegers(target: Target, scratch: Uint8Array<ArrayBuffer>, start: number): void {
    const labels = target instanceof Int32Array ? target : new Int32Array(target.length);
    const bad = labelsFromIntegers(type, scratch, labels);
    if (bad >= 0) throw new FormatError(path, `has an integer at ${start + bad} that 32 bits do not hold`);
    if (labels !== target) target.set(labels);
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
