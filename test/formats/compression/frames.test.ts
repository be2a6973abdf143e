import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Decompression, Fail } from "../../../src/formats/compression/decompression.js";
import { decompressLz4Frame } from "../../../src/formats/compression/lz4-frame.js";
import { decompressZstdFrame } from "../../../src/formats/compression/zstd/zstd-frame.js";

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

class Refused extends Error {}

const fail: Fail = (problem) => new Refused(problem);

function decompress(compressor: string, frame: Uint8Array, size: number): Buffer {
  const decompression = compressor.startsWith("zstd") ? decompressZstdFrame : decompressLz4Frame;
  return contentOf(decompression(size, fail), frame);
}

/** All content of a frame, which must have neither too few nor too many bytes. */
function contentOf(decompression: Decompression, frame: Uint8Array): Buffer {
  const parts: Uint8Array[] = [];
  let at = 0;
  for (let step = decompression.next(); step.done !== true; ) {
    const { output, wanted } = step.value;
    parts.push(output.slice());
    if (at + wanted > frame.length) throw fail("is cut off");
    // A copy that is overwritten after, as the memory of a reader is.
    const given = Uint8Array.from(frame.subarray(at, at + wanted));
    at += wanted;
    step = decompression.next(given);
    given.fill(0xa5);
  }
  if (at < frame.length) throw fail("ends early");
  return Buffer.concat(parts);
}

describe("cross-reader: frames that libzstd and liblz4 made", () => {
  it.each(frames)("$content, $compressor", ({ content, compressor, frame }) => {
    const expected = CONTENTS[content]!;
    expect(decompress(compressor, Buffer.from(frame, "base64"), expected.length).equals(expected)).toBe(true);
  });
});

describe("damaged frames", () => {
  const small = frames.filter(({ frame }) => frame.length < 2500);

  it.each(small)("are refused when they are cut off, or say another size: $content, $compressor", (tested) => {
    const { content, compressor } = tested;
    const frame = Buffer.from(tested.frame, "base64");
    const { length } = CONTENTS[content]!;
    for (let end = 0; end < frame.length; end += 1 + (end >> 3)) {
      expect(() => decompress(compressor, frame.subarray(0, end), length)).toThrow(Refused);
    }
    expect(() => decompress(compressor, Buffer.concat([frame, frame]), length)).toThrow("ends early");
    // Where the frame doesn't say its size, what comes out says it.
    const other = (size: number) => {
      if (decompress(compressor, frame, size).length !== size) throw fail("has another size");
    };
    if (length > 0) expect(() => other(length - 1)).toThrow(Refused);
    expect(() => other(length + 1)).toThrow(Refused);
  });

  it.each(small)("are refused or have another content, at once: $content, $compressor", (tested) => {
    const { content, compressor } = tested;
    const frame = Buffer.from(tested.frame, "base64");
    const start = performance.now();
    for (let bit = 0; bit < frame.length * 8; bit += 1 + (bit >> 5)) {
      const damaged = Uint8Array.from(frame);
      damaged[bit >> 3]! ^= 1 << (bit & 7);
      try {
        decompress(compressor, damaged, CONTENTS[content]!.length);
      } catch (error) {
        expect(error).toBeInstanceOf(Refused);
      }
    }
    expect(performance.now() - start).toBeLessThan(5000);
  });

  it("of LZ4 with checksums are all refused", () => {
    const { frame } = frames.find(({ content, compressor }) => content === "squares" && /9, indep/.test(compressor))!;
    const original = Buffer.from(frame, "base64");
    for (let bit = 0; bit < original.length * 8; bit += 7) {
      const damaged = Uint8Array.from(original);
      damaged[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => decompress("LZ4", damaged, CONTENTS.squares!.length)).toThrow(Refused);
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

describe("Zstandard frames are refused:", () => {
  it.each([
    ["98,047 sequences of 64 kB each in 30 bytes", 131_072, 2, sequences([255, 255, 255], 0, 0, 52), "more in it than"],
    ["a match before the content", 14, 2, sequences([1], 1, 5, 4), "begins before the content"],
    ["an offset of 2^31", 14, 2, sequences([1], 1, 31, 4), "begins before the content"],
    ["weights of which one has all states", 100, 2, DEGENERATE, "more weights than"],
    ["a reserved type of block", 4, 3, [1, 2, 3, 4], "no encoder"],
    ["a block beyond its frame", 4, 0, [1, 2, 3, 4, 5], "no encoder"],
    ["a block of nothing", 4, 2, [], "cut off"],
  ])("%s", (_, size, type, block, message) => {
    const start = performance.now();
    expect(() => decompress("zstd", zstdFrame(size, type, block), size)).toThrow(message);
    expect(performance.now() - start).toBeLessThan(1000);
  });

  it("a window of 2 GB", () => {
    const frame = Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xa8, 1, 0, 0);
    expect(() => decompress("zstd", frame, 2 ** 32)).toThrow("more than 16777216");
  });
});
