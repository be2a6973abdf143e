import { crc32, deflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { readBytes, type Source } from "../../../src/formats/source.js";

import { listZip, memberSource } from "../../../src/formats/zip/read.js";
import { ZipWriter } from "../../../src/formats/zip/write.js";
import { THOROUGH } from "../../support/thorough.js";
import { expectRefusal } from "../support/expect-refusal.js";
import { descriptor, fields, rawZip, zip64 } from "../support/raw-zip.js";
import { sourceOfBytes } from "../support/source-of-bytes.js";

const HELLO = Buffer.from("hello hello hello hello");
const MEMBER = { name: "a", data: HELLO };
const DEFLATED = { name: "b", data: HELLO, isDeflated: true };

/** All members by name, in order. */
async function unzip(archive: Uint8Array): Promise<[name: string, data: string][]> {
  const source = sourceOfBytes(archive, "a.zip");
  const files: [string, string][] = [];
  for (const member of await listZip(source)) {
    const file = memberSource(source, member, `a.zip: ${member.name}`);
    files.push([member.name, Buffer.from(await readBytes(file, 0, file.size, "a member")).toString()]);
  }
  return files;
}

const SATURATED = 0xffffffff;
const LONG_SIZES = fields([2, 1], [2, 16], [8, HELLO.length], [8, HELLO.length]);
const HUGE_EXTRA = Buffer.concat([fields([2, 2], [2, 65000]), Buffer.alloc(65000)]);
const TIMES = fields([2, 0x5455], [2, 5], [1, 1], [4, 0]);

describe("zip archives are read", () => {
  it.each<[name: string, archive: Buffer]>([
    ["stored", rawZip([MEMBER])],
    ["deflated", rawZip([{ ...DEFLATED, name: "a" }])],
    ["with the longest comment", rawZip([MEMBER], { comment: Buffer.alloc(65535) })],
    ["with extra fields", rawZip([{ ...MEMBER, extra: TIMES, localExtra: Buffer.concat([TIMES, TIMES]) }])],
    ...[true, false].flatMap((hasSignature) =>
      [4, 8].map((sizeBytes): [string, Buffer] => [
        `with a descriptor of ${sizeBytes} bytes a size, signature: ${hasSignature}`,
        rawZip([
          { ...MEMBER, flags: 8, localCrc: 0, localSize: 0, after: descriptor(MEMBER, hasSignature, sizeBytes) },
        ]),
      ]),
    ),
    ["with 64-bit sizes", rawZip([{ ...MEMBER, localExtra: LONG_SIZES, localSize: SATURATED }])],
    [
      "with 64-bit sizes everywhere",
      rawZip([{ ...MEMBER, extra: LONG_SIZES, size: SATURATED, storedSize: SATURATED, localExtra: LONG_SIZES }]),
    ],
    ["with a zip64 end that nothing needs", rawZip([MEMBER], { before: zip64 })],
    ["with a zip64 end", rawZip([MEMBER], { before: zip64, offset: SATURATED, count: 0xffff })],
  ])("%s", async (_, archive) => {
    expect(await unzip(archive)).toEqual([["a", HELLO.toString()]]);
  });

  it("of several members, in the order of their bytes", async () => {
    const archive = rawZip([MEMBER, DEFLATED, { name: "empty", data: Buffer.alloc(0) }]);
    expect(await unzip(archive)).toEqual([
      ["a", HELLO.toString()],
      ["b", HELLO.toString()],
      ["empty", ""],
    ]);
    expect(await unzip(rawZip([]))).toEqual([]);
  });

  it.runIf(THOROUGH)("of more than 4 GiB, as we write them", async () => {
    const { source, sink } = sparseFile();
    const zip = new ZipWriter(sink);
    const zeros = new Uint8Array(2 ** 24);
    await zip.begin("zeros", 2 ** 32);
    for (let left = 2 ** 32; left > 0; left -= zeros.length) await zip.append(zeros);
    await zip.end();
    await zip.begin("hello", HELLO.length);
    await zip.append(HELLO);
    await zip.end();
    await zip.finish();
    const members = await listZip(source);
    expect(members.map(({ name, size }) => [name, size])).toEqual([
      ["zeros", 2 ** 32],
      ["hello", HELLO.length],
    ]);
    const hello = memberSource(source, members[1]!, "hello");
    expect(Buffer.from(await readBytes(hello, 0, hello.size, "it")).toString()).toBe(HELLO.toString());
  });
});

/** A file that keeps all but zeros. */
function sparseFile() {
  const parts: { offset: number; bytes: Uint8Array }[] = [];
  const source: Source & { size: number } = {
    path: "large.zip",
    size: 0,
    async readInto(target, offset) {
      target.fill(0);
      for (const part of parts) {
        const from = Math.max(0, offset - part.offset);
        const wanted = part.bytes.subarray(from, Math.max(from, offset + target.length - part.offset));
        if (wanted.length > 0) target.set(wanted, Math.max(0, part.offset - offset));
      }
    },
  } as { -readonly [K in keyof Source]: Source[K] };
  const sink = {
    async write(bytes: Uint8Array) {
      if (bytes.length < 2 ** 24) parts.push({ offset: source.size, bytes: bytes.slice() });
      Object.assign(source, { size: source.size + bytes.length });
    },
    close: async () => {},
  };
  return { source, sink };
}

const ZEROS = Buffer.alloc(2 ** 21);

describe("zip archives are refused", () => {
  it.each<[name: string, archive: Uint8Array, message: string]>([
    ["that are empty", Buffer.alloc(0), "is no zip archive, or cut off"],
    ["that are none", Buffer.alloc(100_000, "PK\x05\x06"), "is no zip archive, or cut off"],
    ["that are cut", rawZip([MEMBER]).subarray(0, -1), "is no zip archive, or cut off"],
    [
      "with bytes after their end",
      Buffer.concat([rawZip([MEMBER]), Buffer.from("x")]),
      "is no zip archive, or cut off",
    ],
    [
      "with bytes before their start",
      Buffer.concat([Buffer.from("x"), rawZip([MEMBER])]),
      "the record at the end of the archive contradicts",
    ],
    [
      "with a comment that looks like an end, which Python takes for one",
      rawZip([MEMBER], { comment: Buffer.from("PK\x05\x06 and so on") }),
      "is no zip archive, or cut off",
    ],
    [
      "with a member that needs a later version, which Python does not extract",
      rawZip([{ ...MEMBER, version: 64 }]),
      'has a member "a" that needs version 6.4 of the format, and 6.3 is the last',
    ],
    [
      "with a member that needs one by its own header",
      rawZip([{ ...MEMBER, localVersion: 255 }]),
      'is damaged: the header of "a" is not what the directory says of it',
    ],
    [
      "with a member with a second name, which Python takes for its name",
      rawZip([{ ...MEMBER, extra: fields([2, 0x7075], [2, 6], [1, 1], [4, crc32("a")], [1, 0x62]) }]),
      "has a member with two names",
    ],
    ["on several disks", rawZip([MEMBER], { disk: 1 }), "the record at the end of the archive contradicts"],
    ["with a directory elsewhere", rawZip([MEMBER], { offset: 3 }), "the record at the end of the archive contradicts"],
    [
      "with a directory of 2^32",
      rawZip([MEMBER], { offset: SATURATED }),
      "the record at the end of the archive contradicts",
    ],
    ["with a member too many", rawZip([MEMBER], { count: 2 }), "has a damaged directory"],
    [
      "with a member too few",
      rawZip([MEMBER, DEFLATED], { count: 1 }),
      "47 bytes follow the last entry of its directory",
    ],
    [
      "with ten thousand members",
      rawZip(Array.from({ length: 10_000 }, (_, i) => ({ ...MEMBER, name: `${i}` }))),
      "has 10000 members, and no dataset has so many",
    ],
    [
      "with a huge directory",
      rawZip(Array.from({ length: 80 }, (_, i) => ({ ...MEMBER, name: `${i}`, extra: HUGE_EXTRA }))),
      "has a directory of 5204150 bytes, and that of a dataset is small",
    ],
    [
      "with two ends that differ",
      rawZip([MEMBER], { before: (at, size) => zip64(at, size, { count: 2 }) }),
      "contradicts",
    ],
    [
      "with a zip64 end elsewhere",
      rawZip([MEMBER], { before: (at, size) => zip64(at, size, { at: 0 }) }),
      "contradicts",
    ],
    [
      "with a zip64 end on two disks",
      rawZip([MEMBER], { before: (at, size) => zip64(at, size, { disks: 2 }) }),
      "contradicts",
    ],
    ["with a name twice", rawZip([MEMBER, MEMBER]), 'has two members "a"'],
    ["that are encrypted", rawZip([{ ...MEMBER, flags: 1 }]), 'has a member "a" that is encrypted'],
    ["with patches", rawZip([{ ...MEMBER, flags: 0x20 }]), 'has a member "a" that has unknown flags (0x20)'],
    [
      "of bzip2",
      rawZip([{ ...MEMBER, method: 12 }]),
      'has a member "a" that is compressed with bzip2, and only Deflate',
    ],
    ["of an unknown method", rawZip([{ ...MEMBER, method: 77 }]), "is compressed with method 77, and only Deflate"],
    ["whose stored sizes differ", rawZip([{ ...MEMBER, size: 9 }]), "would have both 23 and 9 bytes"],
    ["that overlap", rawZip([{ ...MEMBER, storedSize: 24, size: 24 }, DEFLATED]), '"a" overlaps what follows it'],
    ["whose members are one", rawZip([MEMBER, { ...DEFLATED, offset: 0 }]), 'is damaged: "a" overlaps what follows it'],
    [
      "with an offset beyond their end",
      rawZip([{ ...MEMBER, offset: 5000 }]),
      'is damaged: "a" begins at 5000, not at 0',
    ],
    [
      "with a gap",
      rawZip([{ ...MEMBER, after: Buffer.from("gap") }]),
      '"a" is followed by 3 bytes that belong to nothing',
    ],
    [
      "with a gap as a descriptor",
      rawZip([{ ...MEMBER, flags: 8, after: Buffer.alloc(15) }]),
      'the data descriptor of "a" is not',
    ],
    [
      "with a descriptor that differs",
      rawZip([{ ...MEMBER, flags: 8, after: descriptor({ ...MEMBER, data: Buffer.from("other") }, true, 4) }]),
      'the data descriptor of "a" is not what',
    ],
    [
      "with a descriptor of another signature",
      rawZip([{ ...MEMBER, flags: 8, after: Buffer.concat([fields([4, 1]), descriptor(MEMBER, false, 4)]) }]),
      'the data descriptor of "a"',
    ],
    [
      "with another local name",
      rawZip([{ ...MEMBER, localName: "z" }]),
      'is damaged: the header of "a" is not what the directory',
    ],
    [
      "with another local size",
      rawZip([{ ...MEMBER, localSize: 9 }]),
      'is damaged: the header of "a" is not what the directory',
    ],
    [
      "with another local checksum",
      rawZip([{ ...MEMBER, localCrc: 9 }]),
      'is damaged: the header of "a" is not what the',
    ],
    [
      "with other local 64-bit sizes",
      rawZip([{ ...MEMBER, localExtra: fields([2, 1], [2, 16], [8, 1], [8, 1]) }]),
      'the header of "a" is not',
    ],
    [
      "without 64-bit sizes",
      rawZip([{ ...MEMBER, size: SATURATED, storedSize: SATURATED }]),
      "has a damaged directory",
    ],
    ["with 64-bit sizes too many", rawZip([{ ...MEMBER, extra: LONG_SIZES }]), "has a damaged directory"],
    [
      "with 64-bit sizes twice",
      rawZip([{ ...MEMBER, localExtra: Buffer.concat([LONG_SIZES, LONG_SIZES]) }]),
      "the extra fields of its members are not",
    ],
    [
      "with cut extra fields",
      rawZip([{ ...MEMBER, extra: TIMES.subarray(0, -1) }]),
      "the extra fields of its members are not sound",
    ],
    [
      "with another checksum",
      rawZip([{ ...MEMBER, crc: 1 }]),
      "a.zip: a: is damaged: its bytes do not have the checksum",
    ],
    [
      "of changed bytes",
      rawZip([{ ...MEMBER, stored: Buffer.from("hello hello hello hellO") }]),
      "a.zip: a: is damaged: its bytes do not",
    ],
    [
      "of another checksum, inflated",
      rawZip([{ ...DEFLATED, crc: 1 }]),
      "a.zip: b: is damaged: its bytes do not have the",
    ],
    [
      "that cannot be inflated",
      rawZip([{ ...DEFLATED, stored: Buffer.alloc(30, 0xff) }]),
      "a.zip: b: is damaged: it cannot be inflated",
    ],
    [
      "that inflate to less",
      rawZip([{ ...DEFLATED, size: 24 }]),
      "a.zip: b: is damaged: it has fewer bytes than it says",
    ],
    [
      "that inflate to more",
      rawZip([{ ...DEFLATED, size: 22 }]),
      "a.zip: b: is damaged: it has more bytes than it says",
    ],
    [
      "whose compressed data are cut",
      rawZip([{ ...DEFLATED, stored: deflateRawSync(HELLO).subarray(0, -1) }]),
      "a.zip: b: is damaged: it cannot be inflated",
    ],
    [
      "with bytes after compressed data",
      rawZip([{ ...DEFLATED, stored: Buffer.concat([deflateRawSync(HELLO), Buffer.from("x")]) }]),
      "a.zip: b: is damaged: its compressed data end before their end",
    ],
    [
      "that are bombs",
      rawZip([{ name: "b", data: ZEROS, stored: deflateRawSync(ZEROS).subarray(0, 1800), method: 8 }]),
      "would make 2097152 bytes of 1800, which Deflate cannot: a zip bomb",
    ],
  ])("%s", async (_, archive, message) => {
    await expectRefusal(unzip(archive), message);
  });
});
