import { describe, expect, it } from "vitest";
import { independentStream } from "../../src/random/xoshiro.js";
import { sha256 } from "../support/arrays.js";
import { blocked } from "../support/fixtures.js";
import { parseHexFloat, parseHexFloats } from "../support/hex-float.js";
import { chiSquareLimit, correlation, jointLimit } from "../support/normal.js";

describe("reference: fixtures/make_blocked.py, whose ARC4, xoshiro128++ and ziggurat are its own", () => {
  it.each(blocked.streams)("$name", (expected) => {
    const stream = () => independentStream(expected.name);
    const words = stream();
    expect(expected.words.map(() => words.word() >>> 0)).toEqual(expected.words);
    const uniforms = stream();
    expect(expected.uniforms.map(() => uniforms.uniform())).toEqual([...parseHexFloats(expected.uniforms)]);
    const choices = stream();
    expect(expected["choices of 48"].map(() => choices.choice(48))).toEqual(expected["choices of 48"]);
    expect([...stream().permutation(10)]).toEqual(expected["permutation of 10"]);
    const normals = new Float64Array(20_000);
    stream().fillNormals(normals, 0, normals.length, 1);
    expect(normals.slice(0, 4)).toEqual(parseHexFloats(expected.normals));
    expect(Math.max(...normals.map(Math.abs))).toBe(Math.abs(parseHexFloat(expected["largest of them"])));
    expect(sha256(normals)).toBe(expected["20000 normals, sha256"]);
  });
});

// All streams of these names, at the same places: 24 of them, 276 pairs.
const SEEDS = ["seed 42 ", "seed 43 ", "seed 4294967295 "];
const BLOCKS = [0, 1, 10, 2 ** 20, 2 ** 33, 2 ** 40];
const names = [
  ...BLOCKS.map((block) => `seed 42 train block ${block}`),
  ...BLOCKS.map((block) => `seed 42 test block ${block}`),
  ...BLOCKS.map((block) => `seed 42 label noise block ${block}`),
  ...SEEDS.slice(1).map((seed) => `${seed}train block 0`),
  ...SEEDS.map((seed) => `${seed}positions`),
  "calibration",
].map((name) => `mnist1d blocked-v1 ${name}`);

describe("statistics: streams of neighbouring and distant blocks, of splits and seeds", () => {
  const count = 1 << 14;
  const drawn = names.map((name) => {
    const [words, normals] = [independentStream(name), new Float64Array(count)];
    independentStream(name).fillNormals(normals, 0, count, 1);
    return { words: Int32Array.from({ length: count }, () => words.word()), normals };
  });
  const pairs = drawn.flatMap((a, i) => drawn.slice(i + 1).map((b) => [a, b] as const));

  it("are uncorrelated in their words and their normals", () => {
    const limit = jointLimit(2 * pairs.length) / Math.sqrt(count);
    for (const [a, b] of pairs) {
      expect(Math.abs(correlation(Float64Array.from(a.words), Float64Array.from(b.words)))).toBeLessThan(limit);
      expect(Math.abs(correlation(a.normals, b.normals))).toBeLessThan(limit);
    }
  });

  it("differ in half of the bits", () => {
    const limit = jointLimit(pairs.length) * Math.sqrt(8 * count); // of 32·count bits, each with a variance of 1/4
    for (const [a, b] of pairs) {
      const bits = a.words.reduce((sum, word, i) => sum + bitCount(word ^ b.words[i]!), 0);
      expect(Math.abs(bits - 16 * count)).toBeLessThan(limit);
    }
  });

  // 24·2^12 windows of 64 bits: two are equal by chance with a probability below 3e-10.
  it("do not repeat each other, or themselves, at any distance", () => {
    const used = 1 << 12;
    const windows = new BigUint64Array(names.length * used);
    for (const [k, { words }] of drawn.entries()) {
      for (let i = 0; i < used; i++) {
        windows[k * used + i] = (BigInt(words[i]! >>> 0) << 32n) | BigInt(words[i + 1]! >>> 0);
      }
    }
    expect(new Set(windows).size).toBe(windows.length);
  });
});

describe("statistics: the seeds of consecutive blocks", () => {
  // Names that differ in a digit or two: where a weakness of ARC4's key schedule would show.
  const count = 8192;
  const first = Array.from({ length: count }, (_, block) => {
    const stream = independentStream(`mnist1d blocked-v1 seed 42 train block ${block}`);
    return Int32Array.of(stream.word(), stream.word());
  });

  it("no two streams begin alike", () => {
    expect(new Set(first.map((words) => words.join())).size).toBe(count);
  });

  it("each of 64 bits changes from one block to the next half of the time", () => {
    const changes = new Float64Array(64);
    for (let block = 1; block < count; block++) {
      for (let bit = 0; bit < 64; bit++) {
        changes[bit]! += ((first[block]![bit >> 5]! ^ first[block - 1]![bit >> 5]!) >>> (bit & 31)) & 1;
      }
    }
    for (const change of changes) {
      expect(Math.abs(change - (count - 1) / 2)).toBeLessThan(jointLimit(64) * Math.sqrt((count - 1) / 4));
    }
  });

  it("each of their first eight bytes takes all values equally often (chi-square)", () => {
    const counts = new Float64Array(8 * 256);
    for (const words of first) {
      for (const [place, byte] of new Uint8Array(words.buffer).entries()) counts[place * 256 + byte]!++;
    }
    const expected = count / 256;
    const chiSquare = counts.reduce((sum, value) => sum + (value - expected) ** 2 / expected, 0);
    expect(chiSquare).toBeLessThan(chiSquareLimit(8 * 255));
  });
});

function bitCount(word: number): number {
  let bits = 0;
  for (let rest = word; rest !== 0; rest &= rest - 1) bits++;
  return bits;
}
