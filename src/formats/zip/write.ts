import type { Sink } from "../format.js";
import { HAS_DESCRIPTOR, IS_UTF8, RECORDS, SATURATED, writeFields, writeRecord, ZIP64_EXTRA } from "./records.js";

const FLAGS = HAS_DESCRIPTOR | IS_UTF8;

/** 1 January 1980, the earliest time of the format: the same data gives the same bytes. */
const DOS_TIME = 0x210000;

/** Versions of the format that extracting needs, times ten: any, and for zip64. */
const VERSION = 20;
const ZIP64_VERSION = 45;

interface Member {
  readonly name: Uint8Array;
  readonly offset: number;
  size: number;
  crc: number;
}

/**
 * Writes a zip archive of stored (uncompressed) members to a sink that cannot be rewound: checksums follow the data, in
 * a data descriptor, and the central directory at the end has everything. Zip64 where 32 bits do not suffice.
 */
export class ZipWriter {
  readonly #sink: Sink;
  readonly #members: Member[] = [];
  #offset = 0;

  constructor(sink: Sink) {
    this.#sink = sink;
  }

  /** Begins a member. @param size its bytes, which tells whether it needs zip64 sizes. */
  async begin(name: string, size: number): Promise<void> {
    const member = { name: new TextEncoder().encode(name), offset: this.#offset, size: 0, crc: 0 };
    this.#members.push(member);
    // The descriptor tells the sizes; that they are here says that it has 64 bits for them.
    const extra = zip64Extra(size >= SATURATED ? [0, 0] : []);
    const [version, short] = extra.length > 0 ? [ZIP64_VERSION, SATURATED] : [VERSION, 0];
    const fixed = [version, FLAGS, 0, DOS_TIME, 0, short, short, member.name.length, extra.length] as const;
    const header = writeRecord(RECORDS.localHeader, ...fixed);
    await this.#write(header, member.name, extra);
  }

  /** Appends to the member that was begun. */
  async append(bytes: Uint8Array): Promise<void> {
    // zlib's crc32 begins anew when it is given bytes that have no memory.
    if (bytes.length === 0) return;
    const member = this.#members[this.#members.length - 1]!;
    member.crc = crc32(bytes, member.crc);
    member.size += bytes.length;
    this.#offset += bytes.length;
    await this.#sink.write(bytes);
  }

  /** Ends the member that was begun. */
  async end(): Promise<void> {
    const { crc, size } = this.#members[this.#members.length - 1]!;
    const kind = size >= SATURATED ? RECORDS.longDescriptor : RECORDS.descriptor;
    await this.#write(writeRecord<readonly number[]>(kind, crc, size, size));
  }

  /** Writes the central directory and closes the sink. */
  async finish(): Promise<void> {
    const start = this.#offset;
    for (const member of this.#members) await this.#write(...centralHeader(member));
    const size = this.#offset - start;
    const count = this.#members.length;
    if (start >= SATURATED) {
      const versions = ZIP64_VERSION * 0x10001;
      const end = [RECORDS.zip64End.length - 12, versions, 0, 0, count, count, size, start] as const;
      const locator = writeRecord(RECORDS.zip64Locator, 0, start + size, 1);
      await this.#write(writeRecord(RECORDS.zip64End, ...end), locator);
    }
    await this.#write(writeRecord(RECORDS.end, 0, count, count, size, Math.min(start, SATURATED), 0));
    await this.#sink.close();
  }

  async #write(...parts: readonly Uint8Array[]): Promise<void> {
    const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
    let at = 0;
    for (const part of parts) {
      bytes.set(part, at);
      at += part.length;
    }
    this.#offset += bytes.length;
    await this.#sink.write(bytes);
  }
}

function centralHeader({ name, offset, size, crc }: Member): [header: Uint8Array, name: Uint8Array, extra: Uint8Array] {
  const extra = zip64Extra([size, size, offset].filter((value) => value >= SATURATED));
  const version = extra.length > 0 ? ZIP64_VERSION : VERSION;
  const short = Math.min(size, SATURATED);
  const fixed = [version, version, FLAGS, 0, DOS_TIME, crc, short, short] as const;
  // No comment, on the first disk, without attributes.
  const rest = [name.length, extra.length, 0, 0, 0, 0, Math.min(offset, SATURATED)] as const;
  return [writeRecord(RECORDS.centralHeader, ...fixed, ...rest), name, extra];
}

/** The extra field of numbers that 32 bits do not hold, if there are any. */
function zip64Extra(values: readonly number[]): Uint8Array {
  if (values.length === 0) return new Uint8Array(0);
  return writeFields([2, 2, ...values.map(() => 8)], [ZIP64_EXTRA, 8 * values.length, ...values]);
}

/** What Node and its like lend without an import, which a page could not resolve. */
interface Platform {
  readonly process?: { getBuiltinModule?(name: "node:zlib"): { readonly crc32?: typeof crc32OfTable } | undefined };
}

/**
 * CRC-32 as zip has it: of bytes, or of more bytes than those it was computed of before. The platform's where it has one,
 * which is six times as fast.
 */
export const crc32: (bytes: Uint8Array, before?: number) => number =
  (globalThis as Platform).process?.getBuiltinModule?.("node:zlib")?.crc32 ?? crc32OfTable;

/** Remainders of each byte, for the reversed polynomial of ISO 3309. */
const TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) remainder = (remainder >>> 1) ^ (remainder & 1 && 0xedb88320);
  return remainder;
});

/** The same without a platform. */
export function crc32OfTable(bytes: Uint8Array, before = 0): number {
  let crc = ~before;
  for (let i = 0; i < bytes.length; i++) crc = TABLE[(crc ^ bytes[i]!) & 0xff]! ^ (crc >>> 8);
  return ~crc >>> 0;
}
