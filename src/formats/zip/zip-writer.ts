import { crc32 } from "node:zlib";
import type { Sink } from "../format.js";

/** From these sizes on, a field of 32 bits says "see the zip64 extra field". */
const MAX_UINT32 = 0xffffffff;

/** 1 January 1980, the earliest date of the format: the same data gives the same bytes. */
const DOS_DATE = 0x21;

interface Member {
  readonly name: Uint8Array;
  readonly offset: number;
  size: number;
  crc: number;
}

/**
 * Writes a zip archive of stored (uncompressed) members to a sink that cannot be rewound: checksums follow the data, in
 * a data descriptor, and the central directory at the end has everything. Zip64 where 32 bits do not suffice.
 *
 * @see PKWARE, .ZIP File Format Specification (APPNOTE.TXT) 6.3.
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
    const zip64 = size >= MAX_UINT32;
    const header = new Fields(30 + member.name.length + (zip64 ? 20 : 0));
    header
      .uint32(0x04034b50)
      .uint16(zip64 ? 45 : 20)
      .uint16(FLAGS)
      .uint16(0)
      .uint16(0)
      .uint16(DOS_DATE);
    header
      .uint32(0)
      .uint32(zip64 ? MAX_UINT32 : 0)
      .uint32(zip64 ? MAX_UINT32 : 0);
    header
      .uint16(member.name.length)
      .uint16(zip64 ? 20 : 0)
      .bytes(member.name);
    // Its presence tells a reader that the descriptor has sizes of 64 bits.
    if (zip64) header.uint16(1).uint16(16).uint64(0).uint64(0);
    await this.#write(header.done());
  }

  /** Appends to the member that was begun. */
  async append(bytes: Uint8Array): Promise<void> {
    // zlib's crc32 begins anew when it is given bytes that have no memory.
    if (bytes.length === 0) return;
    const member = this.#members[this.#members.length - 1]!;
    member.crc = crc32(bytes, member.crc);
    member.size += bytes.length;
    await this.#write(bytes);
  }

  /** Ends the member that was begun. */
  async end(): Promise<void> {
    const { crc, size } = this.#members[this.#members.length - 1]!;
    const zip64 = size >= MAX_UINT32;
    const descriptor = new Fields(zip64 ? 24 : 16).uint32(0x08074b50).uint32(crc);
    if (zip64) descriptor.uint64(size).uint64(size);
    else descriptor.uint32(size).uint32(size);
    await this.#write(descriptor.done());
  }

  /** Writes the central directory and closes the sink. */
  async finish(): Promise<void> {
    const start = this.#offset;
    for (const member of this.#members) await this.#write(centralHeader(member));
    const size = this.#offset - start;
    const count = this.#members.length;
    if (start >= MAX_UINT32) await this.#write(zip64End(count, size, start));
    const end = new Fields(22).uint32(0x06054b50).uint16(0).uint16(0).uint16(count).uint16(count);
    end.uint32(size).uint32(Math.min(start, MAX_UINT32)).uint16(0);
    await this.#write(end.done());
    await this.#sink.close();
  }

  async #write(bytes: Uint8Array): Promise<void> {
    this.#offset += bytes.length;
    await this.#sink.write(bytes);
  }
}

/** Bit 3: sizes and checksum follow the data. Bit 11: names are UTF-8. */
const FLAGS = 0x0808;

function centralHeader({ name, offset, size, crc }: Member): Uint8Array {
  const large = [size, size, offset].map((value) => value >= MAX_UINT32);
  const extra = large.some(Boolean) ? 4 + 8 * large.filter(Boolean).length : 0;
  const header = new Fields(46 + name.length + extra);
  header
    .uint32(0x02014b50)
    .uint16(extra ? 45 : 20)
    .uint16(extra ? 45 : 20)
    .uint16(FLAGS)
    .uint16(0)
    .uint16(0);
  header.uint16(DOS_DATE).uint32(crc).uint32(Math.min(size, MAX_UINT32)).uint32(Math.min(size, MAX_UINT32));
  header.uint16(name.length).uint16(extra).uint16(0).uint16(0).uint16(0).uint32(0);
  header.uint32(Math.min(offset, MAX_UINT32)).bytes(name);
  if (extra) header.uint16(1).uint16(extra - 4);
  for (const [i, value] of [size, size, offset].entries()) if (large[i]) header.uint64(value);
  return header.done();
}

/** The zip64 end of central directory record, and its locator. */
function zip64End(count: number, size: number, start: number): Uint8Array {
  const end = new Fields(56 + 20);
  end.uint32(0x06064b50).uint64(44).uint16(45).uint16(45).uint32(0).uint32(0).uint64(count).uint64(count);
  end.uint64(size).uint64(start);
  end
    .uint32(0x07064b50)
    .uint32(0)
    .uint64(start + size)
    .uint32(1);
  return end.done();
}

/** Appends little-endian fields to a record of known length. */
class Fields {
  readonly #view: DataView<ArrayBuffer>;
  #at = 0;

  constructor(length: number) {
    this.#view = new DataView(new ArrayBuffer(length));
  }
  uint16(value: number): this {
    this.#view.setUint16(this.#at, value, true);
    this.#at += 2;
    return this;
  }
  uint32(value: number): this {
    this.#view.setUint32(this.#at, value, true);
    this.#at += 4;
    return this;
  }
  uint64(value: number): this {
    this.#view.setBigUint64(this.#at, BigInt(value), true);
    this.#at += 8;
    return this;
  }
  bytes(bytes: Uint8Array): this {
    new Uint8Array(this.#view.buffer).set(bytes, this.#at);
    this.#at += bytes.length;
    return this;
  }
  done(): Uint8Array {
    return new Uint8Array(this.#view.buffer);
  }
}
