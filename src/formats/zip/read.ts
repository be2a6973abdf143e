import { pipeline } from "node:stream";
import { crc32, createInflateRaw } from "node:zlib";
import { MAX_SHIFTS } from "../../config/limits.js";
import { FormatError } from "../format-error.js";
import { printable } from "../printable.js";
import { type ByteStream, bytesFrom, forwardSource, readBytes, type Source } from "../source.js";
import { HAS_DESCRIPTOR, IS_UTF8, RECORDS, readFields, readRecord, SATURATED, ZIP64_EXTRA } from "./records.js";

/** A file in a zip archive. */
export interface ZipMember {
  readonly name: string;
  /** How it is compressed: not, or by Deflate. */
  readonly method: number;
  readonly crc: number;
  /** Bytes of the file. */
  readonly size: number;
  /** Bytes in the archive. */
  readonly storedSize: number;
  /** Place of those in the archive. */
  readonly offset: number;
}

/** A member as the central directory has it. */
interface Entry extends Omit<ZipMember, "offset"> {
  readonly nameBytes: Uint8Array;
  /** Of the format that is needed to extract it, times ten. */
  readonly version: number;
  readonly flags: number;
  /** When the member was changed, in DOS's notation. */
  readonly time: number;
  /** Place of its local header. */
  readonly headerOffset: number;
}

const ZIP64_LENGTH = RECORDS.zip64End.length + RECORDS.zip64Locator.length;

const MAX_COMMENT = 0xffff;

/** Arrays and texts of a dataset with as many shifts as there can be, and eight columns. */
const MAX_MEMBERS = 8 * (MAX_SHIFTS + 3) + 10;

/** So many members with all that can be said of them do not need more. */
const MAX_DIRECTORY = 2 ** 22;

/** Deflate makes 1,032 bytes of one at most. */
const MAX_RATIO = 1100;

/** What is small may well be compressed so. */
const SMALL_SIZE = 2 ** 20;

/** The last version of the format, times ten: Python's zipfile, and so NumPy, extracts no member that needs a later one. */
const MAX_VERSION = 63;

/** Bits 1 and 2 tell how hard the compressor tried. */
const KNOWN_FLAGS = 0x0006 | HAS_DESCRIPTOR | IS_UTF8;

const STORED = 0;
const DEFLATED = 8;

const METHODS: Readonly<Record<number, string>> = {
  9: "Deflate64",
  12: "bzip2",
  14: "LZMA",
  93: "Zstandard",
  95: "XZ",
};

/**
 * Lists a zip archive. It is read strictly: members fill it from its start to the directory without gaps or overlaps,
 * and what is said of a member twice is the same.
 *
 * @see PKWARE, .ZIP File Format Specification (APPNOTE.TXT) 6.3.
 * @throws FormatError
 */
export async function listZip(source: Source): Promise<ZipMember[]> {
  const { path } = source;
  const [count, size, offset] = await findDirectory(source);
  if (count > MAX_MEMBERS) throw new FormatError(path, `has ${count} members, and no dataset has so many`);
  const bytes = Buffer.from((await readBytes(source, offset, size, "the directory of the archive")).buffer);
  const entries = new Map<string, Entry>();
  let at = 0;
  for (let i = 0; i < count; i++) {
    const [entry, end] = entryAt(bytes, at, path);
    checkEntry(entry, path);
    if (entries.has(entry.name)) throw new FormatError(path, `has two members ${printable(entry.name)}`);
    entries.set(entry.name, entry);
    at = end;
  }
  if (at < size) throw new FormatError(path, `is damaged: ${size - at} bytes follow the last entry of its directory`);
  return locateMembers(source, [...entries.values()], offset);
}

/** Members of the archive, and bytes and place of its central directory. */
type Directory = readonly [count: number, size: number, offset: number];

