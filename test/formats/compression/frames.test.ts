import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { decompressLz4 } from "../../../src/formats/compression/lz4.js";
import { decompressZstd, loadZstd } from "../../../src/formats/compression/zstd.js";
import { Damage } from "../../../src/formats/damage.js";
import { sourceOfBytes } from "../support/source-of-bytes.js";

interface Frame {
  readonly content: string;
  readonly compressor: string;
  readonly frame: string;
}

const frames: Frame[] = JSON.parse(
  readFileSync(new URL("../../../fixtures/foreign/frames/frames.json", import.meta.url), "utf-8"),
);

/** The contents of fixtures/foreign/make_frames.py. */
const noise = random(600, 256);
const CONTENTS: Readonly<Record<string, Uint8Array>> = {
  nothing: new Uint8Array(0),
  "one byte": Buffer.from("a"),
  zeros: new Uint8Array(300_000),
  noise,
  digits: random(1500, 10).map((value) => 48 + value),
  squares: Buffer.from(Array.from({ length: 700 }, (_, i) => `${i * i},`).join("")),
  remainders: Buffer.from(Array.from({ length: 100_000 }, (_, i) => `${(i * i) % 97},`).join("")),
  "far apart": Buffer.concat([noise, Buffer.alloc(200_000), noise, Buffer.alloc(1000), noise.subarray(100)]),
};

function random(count: number, bound: number): Uint8Array {
  let state = 1;
  return Uint8Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 24) % bound;
  });
}

beforeAll(loadZstd);

/** All content of a frame, which must have neither too few nor too many bytes. */
async function decompress(compressor: string, frame: Uint8Array, size: number): Promise<Uint8Array> {
  if (compressor.startsWith("zstd")) return decompressZstd(frame, size);
  const parts: Uint8Array[] = [];
  for await (const piece of decompressLz4(sourceOfBytes(frame, "f"), size)) parts.push(piece.slice());
  return Buffer.concat(parts);
}

describe("cross-reader: frames that libzstd and liblz4 made", () => {
  it.each(frames)("$content, $compressor", async ({ content, compressor, frame }) => {
    const expected = CONTENTS[content]!;
    const found = await decompress(compressor, Buffer.from(frame, "base64"), expected.length);
    expect(Buffer.from(found).equals(expected)).toBe(true);
  });
});

describe("damaged frames", () => {
  const small = frames.filter(({ frame }) => frame.length < 2500);

  it.each(small)("are refused when they are cut off, or say another size: $content, $compressor", async (tested) => {
    const { content, compressor } = tested;
    const frame = Buffer.from(tested.frame, "base64");
    const { length } = CONTENTS[content]!;
    const isDamage = (bytes: Uint8Array, size: number) =>
      expect(decompress(compressor, bytes, size)).rejects.toThrow(Damage);
    for (let end = 0; end < frame.length; end += 1 + (end >> 3)) await isDamage(frame.subarray(0, end), length);
    if (length > 0) await isDamage(Buffer.concat([frame, frame]), length);
    await isDamage(Buffer.concat([frame, Buffer.from("x")]), length);
    if (length > 0) await isDamage(frame, length - 1);
    await isDamage(frame, length + 1);
  });

  it.each(small)("are refused or have another content, at once: $content, $compressor", async (tested) => {
    const { content, compressor } = tested;
    const frame = Buffer.from(tested.frame, "base64");
    const start = performance.now();
    for (let bit = 0; bit < frame.length * 8; bit += 1 + (bit >> 5)) {
      const damaged = Uint8Array.from(frame);
      damaged[bit >> 3]! ^= 1 << (bit & 7);
      try {
        await decompress(compressor, damaged, CONTENTS[content]!.length);
      } catch (error) {
        expect(error).toBeInstanceOf(Damage);
      }
    }
    expect(performance.now() - start).toBeLessThan(5000);
  });

  it.each([
    ["LZ4", /9, indep/],
    ["zstd", /zstd.*checksum/],
  ])("of %s with checksums are all refused", async (name, pattern) => {
    const { frame } = frames.find(({ content, compressor }) => content === "squares" && pattern.test(compressor))!;
    const original = Buffer.from(frame, "base64");
    const expected = CONTENTS.squares!;
    for (let bit = 0; bit < original.length * 8; bit += 7) {
      const damaged = Uint8Array.from(original);
      damaged[bit >> 3]! ^= 1 << (bit & 7);
      const found = await decompress(name, damaged, expected.length).catch((error: unknown) => error);
      // What a bit says that libzstd does not need, such as its window's size, may be another.
      if (found instanceof Uint8Array && name === "zstd") expect(Buffer.from(found).equals(expected)).toBe(true);
      else expect(found).toBeInstanceOf(Damage);
    }
  });
});

/** A Zstandard frame of one block of the given type. */
function zstdFrame(size: number, type: number, block: readonly number[], length = block.length): Uint8Array {
  const header = (length << 3) | (type << 1) | 1;
  const bytes = (value: number, count: number) => Array.from({ length: count }, (_, i) => (value >>> (8 * i)) & 255);
  return Uint8Array.from([0x28, 0xb5, 0x2f, 0xfd, 0xa0, ...bytes(size, 4), ...bytes(header, 3), ...block]);
}

/** A block of one literal and sequences of one kind. */
const sequences = (count: readonly number[], literals: number, offset: number, match: number) => [
  ...[0x08, 65],
  ...count,
  ...[0x54, literals, offset, match, 0xff, 0xff, 0xff, 0x01],
];

/** Literals whose codes have weights in a table of one symbol, which takes no bits and so never ends. */
const DEGENERATE = [0x42, 0x86, 0x01, 0x04, 0xf0, 0x03, 0xff, 0x07, 0x01, 0x00];

describe("Zstandard frames are refused, at once:", () => {
  it.each([
    ["98,047 sequences of 64 kB each in 30 bytes", 131_072, 2, sequences([255, 255, 255], 0, 0, 52)],
    ["a match before the content", 14, 2, sequences([1], 1, 5, 4)],
    ["an offset of 2^31", 14, 2, sequences([1], 1, 31, 4)],
    ["weights of which one has all states", 100, 2, DEGENERATE],
    ["a reserved type of block", 4, 3, [1, 2, 3, 4]],
    ["a block beyond its frame", 4, 0, [1, 2, 3, 4, 5]],
    ["a block of nothing", 4, 2, []],
  ])("%s", async (_, size, type, block) => {
    const start = performance.now();
    await expect(decompress("zstd", zstdFrame(size, type, block), size)).rejects.toThrow(Damage);
    expect(performance.now() - start).toBeLessThan(1000);
  });

  it("what announces more than it may have, of which no memory is taken", async () => {
    const before = process.memoryUsage().rss;
    for (const size of [0, 1, 1000]) {
      await expect(decompress("zstd", zstdFrame(2 ** 31 - 1, 1, [65], 2 ** 17), size)).rejects.toThrow(Damage);
    }
    expect(process.memoryUsage().rss - before).toBeLessThan(100e6);
  });

  it("what is no frame, of nothing too", async () => {
    for (const size of [0, 1]) await expect(decompress("zstd", Buffer.from("abcdefgh"), size)).rejects.toThrow(Damage);
  });
});
