import { FormatError } from "../format-error.js";
import { printable } from "../printable.js";
import { readBytes, type Source } from "../source.js";
import { SATURATED, zip64Values } from "./zip64.js";

/** A file in a zip archive. */
export interface ZipMember {
  readonly name: string;
  readonly isDeflated: boolean;
  readonly crc: number;
  /** Bytes of the file. */
  readonly size: number;
  /** Bytes in the archive. */
  readonly storedSize: number;
  /** Place of those in the archive. */
  readonly offset: number;
}

/** A member as the central directory has it. */
export interface ZipEntry extends Omit<ZipMember, "offset"> {
  readonly nameBytes: Uint8Array;
  /** Of the format that is needed to extract it, times ten. */
  readonly version: number;
  readonly flags: number;
  readonly method: number;
  /** When the member was changed, in DOS's notation. */
  readonly time: number;
  /** Place of its local header. */
  readonly headerOffset: number;
}

/** The last version of the format, times ten: Python's zipfile, and so NumPy, extracts no member that needs a later one. */
export const MAX_VERSION = 63;

/** A flag: checksum and sizes follow the data, in a descriptor. */
const HAS_DESCRIPTOR = 0x0008;

/**
 * Finds the data of the members by their local headers, and checks that these agree with the directory and fill the
 * archive up to it.
 *
 * @param end where the directory begins.
 * @throws FormatError
 */
export async function locateMembers(source: Source, entries: readonly ZipEntry[], end: number): Promise<ZipMember[]> {
  const inOrder = [...entries].sort((a, b) => a.headerOffset - b.headerOffset);
  const members: ZipMember[] = [];
  let at = 0;
  for (const [i, entry] of inOrder.entries()) {
    const { name, isDeflated, crc, size, storedSize, headerOffset } = entry;
    const damaged = (problem: string) => new FormatError(source.path, `is damaged: ${printable(name)} ${problem}`);
    if (headerOffset !== at) throw damaged(`begins at ${headerOffset}, not at ${at}`);
    at = inOrder[i + 1]?.headerOffset ?? end;
    const offset = headerOffset + (await checkLocalHeader(source, entry));
    const rest = at - offset - storedSize;
    if (rest < 0) throw damaged("overlaps what follows it");
    if (entry.flags & HAS_DESCRIPTOR) await checkDescriptor(source, entry, offset + storedSize, rest);
    else if (rest > 0) throw damaged(`is followed by ${rest} bytes that belong to nothing`);
    members.push({ name, isDeflated, crc, size, storedSize, offset });
  }
  if (at !== end) throw new FormatError(source.path, `has ${end} bytes before its directory, and no members`);
  return members;
}

/** @returns its length. */
async function checkLocalHeader(source: Source, entry: ZipEntry): Promise<number> {
  const what = `the header of ${printable(entry.name)}`;
  const fixed = Buffer.from(await readBytes(source, entry.headerOffset, 30, what));
  const [nameLength, extraLength] = [fixed.readUInt16LE(26), fixed.readUInt16LE(28)];
  const rest = Buffer.from(await readBytes(source, entry.headerOffset + 30, nameLength + extraLength, what));
  // Where a descriptor follows, zeros stand for what it says.
  const isLater = (entry.flags & HAS_DESCRIPTOR) !== 0;
  const agrees = (value: number | undefined, known: number) => value === known || (isLater && value === 0);
  // Python reserves 64 bits for sizes whether they need them or not, and did not always say so in the others.
  const large = zip64Values(rest.subarray(nameLength), source.path);
  const agreesLong = (value: number, known: number) => agrees(value, known) || (large && value === SATURATED);
  const isSame =
    fixed.readUInt32LE(0) === 0x04034b50 &&
    fixed.readUInt16LE(4) <= MAX_VERSION &&
    fixed.readUInt16LE(6) === entry.flags &&
    fixed.readUInt16LE(8) === entry.method &&
    fixed.readUInt32LE(10) === entry.time &&
    rest.subarray(0, nameLength).equals(entry.nameBytes) &&
    agrees(fixed.readUInt32LE(14), entry.crc) &&
    agreesLong(fixed.readUInt32LE(18), entry.storedSize) &&
    agreesLong(fixed.readUInt32LE(22), entry.size) &&
    (large === undefined || (large.length === 2 && agrees(large[0], entry.size) && agrees(large[1], entry.storedSize)));
  if (!isSame) throw new FormatError(source.path, `is damaged: ${what} is not what the directory says of it`);
  return 30 + nameLength + extraLength;
}

/** Checks a data descriptor: it may begin with a signature, and its sizes have 32 or 64 bits. */
async function checkDescriptor(source: Source, entry: ZipEntry, offset: number, length: number): Promise<void> {
  const what = `the data descriptor of ${printable(entry.name)}`;
  const damaged = () => new FormatError(source.path, `is damaged: ${what} is not what the directory says of it`);
  if (![12, 16, 20, 24].includes(length)) throw damaged();
  const bytes = Buffer.from(await readBytes(source, offset, length, what));
  const hasSignature = length % 8 === 0;
  if (hasSignature && bytes.readUInt32LE(0) !== 0x08074b50) throw damaged();
  const fields = bytes.subarray(hasSignature ? 4 : 0);
  const longAt = (at: number) => Number(fields.readBigUInt64LE(at));
  const [storedSize, size] =
    fields.length === 20 ? [longAt(4), longAt(12)] : [fields.readUInt32LE(4), fields.readUInt32LE(8)];
  if (fields.readUInt32LE(0) !== entry.crc || storedSize !== entry.storedSize || size !== entry.size) throw damaged();
}