/** Finds the central directory by the record at the end of the archive, which only a comment may follow. */
async function findDirectory(source: Source): Promise<Directory> {
  const { path, size: fileSize } = source;
  const tailStart = Math.max(0, fileSize - RECORDS.end.length - MAX_COMMENT - ZIP64_LENGTH);
  const tail = Buffer.from((await readBytes(source, tailStart, fileSize - tailStart, "the end of the archive")).buffer);
  // A comment that has the mark of a record in it is refused: Python's zipfile, and so NumPy, takes the last mark for the record.
  const at = tail.lastIndexOf("PK\x05\x06", undefined, "latin1");
  const end = readRecord(RECORDS.end, tail, at);
  if (end === undefined || at + RECORDS.end.length + end[5] !== tail.length) {
    throw new FormatError(path, "is no zip archive, or cut off: the record that ends one is not there");
  }
  const [disks, countOnDisk, ...short] = end;
  const long = zip64Directory(tail, at, tailStart);
  const [count, size, offset] = long ?? short;
  const isSame = (value: number, saturated: number, known: number) => value === saturated || value === known;
  const isSound =
    disks === 0 &&
    countOnDisk === short[0] &&
    isSame(short[0], 0xffff, count) &&
    isSame(short[1], SATURATED, size) &&
    isSame(short[2], SATURATED, offset);
  const directoryEnd = tailStart + at - (long === undefined ? 0 : ZIP64_LENGTH);
  if (!isSound || offset + size !== directoryEnd) {
    throw new FormatError(path, "is damaged: the record at the end of the archive contradicts itself");
  }
  if (size > MAX_DIRECTORY) {
    throw new FormatError(path, `has a directory of ${size} bytes, and that of a dataset is small`);
  }
  return [count, size, offset];
}

/** What the record of 64-bit numbers says, if there is its locator before the end record; NaN if it is damaged. */
function zip64Directory(tail: Buffer, end: number, tailStart: number): Directory | undefined {
  const locator = readRecord(RECORDS.zip64Locator, tail, end - RECORDS.zip64Locator.length);
  if (locator === undefined) return undefined;
  const at = end - ZIP64_LENGTH;
  const [length, , own, first, countOnDisk, count, size, offset] = readRecord(RECORDS.zip64End, tail, at) ?? [];
  const [disk, place, disks] = locator;
  const isHere = place === tailStart + at && disk === 0 && disks === 1 && own === 0 && first === 0;
  const isSound = isHere && length === RECORDS.zip64End.length - 12 && countOnDisk === count;
  return isSound ? [count!, size!, offset!] : [NaN, NaN, NaN];
}

/** An entry of the central directory, and where it ends. */
function entryAt(bytes: Buffer, at: number, path: string): [Entry, end: number] {
  const damaged = () =>
    new FormatError(path, "has a damaged directory: its entries are cut off or contradict themselves");
  const fields = readRecord(RECORDS.centralHeader, bytes, at);
  if (fields === undefined) throw damaged();
  const [, version, flags, method, time, crc, shortStoredSize, ...rest] = fields;
  const [shortSize, nameLength, extraLength, commentLength, disk, , , shortOffset] = rest;
  const nameStart = at + RECORDS.centralHeader.length;
  const nameEnd = nameStart + nameLength;
  const extraEnd = nameEnd + extraLength;
  const end = extraEnd + commentLength;
  if (disk !== 0 || end > bytes.length) throw damaged();
  const large = zip64Values(bytes.subarray(nameEnd, extraEnd), path) ?? [];
  const [size, storedSize, headerOffset] = [shortSize, shortStoredSize, shortOffset].map((value) =>
    value === SATURATED ? large.shift() : value,
  );
  if (size === undefined || storedSize === undefined || headerOffset === undefined || large.length > 0) throw damaged();
  const nameBytes = bytes.subarray(nameStart, nameEnd);
  const own = { name: nameBytes.toString(), nameBytes, version, flags, method, time, crc };
  return [{ ...own, size, storedSize, headerOffset }, end];
}

