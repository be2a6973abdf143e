import { FormatError } from "../format-error.js";
import { printable } from "../printable.js";
import { readBytes, type Source } from "../source.js";
import { findDirectory } from "./zip-end.js";
import { locateMembers, MAX_VERSION, type ZipEntry, type ZipMember } from "./zip-layout.js";
import { SATURATED, zip64Values } from "./zip64.js";

/** No dataset has more arrays and texts. */
const MAX_MEMBERS = 64;

/** Deflate makes 1,032 bytes of one at most. */
const MAX_RATIO = 1100;

/** What is small may well be compressed so. */
const SMALL_SIZE = 2 ** 20;

const STORED = 0;
const DEFLATED = 8;

/** Bits 1 and 2 tell how hard the compressor tried, bit 3 that sizes follow the data, bit 11 that names are in UTF-8. */
const KNOWN_FLAGS = 0x080e;

const OTHER_METHODS: Readonly<Record<number, string>> = {
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
  const { count, size, offset } = await findDirectory(source);
  if (count > MAX_MEMBERS) throw new FormatError(path, `has ${count} members, and no dataset has so many`);
  const bytes = Buffer.from((await readBytes(source, offset, size, "the directory of the archive")).buffer);
  const entries: ZipEntry[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    const [entry, end] = entryAt(bytes, at, path);
    checkEntry(entry, path);
    if (entries.some(({ name }) => name === entry.name)) {
      throw new FormatError(path, `has two members ${printable(entry.name)}`);
    }
    entries.push(entry);
    at = end;
  }
  if (at < size) throw new FormatError(path, `is damaged: ${size - at} bytes follow the last entry of its directory`);
  return locateMembers(source, entries, offset);
}

/** An entry of the central directory, and where it ends. */
function entryAt(bytes: Buffer, at: number, path: string): [ZipEntry, end: number] {
  const damaged = () =>
    new FormatError(path, "has a damaged directory: its entries are cut off or contradict themselves");
  if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== 0x02014b50) throw damaged();
  const nameEnd = at + 46 + bytes.readUInt16LE(at + 28);
  const extraEnd = nameEnd + bytes.readUInt16LE(at + 30);
  const end = extraEnd + bytes.readUInt16LE(at + 32);
  if (end > bytes.length) throw damaged();

  const large = zip64Values(bytes.subarray(nameEnd, extraEnd), path) ?? [];
  const longOf = (field: number) => {
    const value = bytes.readUInt32LE(at + field);
    return value === SATURATED ? large.shift() : value;
  };
  const [size, storedSize, headerOffset] = [longOf(24), longOf(20), longOf(42)];
  const isSound = large.length === 0 && bytes.readUInt16LE(at + 34) === 0;
  if (size === undefined || storedSize === undefined || headerOffset === undefined || !isSound) throw damaged();
  const nameBytes = bytes.subarray(at + 46, nameEnd);
  const entry = {
    name: nameBytes.toString(),
    nameBytes,
    version: bytes.readUInt16LE(at + 6),
    flags: bytes.readUInt16LE(at + 8),
    method: bytes.readUInt16LE(at + 10),
    time: bytes.readUInt32LE(at + 12),
    isDeflated: bytes.readUInt16LE(at + 10) === DEFLATED,
    crc: bytes.readUInt32LE(at + 16),
    size,
    storedSize,
    headerOffset,
  };
  return [entry, end];
}

function checkEntry({ name, version, flags, method, size, storedSize }: ZipEntry, path: string): void {
  const refuse = (problem: string) => new FormatError(path, `has a member ${printable(name)} that ${problem}`);
  if (version > MAX_VERSION) throw refuse(`needs version ${version / 10} of the format, and 6.3 is the last`);
  if (flags & 1) throw refuse("is encrypted");
  if (flags & ~KNOWN_FLAGS) throw refuse(`has unknown flags (0x${flags.toString(16)})`);
  if (method !== STORED && method !== DEFLATED) {
    throw refuse(`is compressed with ${OTHER_METHODS[method] ?? `method ${method}`}, and only Deflate is read`);
  }
  if (method === STORED && size !== storedSize) throw refuse(`would have both ${storedSize} and ${size} bytes`);
  if (size > SMALL_SIZE && size > MAX_RATIO * storedSize) {
    throw refuse(`would make ${size} bytes of ${storedSize}, which Deflate cannot: a zip bomb`);
  }
}
