import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EDGES, isBelowDensity, LAYERS, TAIL_START, WIDTHS, Xoshiro } from "../../src/random/xoshiro.js";
import { sha256 } from "../support/arrays.js";
import { blocked } from "../support/fixtures.js";
import { chiSquareLimit, ksFromNormal, normalShare, ONE_IN_A_BILLION } from "../support/normal.js";

const seeds = fc
  .tuple(fc.integer(), fc.integer(), fc.integer(), fc.integer())
  .filter((words) => words.some((word) => word !== 0))
  .map((words) => Int32Array.from(words));

function normals(random: Xoshiro, count: number, scale = 1): Float64Array {
  const values = new Float64Array(count);
  random.fillNormals(values, 0, count, scale);
  return values;
}

describe("word", () => {
  // prng.di.unimi.it/xoshiro128plusplus.c, compiled as it is, with the seed in s:
  //     static inline uint32_t rotl(const uint32_t x, int k) { return (x << k) | (x >> (32 - k)); }
  //     uint32_t next(void) {
  //       const uint32_t result = rotl(s[0] + s[3], 7) + s[0];
  //       const uint32_t t = s[1] << 9;
  //       s[2] ^= s[0]; s[3] ^= s[1]; s[1] ^= s[2]; s[0] ^= s[3];
  //       s[2] ^= t;
  //       s[3] = rotl(s[3], 11);
  //       return result;
  //     }
  it("reference: Blackman and Vigna's C code, from 1, 2, 3, 4", () => {
    const random = new Xoshiro(Int32Array.of(1, 2, 3, 4));
    const words = Array.from({ length: 1000 }, () => random.word() >>> 0);
    expect(words.slice(0, 10)).toEqual([
      641, 1573767, 3222811527, 3517856514, 836907274, 4247214768, 3867114732, 1355841295, 495546011, 621204420,
    ]);
    expect(words[999]).toBe(1453507453);
    for (let i = 1001; i < 1_000_000; i++) random.word();
    expect(random.word() >>> 0).toBe(2200123092);
  });

  it("reference: the same, from words with the upper bit set", () => {
    const random = new Xoshiro(Int32Array.of(0xffffffff, 0x80000000, 0, 0x12345678));
    const words = Array.from({ length: 5 }, () => random.word() >>> 0);
    expect(words).toEqual([439040904, 2911024527, 3792469106, 99893221, 4271900075]);
  });

  it("does not touch the seed that it was given, and refuses one that would give zeros for ever", () => {
    const seed = Int32Array.of(1, 2, 3, 4);
    new Xoshiro(seed).word();
    expect([...seed]).toEqual([1, 2, 3, 4]);
    expect(() => new Xoshiro(new Int32Array(4))).toThrow(RangeError);
    expect(() => new Xoshiro(Int32Array.of(1, 2, 3))).toThrow(RangeError);
  });
});

describe("fillNormals", () => {
  it("property: in parts is what it is at once, and leaves the stream at the same place", () => {
    fc.assert(
      fc.property(seeds, fc.array(fc.nat(300), { maxLength: 5 }), (seed, counts) => {
        const [whole, parted] = [new Xoshiro(seed), new Xoshiro(seed)];
        const total = counts.reduce((sum, count) => sum + count, 0);
        const target = new Float64Array(total);
        let start = 0;
        for (const count of counts) {
          parted.fillNormals(target, start, count, 1);
          start += count;
        }
        expect(target).toEqual(normals(whole, total));
        expect(parted.word()).toBe(whole.word());
      }),
      { numRuns: 30 },
    );
  });

  it("property: writes nothing but what it is asked for, scaled with one rounding", () => {
    fc.assert(
      fc.property(seeds, fc.double({ min: -1e3, max: 1e3, noNaN: true }), (seed, scale) => {
        const target = new Float64Array(30).fill(99);
        new Xoshiro(seed).fillNormals(target, 10, 10, scale);
        const plain = normals(new Xoshiro(seed), 10);
        expect(target).toEqual(Float64Array.from(target, (_, i) => (i < 10 || i >= 20 ? 99 : scale * plain[i - 10]!)));
      }),
    );
  });
});

