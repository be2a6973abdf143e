import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAX_NUMBER_BYTES, textFromNumber } from "../../../src/formats/text/number-text.js";
import { TextType } from "../../../src/formats/text/read-tables.js";
import { shortestFloat32, writeFloat32 } from "../../../src/formats/text/write-number.js";
import { cases, stride, THOROUGH } from "../../support/thorough.js";

const float = new Float32Array(1);
const word = new Uint32Array(float.buffer);

function floatFromBits(bits: number): number {
  word[0] = bits;
  return float[0]!;
}

/** The same by its definition, on integers: the fewest digits in the interval of a float32, then the nearest, then the even. */
function shortestByDefinition(bits: number): number {
  const [mantissa, exponent] = [bits & 0x7fffff, bits >>> 23];
  const [integer, power] = exponent === 0 ? [mantissa, -149] : [mantissa | 0x800000, exponent - 150];
  const isPower = mantissa === 0 && exponent > 1;
  // In quarters of an ulp.
  const up = power > 2 ? 2n ** BigInt(power - 2) : 1n;
  const down = power > 2 ? 1n : 2n ** BigInt(2 - power);
  const value = 4n * BigInt(integer) * up;
  const low = value - (isPower ? 1n : 2n) * up;
  const high = value + 2n * up;
  for (let digit = 39; ; digit--) {
    const unit = down * 10n ** BigInt(Math.max(digit, 0));
    const scale = 10n ** BigInt(Math.max(-digit, 0));
    const distance = (n: bigint) => (n * unit > value * scale ? n * unit - value * scale : value * scale - n * unit);
    const isInside = (n: bigint) => {
      const [a, b, at] = [low * scale, high * scale, n * unit];
      return n > 0n && (mantissa % 2 === 0 ? a <= at && at <= b : a < at && at < b);
    };
    const floor = (value * scale) / unit;
    const [best] = [floor, floor + 1n]
      .filter(isInside)
      .sort((a, b) => Number(distance(a) - distance(b)) || Number((a % 2n) - (b % 2n)));
    if (best !== undefined) return Number(`${best}e${digit}`);
  }
}

/** What is written of a float32, into room that is just enough. */
function written(value: number): string {
  const bytes = new Uint8Array(MAX_NUMBER_BYTES);
  return new TextDecoder().decode(bytes.subarray(0, writeFloat32(value, bytes, 0)));
}

function expectShortest(bits: number): void {
  const value = floatFromBits(bits);
  const shortest = shortestByDefinition(bits);
  if (Math.fround(shortest) !== value) throw new Error(`${value}: ${shortest} is another float32`);
  if (shortestFloat32(value) !== shortest) expect([value, shortestFloat32(value)]).toEqual([value, shortest]);
  if (written(-value) !== String(-shortest)) expect(written(-value)).toBe(String(-shortest));
}

const INFINITY = 0x7f800000;

describe("the text of a float32", () => {
  it("is the shortest decimal, and of those the nearest: all powers of two, and the float32 beside them", () => {
    for (let exponent = 0; exponent < 255; exponent++) {
      for (let step = -20; step <= 20; step += stride(4, 1)) {
        const bits = exponent * 2 ** 23 + step;
        if (bits > 0 && bits < INFINITY) expectShortest(bits);
      }
    }
  });

  it("is the shortest decimal beside all powers of ten, and their halves and tenths", () => {
    for (let exponent = -45; exponent <= 38; exponent++) {
      for (const digits of [1, 2, 3, 5, 9.99999, 9.999999]) {
        float[0] = Number(`${digits}e${exponent}`);
        const near = word[0]!;
        for (let step = -20; step <= 20; step += stride(4, 1)) {
          if (near + step > 0 && near + step < INFINITY) expectShortest(near + step);
        }
      }
    }
  });

  it("property: is the shortest decimal of any float32, and of those that examples have", () => {
    const bits = fc.integer({ min: 1, max: INFINITY - 1 });
    const usual = fc.integer({ min: 0x38000000, max: 0x41200000 }); // 2^-15 to 10
    fc.assert(fc.property(bits, expectShortest), { numRuns: cases(2000, 10_000) });
    fc.assert(fc.property(usual, expectShortest), { numRuns: cases(4000, 20_000) });
  });

  it.runIf(THOROUGH)("reads back as the same float32: one of 4,099 of all, and one of 101 from 2^-13 to 2^29", () => {
    for (const [from, to, step] of [
      [1, INFINITY, 4099],
      [0x39000000, 0x4e000000, 101],
    ] as const) {
      for (let bits = from; bits < to; bits += step) {
        const value = floatFromBits(bits);
        const shortest = shortestFloat32(value);
        if (Math.fround(shortest) !== value) throw new Error(`${value}: ${shortest} is another float32`);
        if (written(value) !== String(shortest)) throw new Error(`${value}: ${written(value)}`);
      }
    }
  });

  it.each([
    [0, "0"],
    [-0, "-0.0"],
    [0.1, "0.1"],
    [1e-45, "1e-45"],
    [3.4028234663852886e38, "3.4028235e+38"],
    [1.17549435e-38, "1.1754944e-38"],
    [16777216, "16777216"],
    [2 ** -12, "0.00024414062"], // as near to …63: the even one, as NumPy and Ryu have it
    [9007199254740992, "9007199000000000"],
    [1e21, "1e+21"],
    [999999999, "1000000000"],
  ])("%d is %s", (value, text) => {
    expect(written(Math.fround(value))).toBe(text);
    expect(textFromNumber(shortestFloat32(Math.fround(value)))).toBe(text);
  });
});

describe("the type of numbers in text", () => {
  const typeOf = (...values: number[]) => {
    const type = new TextType();
    type.add(Float64Array.from(values), values.length);
    return type.dtype();
  };

  it("is float32 of float32's shortest decimals, and of its values with all their digits", () => {
    expect(typeOf(0.24729961, 0.1, 0.5)).toBe("float32");
    expect(typeOf(Math.fround(0.24729961), 0.5)).toBe("float32");
    expect(typeOf(Math.fround(0.24729961), -1.4055502)).toBe("float32");
    expect(typeOf(0.5, -2, 0)).toBe("float32");
  });

  it("is float64 of all else", () => {
    expect(typeOf(0.1 + 0.2)).toBe("float64");
    expect(typeOf(0.24729961, 0.247299612)).toBe("float64");
    expect(typeOf(16777217)).toBe("float64");
    for (const beyond of [1e39, 1e-50, 3.5e38]) expect(typeOf(0.24729961, beyond)).toBe("float64");
  });

  it("is float64 of decimals that are too short to tell, as people write them", () => {
    expect(typeOf(0.1, 1e-5, 12.5)).toBe("float64");
    expect(typeOf(1.123456, 12.345678, 0.3)).toBe("float64"); // with six after the point
  });

  it("of decimals that are too short to tell is what is stated", () => {
    const type = new TextType();
    type.add(Float64Array.of(0.1), 1);
    expect([type.dtype(), type.dtype("float32"), type.dtype("float64")]).toEqual(["float64", "float32", "float64"]);
  });

  it("is float32 of what is written of ten float32 values and more, as examples have them", () => {
    for (let first = 0; first < 10_000; first += 10) {
      const floats = Array.from({ length: 10 }, (_, i) => Math.fround(3 * Math.sin(first + i)));
      expect(typeOf(...floats.map((value) => Number(written(value))))).toBe("float32");
    }
  });
});
