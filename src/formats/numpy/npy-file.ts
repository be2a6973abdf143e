import { FormatError } from "../format-error.js";
import { readBytes, type Source, sliceOf } from "../source.js";
import { type NpyHeader, parseNpyHeader } from "./npy-header.js";

/** A .npy file: what it says of its array, and the bytes of that. */
export interface NpyFile extends NpyHeader {
  readonly path: string;
  readonly data: Source;
}

/** NumPy refuses longer headers by default. */
const MAX_HEADER = 10_000;

const MAGIC = "\x93NUMPY";

/**
 * Reads the header of a .npy file of version 1.0, 2.0 or 3.0.
 *
 * @throws FormatError
 */
export async function openNpy(source: Source): Promise<NpyFile> {
  const { path } = source;
  const start = await readBytes(source, 0, Math.min(8, source.size), "the start of an array");
  if (start.length < 8 || latin1(start.subarray(0, 6)) !== MAGIC) throw new FormatError(path, "is no .npy file");
  const [major = 0, minor = 0] = start.subarray(6);
  if (major < 1 || major > 3 || minor !== 0) {
    throw new FormatError(path, `is a .npy file of version ${major}.${minor}, and only 1.0, 2.0 and 3.0 are known`);
  }
  const lengthBytes = major === 1 ? 2 : 4;
  const field = Buffer.from(await readBytes(source, 8, lengthBytes, "the length of the header"));
  const length = field.readUIntLE(0, lengthBytes);
  if (length > MAX_HEADER) throw new FormatError(path, `is damaged: its header would have ${length} bytes`);
  const header = await readBytes(source, 8 + lengthBytes, length, "the header");
  const dataStart = 8 + lengthBytes + length;
  return {
    // Version 3.0 is there for names of fields in UTF-8, and arrays with fields are refused.
    ...parseNpyHeader(latin1(header), path),
    path,
    data: sliceOf(source, dataStart, source.size - dataStart),
  };
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("latin1");
}
