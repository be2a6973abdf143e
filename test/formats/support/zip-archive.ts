import { crc32 } from "node:zlib";
import { expect } from "vitest";

/** A stored member of a zip archive. */
export interface ZipMember {
  readonly name: string;
  readonly crc: number;
  readonly size: number;
  /** Offsets of its local header and of its data. */
  readonly headerOffset: number;
  readonly offset: number;
  /** Whether its sizes stand in the zip64 extra field. */
  readonly hasZip64Sizes: boolean;
}

type Read = (offset: number, length: number) => Buffer;

const UNKNOWN = 0xffffffff;

/**
 * Lists an archive by its central directory, and checks that local headers and data descriptors agree with it. Knows
 * what NumPy needs: stored members, one disk, no comment.
 *
 * @see PKWARE, APPNOTE.TXT 6.3, sections 4.3 and 4.5.3
 */
export function listZip(read: Read, archiveSize: number): ZipMember[] {
  const directory = findDirectory(read, archiveSize);
  const members: ZipMember[] = [];
  let at = directory.offset;
  for (let i = 0; i < directory.count; i++) {
    const fixed = read(at, 46);
    expect(fixed.readUInt32LE(0)).toBe(0x02014b50);
    expect(fixed.readUInt16LE(10)).toBe(0); // stored
    const [nameLength, extraLength] = [fixed.readUInt16LE(28), fixed.readUInt16LE(30)];
    const name = read(at + 46, nameLength).toString();
    const large = zip64Values(read(at + 46 + nameLength, extraLength));
    const take = (value: number) => (value === UNKNOWN ? large.shift()! : value);
    const hasZip64Sizes = fixed.readUInt32LE(24) === UNKNOWN;
    const size = take(fixed.readUInt32LE(24));
    expect(take(fixed.readUInt32LE(20))).toBe(size);
    const headerOffset = take(fixed.readUInt32LE(42));
    expect(large).toEqual([]);
    const crc = fixed.readUInt32LE(16);
    const offset = headerOffset + checkLocalHeader(read(headerOffset, 30), read, headerOffset, name, hasZip64Sizes);
    checkDescriptor(read(offset + size, hasZip64Sizes ? 24 : 16), crc, size);
    members.push({ name, crc, size, headerOffset, offset, hasZip64Sizes });
    at += 46 + nameLength + extraLength;
  }
  expect(at).toBe(directory.offset + directory.size);
  // Data begin where the local header ends, and end where the next one begins: nothing is between.
  for (const [i, { offset, size, hasZip64Sizes }] of members.entries()) {
    expect(offset + size + (hasZip64Sizes ? 24 : 16)).toBe(members[i + 1]?.headerOffset ?? directory.offset);
  }
  return members;
}

function findDirectory(read: Read, archiveSize: number): { count: number; size: number; offset: number } {
  const end = read(archiveSize - 22, 22);
  expect(end.readUInt32LE(0)).toBe(0x06054b50);
  expect(end.readUInt16LE(20)).toBe(0);
  const offset = end.readUInt32LE(16);
  if (offset !== UNKNOWN) return { count: end.readUInt16LE(10), size: end.readUInt32LE(12), offset };

  const locator = read(archiveSize - 22 - 20, 20);
  expect([locator.readUInt32LE(0), locator.readUInt32LE(16)]).toEqual([0x07064b50, 1]);
  const recordOffset = Number(locator.readBigUInt64LE(8));
  expect(recordOffset).toBe(archiveSize - 22 - 20 - 56);
  const record = read(recordOffset, 56);
  expect([record.readUInt32LE(0), record.readBigUInt64LE(4)]).toEqual([0x06064b50, 44n]);
  expect(record.readBigUInt64LE(24)).toBe(record.readBigUInt64LE(32));
  const [count, size, start] = [32, 40, 48].map((at) => Number(record.readBigUInt64LE(at))) as [number, number, number];
  expect([end.readUInt16LE(10), end.readUInt32LE(12)]).toEqual([count, size]);
  return { count, size, offset: start };
}

/** The 64-bit numbers of a zip64 extra field, which must be the only one; none if there is none. */
function zip64Values(extra: Buffer): number[] {
  if (extra.length === 0) return [];
  expect([extra.readUInt16LE(0), extra.readUInt16LE(2)]).toEqual([1, extra.length - 4]);
  return Array.from({ length: (extra.length - 4) / 8 }, (_, i) => Number(extra.readBigUInt64LE(4 + 8 * i)));
}

/** @returns length of the local header. */
function checkLocalHeader(fixed: Buffer, read: Read, at: number, name: string, isLarge: boolean): number {
  expect(fixed.readUInt32LE(0)).toBe(0x04034b50);
  expect(fixed.readUInt16LE(4)).toBe(isLarge ? 45 : 20);
  expect(fixed.readUInt16LE(6) & 8).toBe(8); // sizes and checksum follow the data
  const [nameLength, extraLength] = [fixed.readUInt16LE(26), fixed.readUInt16LE(28)];
  expect(read(at + 30, nameLength).toString()).toBe(name);
  expect(zip64Values(read(at + 30 + nameLength, extraLength)).length > 0).toBe(isLarge);
  return 30 + nameLength + extraLength;
}

function checkDescriptor(descriptor: Buffer, crc: number, size: number): void {
  expect([descriptor.readUInt32LE(0), descriptor.readUInt32LE(4)]).toEqual([0x08074b50, crc]);
  const isLarge = descriptor.length === 24;
  const sizes = isLarge
    ? [Number(descriptor.readBigUInt64LE(8)), Number(descriptor.readBigUInt64LE(16))]
    : [descriptor.readUInt32LE(8), descriptor.readUInt32LE(12)];
  expect(sizes).toEqual([size, size]);
}

/** The members of an archive in memory, by name, in order. */
export function unzip(archive: Buffer): Map<string, Buffer> {
  const members = listZip((offset, length) => archive.subarray(offset, offset + length), archive.length);
  return new Map(
    members.map(({ name, offset, size, crc }) => {
      const data = archive.subarray(offset, offset + size);
      expect(crc32(data)).toBe(crc);
      return [name, data];
    }),
  );
}
