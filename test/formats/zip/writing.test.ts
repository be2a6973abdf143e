import { crc32 } from "node:zlib";
import { expect, it } from "vitest";
import type { Sink } from "../../../src/formats/format.js";
import { ZipWriter } from "../../../src/formats/zip/write.js";
import { THOROUGH } from "../../support/thorough.js";
import { listZip, unzip } from "../support/zip-archive.js";

const MEBIBYTE = new Uint8Array(2 ** 20);

/** Writes an archive whose members are zeros, of these sizes, through one buffer. */
async function writeZeros(sink: Sink, sizes: Readonly<Record<string, number>>): Promise<void> {
  const zip = new ZipWriter(sink);
  for (const [name, size] of Object.entries(sizes)) {
    await zip.begin(name, size);
    for (let left = size; left > 0; left -= MEBIBYTE.length)
      await zip.append(MEBIBYTE.subarray(0, Math.min(left, 2 ** 20)));
    await zip.end();
  }
  await zip.finish();
}

/** Keeps what is written by its offset, but for the zeros. */
function sparseSink() {
  const parts = new Map<number, Buffer>();
  const file = { size: 0, isClosed: false };
  const sink: Sink = {
    async write(bytes) {
      if (bytes.buffer !== MEBIBYTE.buffer) parts.set(file.size, Buffer.from(bytes));
      file.size += bytes.length;
    },
    async close() {
      file.isClosed = true;
    },
  };
  const read = (offset: number, length: number) => {
    const start = Math.max(...[...parts.keys()].filter((part) => part <= offset));
    return parts.get(start)!.subarray(offset - start, offset - start + length);
  };
  return { file, sink, read };
}

// 12 GiB of zeros pass through the checksum, a quarter of a second each; no one keeps them.
it.runIf(THOROUGH)(
  "reference: sizes and offsets from 2^32 − 1 on stand in zip64 fields, as APPNOTE 4.5.3 has it",
  async () => {
    const { file, sink, read } = sparseSink();
    const sizes = {
      "largest-of-32-bits": 2 ** 32 - 2,
      "offset-of-64-bits": 7,
      "smallest-of-64-bits": 2 ** 32 - 1,
      large: 2 ** 32 + 12345,
      empty: 0,
    };
    await writeZeros(sink, sizes);

    const members = listZip(read, file.size);
    expect(Object.fromEntries(members.map(({ name, size }) => [name, size]))).toEqual(sizes);
    expect(members.map((member) => member.hasZip64Sizes)).toEqual([false, false, true, true, false]);
    expect(members.map((member) => member.headerOffset >= 2 ** 32 - 1)).toEqual([false, true, true, true, true]);
    // zlib.crc32 in Python, of as many zeros. That of 2^32 − 1 zeros is 0: after so many, the checksum's register is
    // where it was.
    expect(members.map((member) => member.crc)).toEqual([0x0f6a7026, 0x9d6cdf7e, 0, 0x1e83137d, 0]);
    expect(file.isClosed).toBe(true);
  },
);

it("reference: a small archive has no zip64 fields", async () => {
  const { file, sink, read } = sparseSink();
  await writeZeros(sink, { a: 5, b: 0 });
  expect(listZip(read, file.size).map(({ crc, size }) => [crc, size])).toEqual([
    [crc32(new Uint8Array(5)), 5],
    [0, 0],
  ]);
  expect(file.size).toBe(2 * (30 + 1 + 16 + 46 + 1) + 5 + 22);
});

it("keeps what was appended in parts, some empty, under a name of any characters", async () => {
  const parts: Uint8Array[] = [];
  const zip = new ZipWriter({ write: async (bytes) => void parts.push(bytes), close: async () => {} });
  await zip.begin("größe/数.npy", 6);
  for (const part of ["ab", "", "cdef"]) await zip.append(new TextEncoder().encode(part));
  // Without memory of its own: zlib's crc32 takes it for the start of a new checksum.
  await zip.append(new Uint8Array(new ArrayBuffer(0)));
  await zip.end();
  await zip.finish();
  expect(unzip(Buffer.concat(parts))).toEqual(new Map([["größe/数.npy", Buffer.from("abcdef")]]));
});
