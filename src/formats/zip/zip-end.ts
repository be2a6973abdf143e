import { FormatError } from "../format-error.js";
import { readBytes, type Source } from "../source.js";
import { SATURATED } from "./zip64.js";

/** Where the central directory of a zip archive is. */
export interface ZipDirectory {
  /** Members of the archive. */
  readonly count: number;
  /** Bytes of the directory. */
  readonly size: number;
  readonly offset: number;
}

const END_LENGTH = 22;
const MAX_COMMENT = 0xffff;
const LOCATOR_LENGTH = 20;
const ZIP64_END_LENGTH = 56;

/** 64 members with all that can be said of them do not need more. */
const MAX_DIRECTORY = 2 ** 20;

/**
 * Finds the central directory by the record at the end of the archive, which only a comment may follow.
 *
 * @throws FormatError
 */
export async function findDirectory(source: Source): Promise<ZipDirectory> {
  const { path, size } = source;
  const tailStart = Math.max(0, size - END_LENGTH - MAX_COMMENT - LOCATOR_LENGTH - ZIP64_END_LENGTH);
  const tail = Buffer.from((await readBytes(source, tailStart, size - tailStart, "the end of the archive")).buffer);
  const at = endRecord(tail);
  if (at === undefined) {
    throw new FormatError(path, "is no zip archive, or cut off: the record that ends one is not there");
  }
  const count = tail.readUInt16LE(at + 10);
  const short = { count, size: tail.readUInt32LE(at + 12), offset: tail.readUInt32LE(at + 16) };
  const long = zip64End(tail, at, tailStart);
  const directory = long ?? short;
  const isSame = (value: number, saturated: number, known: number) => value === saturated || value === known;
  const isSound =
    tail.readUInt32LE(at + 4) === 0 && // one disk
    tail.readUInt16LE(at + 8) === count &&
    isSame(short.count, 0xffff, directory.count) &&
    isSame(short.size, SATURATED, directory.size) &&
    isSame(short.offset, SATURATED, directory.offset);
  const end = tailStart + at - (long === undefined ? 0 : LOCATOR_LENGTH + ZIP64_END_LENGTH);
  if (!isSound || directory.offset + directory.size !== end) {
    throw new FormatError(path, "is damaged: the record at the end of the archive contradicts itself");
  }
  if (directory.size > MAX_DIRECTORY) {
    throw new FormatError(path, `has a directory of ${directory.size} bytes, and that of a dataset is small`);
  }
  return directory;
}

/**
 * Place of the record at the end, whose comment must end where the archive does. A comment that has the mark of a record in it
 * is refused: Python's zipfile, and so NumPy, takes the last mark for the record.
 */
function endRecord(tail: Buffer): number | undefined {
  const at = tail.lastIndexOf("PK\x05\x06", undefined, "latin1");
  const comment = tail.length - at - END_LENGTH;
  return at >= 0 && comment >= 0 && tail.readUInt16LE(at + 20) === comment ? at : undefined;
}

/** The record of 64-bit numbers, if there is its locator before the end record; of NaN if it is damaged. */
function zip64End(tail: Buffer, end: number, tailStart: number): ZipDirectory | undefined {
  const locator = end - LOCATOR_LENGTH;
  if (locator < 0 || tail.readUInt32LE(locator) !== 0x07064b50) return undefined;
  const at = locator - ZIP64_END_LENGTH;
  const long = (offset: number) => Number(tail.readBigUInt64LE(offset));
  const isSound =
    at >= 0 &&
    tail.readUInt32LE(locator + 4) === 0 &&
    long(locator + 8) === tailStart + at &&
    tail.readUInt32LE(locator + 16) === 1 &&
    tail.readUInt32LE(at) === 0x06064b50 &&
    long(at + 4) === ZIP64_END_LENGTH - 12 &&
    tail.readUInt32LE(at + 16) === 0 &&
    tail.readUInt32LE(at + 20) === 0 &&
    long(at + 24) === long(at + 32);
  if (!isSound) return { count: Number.NaN, size: Number.NaN, offset: Number.NaN };
  return { count: long(at + 32), size: long(at + 40), offset: long(at + 48) };
}