function checkEntry({ name, version, flags, method, size, storedSize }: Entry, path: string): void {
  const refuse = (problem: string) => new FormatError(path, `has a member ${printable(name)} that ${problem}`);
  if (version > MAX_VERSION) throw refuse(`needs version ${version / 10} of the format, and 6.3 is the last`);
  if (flags & 1) throw refuse("is encrypted");
  if (flags & ~KNOWN_FLAGS) throw refuse(`has unknown flags (0x${flags.toString(16)})`);
  if (method !== STORED && method !== DEFLATED) {
    throw refuse(`is compressed with ${METHODS[method] ?? `method ${method}`}, and only Deflate is read`);
  }
  if (method === STORED && size !== storedSize) throw refuse(`would have both ${storedSize} and ${size} bytes`);
  if (size > SMALL_SIZE && size > MAX_RATIO * storedSize) {
    throw refuse(`would make ${size} bytes of ${storedSize}, which Deflate cannot: a zip bomb`);
  }
}

/**
 * The 64-bit numbers of the zip64 extra field among all extra fields of a header, or undefined if there is none. Others
 * (owners, times) are passed over.
 */
function zip64Values(extra: Buffer, path: string): number[] | undefined {
  const damaged = () => new FormatError(path, "is damaged: the extra fields of its members are not sound");
  let values: number[] | undefined;
  for (let at = 0; at < extra.length; ) {
    if (at + 4 > extra.length) throw damaged();
    const [kind, length] = readFields([2, 2] as const, extra, at);
    at += 4 + length;
    if (at > extra.length) throw damaged();
    // Info-ZIP's second name of a member: Python's zipfile takes it for the name.
    if (kind === 0x7075) throw new FormatError(path, "has a member with two names");
    if (kind !== ZIP64_EXTRA) continue;
    if (values !== undefined || length % 8 !== 0) throw damaged();
    values = [...readFields(Array<number>(length / 8).fill(8), extra, at - length)];
  }
  return values;
}

/** Finds the data of the members by their local headers, and checks that these agree with the directory and fill the archive up to it. */
async function locateMembers(source: Source, entries: readonly Entry[], end: number): Promise<ZipMember[]> {
  const inOrder = [...entries].sort((a, b) => a.headerOffset - b.headerOffset);
  const members: ZipMember[] = [];
  let at = 0;
  for (const [i, entry] of inOrder.entries()) {
    const { name, flags, storedSize, headerOffset } = entry;
    const damaged = (problem: string) => new FormatError(source.path, `is damaged: ${printable(name)} ${problem}`);
    if (headerOffset !== at) throw damaged(`begins at ${headerOffset}, not at ${at}`);
    at = inOrder[i + 1]?.headerOffset ?? end;
    const offset = headerOffset + (await checkLocalHeader(source, entry));
    const rest = at - offset - storedSize;
    if (rest < 0) throw damaged("overlaps what follows it");
    if (flags & HAS_DESCRIPTOR) await checkDescriptor(source, entry, offset + storedSize, rest);
    else if (rest > 0) throw damaged(`is followed by ${rest} bytes that belong to nothing`);
    members.push({ ...entry, offset });
  }
  if (at !== end) throw new FormatError(source.path, `has ${end} bytes before its directory, and no members`);
  return members;
}

function contradiction(path: string, what: string): FormatError {
  return new FormatError(path, `is damaged: ${what} is not what the directory says of it`);
}