// Fixed seeds: what is checked does not change. Bounds hold for a perfect generator but once in a billion seeds.
describe("statistics: a million normals", () => {
  const count = 1_000_000;
  const values = normals(new Xoshiro(Int32Array.of(1, 2, 3, 4)), count);
  const { z } = ONE_IN_A_BILLION;

  // Of the k-th power of a normal: its mean, and its variance, E z^2k − (E z^k)².
  it.each([
    [1, 0, 1],
    [2, 1, 2],
    [3, 0, 15],
    [4, 3, 96],
    [6, 15, 10_170],
  ])("moment %d", (power, mean, variance) => {
    let sum = 0;
    for (const value of values) {
      let product = 1; // ** takes ten times as long
      for (let k = 0; k < power; k++) product *= value;
      sum += product;
    }
    expect(Math.abs(sum / count - mean)).toBeLessThan(z * Math.sqrt(variance / count));
  });

  it("neighbours are uncorrelated, and so are their squares", () => {
    for (const lag of [1, 2, 3, 4, 72]) {
      const [plain, squares] = [new Float64Array(2), new Float64Array(2)];
      for (let i = lag; i < count; i++) {
        const [a, b] = [values[i - lag]!, values[i]!];
        plain[0]! += a * b;
        squares[0]! += (a * a - 1) * (b * b - 1); // variance 2·2
      }
      expect(Math.abs(plain[0]!)).toBeLessThan(z * Math.sqrt(count));
      expect(Math.abs(squares[0]!)).toBeLessThan(z * Math.sqrt(4 * count));
    }
  });

  // A layer whose width or edge is wrong has too many or too few values just where it ends.
  it("between the ends of two layers, left and right, are as many as the density says (chi-square)", () => {
    const counts = new Float64Array(2 * 256);
    for (const value of values) {
      const [low, size] = [Math.abs(value), 256];
      let layer = 0; // the last whose end is beyond the value; 0 is the tail
      for (let step = size / 2; step >= 1; step /= 2) if (WIDTHS[layer + step]! > low) layer += step;
      counts[value < 0 ? layer : layer + size]!++;
    }
    let chiSquare = 0;
    for (let layer = 0; layer < 256; layer++) {
      const ending = layer === 0 ? 0 : normalShare(-WIDTHS[layer]!);
      const expected = count * (normalShare(-WIDTHS[layer + 1]!) - ending);
      for (const side of [0, 256]) chiSquare += (counts[layer + side]! - expected) ** 2 / expected;
    }
    expect(chiSquare).toBeLessThan(chiSquareLimit(511));
  });

  it("are distributed normally (Kolmogorov–Smirnov)", () => {
    expect(ksFromNormal(values.slice().sort())).toBeLessThan(ONE_IN_A_BILLION.ks(count));
  });

  it("are so beyond the tail's start, too, on either side", () => {
    const random = new Xoshiro(Int32Array.of(5, 6, 7, 8));
    const drawn = 8 * count;
    const beyond: number[] = [];
    const target = new Float64Array(count);
    for (let part = 0; part < drawn; part += count) {
      random.fillNormals(target, 0, count, 1);
      for (const value of target) if (Math.abs(value) > TAIL_START) beyond.push(value);
    }
    const share = normalShare(-TAIL_START);
    // The mean and the variance of a normal beyond r, with the inverse Mills ratio m: m, and 1 + r·m − m².
    const mills = Math.exp(-0.5 * TAIL_START ** 2) / Math.sqrt(2 * Math.PI) / share;
    const variance = 1 + TAIL_START * mills - mills ** 2;
    for (const sign of [-1, 1]) {
      const tail = Float64Array.from(beyond.filter((value) => value * sign > 0)).map(Math.abs);
      const mean = tail.reduce((sum, value) => sum + value, 0) / tail.length;
      expect(Math.abs(tail.length - drawn * share)).toBeLessThan(z * Math.sqrt(drawn * share));
      expect(Math.abs(mean - mills)).toBeLessThan(z * Math.sqrt(variance / tail.length));
      expect(ksFromNormal(tail.sort(), TAIL_START)).toBeLessThan(ONE_IN_A_BILLION.ks(tail.length));
    }
  });
});

describe("the tables", () => {
  it("reference: those of fixtures/make_blocked.py, whose area and logarithms are MPFR's", () => {
    expect({ widths: sha256(WIDTHS), edges: sha256(EDGES) }).toEqual(blocked.ziggurat_sha256);
  });

  // Marsaglia and Tsang's zigset() has 3.654152885361009 and 4.92867323399e-3, of which the last digits are off.
  it("every layer has the same area, the lowest together with the tail", () => {
    const tail = Math.sqrt(2 * Math.PI) * normalShare(-TAIL_START);
    const areas = Array.from({ length: LAYERS }, (_, i) => (EDGES[i + 1]! - EDGES[i]!) * WIDTHS[i]!);
    expect(Math.abs(TAIL_START * EDGES[1]! + tail - areas[0]!)).toBeLessThan(1e-15);
    expect(Math.abs(areas[0]! - 4.92867323399e-3)).toBeLessThan(2e-14);
    for (const area of areas) expect(Math.abs(area / areas[0]! - 1)).toBeLessThan(1e-12);
  });

  it("every layer ends where the density is its upper edge", () => {
    for (let layer = 1; layer <= LAYERS; layer++) {
      expect(Math.abs(Math.exp(-0.5 * WIDTHS[layer]! ** 2) - EDGES[layer]!)).toBeLessThan(4e-16);
    }
  });
});

describe("isBelowDensity", () => {
  it("is what exp(−x²/2) says, just below and just above it", () => {
    for (let layer = 1; layer < LAYERS; layer++) {
      const [low, high] = [EDGES[layer]!, EDGES[layer + 1]!];
      for (const place of [0.1, 0.5, 0.9]) {
        const x = WIDTHS[layer + 1]! + place * (WIDTHS[layer]! - WIDTHS[layer + 1]!);
        const height = (Math.exp(-0.5 * x * x) - low) / (high - low);
        expect(isBelowDensity(x, layer, height - 1e-9)).toBe(true);
        expect(isBelowDensity(-x, layer, height + 1e-9)).toBe(false);
      }
    }
  });
});