/** @returns its length. */
async function checkLocalHeader(source: Source, entry: Entry): Promise<number> {
  const what = `the header of ${printable(entry.name)}`;
  const fixedLength = RECORDS.localHeader.length;
  const fixed = Buffer.from(await readBytes(source, entry.headerOffset, fixedLength, what));
  const fields = readRecord(RECORDS.localHeader, fixed, 0);
  if (fields === undefined) throw contradiction(source.path, what);
  const [version, flags, method, time, crc, storedSize, size, nameLength, extraLength] = fields;
  const restLength = nameLength + extraLength;
  const rest = Buffer.from(await readBytes(source, entry.headerOffset + fixedLength, restLength, what));
  // Where a descriptor follows, zeros stand for what it says.
  const isLater = (entry.flags & HAS_DESCRIPTOR) !== 0;
  const agrees = (value: number | undefined, known: number) => value === known || (isLater && value === 0);
  // Python reserves 64 bits for sizes whether they need them or not, and did not always say so in the others.
  const large = zip64Values(rest.subarray(nameLength), source.path);
  const agreesLong = (value: number, known: number) => agrees(value, known) || (large && value === SATURATED);
  const isSame =
    version <= MAX_VERSION &&
    flags === entry.flags &&
    method === entry.method &&
    time === entry.time &&
    rest.subarray(0, nameLength).equals(entry.nameBytes) &&
    agrees(crc, entry.crc) &&
    agreesLong(storedSize, entry.storedSize) &&
    agreesLong(size, entry.size) &&
    (large === undefined || (large.length === 2 && agrees(large[0], entry.size) && agrees(large[1], entry.storedSize)));
  if (!isSame) throw contradiction(source.path, what);
  return fixedLength + restLength;
}

/** Checks a data descriptor: it may begin with a signature, and its sizes have 32 or 64 bits. */
async function checkDescriptor(source: Source, entry: Entry, offset: number, length: number): Promise<void> {
  const what = `the data descriptor of ${printable(entry.name)}`;
  if (![12, 16, 20, 24].includes(length)) throw contradiction(source.path, what);
  const bytes = Buffer.from(await readBytes(source, offset, length, what));
  const kind = length < 20 ? RECORDS.descriptor : RECORDS.longDescriptor;
  const fields =
    length === kind.length ? readRecord<readonly number[]>(kind, bytes, 0) : readFields(kind.widths, bytes, 0);
  const expected = [entry.crc, entry.storedSize, entry.size];
  if (fields?.join() !== expected.join()) throw contradiction(source.path, what);
}

/**
 * The bytes of a member, inflated if need be, as a source. Whoever reads them to the end learns by a FormatError of a
 * checksum that does not fit, or of another size than the announced one.
 *
 * @param path the member, as messages name it.
 */
export function memberSource(archive: Source, member: ZipMember, path: string): Source {
  const { method, offset, storedSize, size, crc } = member;
  return forwardSource(path, size, async function* () {
    const stored = bytesFrom(archive, offset, storedSize);
    let sum = 0;
    for await (const part of method === DEFLATED ? inflated(stored, storedSize, path) : stored) {
      sum = crc32(part, sum);
      yield part;
    }
    if (sum !== crc) throw new FormatError(path, "is damaged: its bytes do not have the checksum of the archive");
  });
}

/** Bytes that are inflated at once: no bomb gets further before somebody looks. */
const CHUNK_BYTES = 2 ** 18;

/** A raw Deflate stream, inflated as it is read. @param size its compressed bytes. */
async function* inflated(stored: ByteStream, size: number, path: string): ByteStream {
  const inflate = createInflateRaw({ chunkSize: CHUNK_BYTES });
  // Its callback has nothing to do: errors come out of the iterator too.
  pipeline(stored, copies, inflate, () => {});
  try {
    yield* inflate;
  } catch (cause) {
    const isOfZlib = cause instanceof Error && "code" in cause && String(cause.code).startsWith("Z_");
    if (!isOfZlib) throw cause;
    throw new FormatError(path, `is damaged: it cannot be inflated (${cause.message})`, undefined, { cause });
  }
  if (inflate.bytesWritten !== size)
    throw new FormatError(path, "is damaged: its compressed data end before their end");
}

/** Its parts to keep, as there is a queue before what inflates them. */
async function* copies(stored: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer, void, void> {
  for await (const part of stored) yield Buffer.from(part);
}
