import type { Dtype } from "../../config/config.js";
import { digitsBeforePoint, POWERS, writeAnyNumber, writeNineDigits } from "./write-number.js";

const float = new Float32Array(1);
const word = new Uint32Array(float.buffer);
const MANTISSA = 0x7fffff;
/** The exponent of a double is this much more than that of the float32. */
const BIAS = 1023 - 127;
/** By the exponent of a float32. */
const HALF_ULPS = Float64Array.from({ length: 255 }, (_, exponent) => 2 ** (exponent - 127 - 24));
/** What an odd float32 loses of its interval, whose ends read back as an even one: all numbers there are coarser. */
const OPEN = 2 ** -30;

/**
 * The shortest decimal that reads back as a float32, and of those the one nearest to it, as a double: 0.1 for the float32
 * 0.100000001490116. `textFromNumber` of it is the text that NumPy, polars, DuckDB and others write of the float32.
 *
 * @param value a float32.
 */
export function shortestFloat32(value: number): number {
  float[0] = value;
  const bits = word[0]!;
  const exponent = (bits >>> 23) & 0xff;
  if (isFar(exponent, bits)) return shortestOfAny(value);
  const magnitude = Math.abs(value);
  const scale = POWERS[9 - digitsBeforePoint(magnitude, exponent + BIAS)]!;
  // An integer by an exact power of ten: rounded correctly, as the decimal's text would be.
  const shortest = nineDigits(magnitude * scale, HALF_ULPS[exponent]! * scale, bits) / scale;
  return value < 0 ? -shortest : shortest;
}

/**
 * Writes the text of `shortestFloat32`.
 *
 * @param bytes with room for `MAX_NUMBER_BYTES`.
 * @returns where the text ends.
 */
export function writeFloat32(value: number, bytes: Uint8Array, start: number): number {
  float[0] = value;
  const bits = word[0]!;
  const exponent = (bits >>> 23) & 0xff;
  if (isFar(exponent, bits)) return writeAnyNumber(shortestOfAny(value), bytes, start);
  const magnitude = Math.abs(value);
  const point = digitsBeforePoint(magnitude, exponent + BIAS);
  const scale = POWERS[9 - point]!;
  const digits = nineDigits(magnitude * scale, HALF_ULPS[exponent]! * scale, bits);
  return digits === 1e9
    ? writeNineDigits(1e8, point + 1, value < 0, bytes, start)
    : writeNineDigits(digits | 0, point, value < 0, bytes, start);
}

/** Whether a float32 is below 2^-13 or from 2^29 on, where not all is exact, or a power of two. */
function isFar(exponent: number, bits: number): boolean {
  return exponent < 127 - 13 || exponent >= 127 + 29 || (bits & MANTISSA) === 0;
}

/**
 * The decimal that is wanted for a float32 which is scaled to nine digits before the point, as an integer that ends in
 * the zeros that it can do without.
 *
 * All numbers here are exact: 25 bits of the float32, or of an end of its interval, times 5^12 at most are 53. Half an ulp
 * is 3 to 60. So two zeros or more are possible if one of the two multiples of 100 around the float32 is in the interval,
 * else one, else none, which nine digits always give.
 */
function nineDigits(scaled: number, halfUlp: number, bits: number): number {
  const bound = (bits & 1) === 0 ? halfUlp : halfUlp - OPEN;
  const hundreds = Math.floor(scaled / 100);
  const above = scaled - hundreds * 100;
  const isLow = above <= bound;
  const isHigh = 100 - above <= bound;
  if (isLow && isHigh) {
    // Both have seven digits, or one of them fewer.
    if (hundreds % 10 === 0) return hundreds * 100;
    return (hundreds + ((hundreds + 1) % 10 === 0 ? 1 : nearest(hundreds, above, 50))) * 100;
  }
  if (isLow || isHigh) return (hundreds + (isHigh ? 1 : 0)) * 100;
  const tens = Math.floor(scaled / 10);
  const rest = scaled - tens * 10;
  const rounded = (tens + nearest(tens, rest, 5)) * 10;
  if (Math.abs(rounded - scaled) <= bound) return rounded;
  const ones = Math.floor(scaled);
  return ones + nearest(ones, scaled - ones, 0.5);
}

/** What to add to an integer to round: 0 or 1, and in the middle what makes it even. */
function nearest(integer: number, rest: number, middle: number): number {
  return rest > middle || (rest === middle && integer % 2 === 1) ? 1 : 0;
}

/** The same for any float32: powers of two, whose interval is shorter below them, and what is far from 1. */
function shortestOfAny(value: number): number {
  if (value === 0 || !Number.isFinite(value)) return value;
  const magnitude = Math.abs(value);
  float[0] = magnitude;
  const isPower = (word[0]! & MANTISSA) === 0;
  word[0]!--;
  // The middle of the interval: if a decimal of so many digits is in it, then the nearest to the middle is.
  const middle = isPower ? magnitude + (magnitude - float[0]!) / 4 : magnitude;
  for (let digits = 1; ; digits++) {
    for (const near of [magnitude, middle]) {
      const shortest = rounded(near, digits);
      if (Math.fround(shortest) === magnitude) return value < 0 ? -shortest : shortest;
    }
  }
}

/** A number to so many digits. `toPrecision` takes the larger of two that are as near; others take the even one. */
function rounded(value: number, digits: number): number {
  const [upper, lower] = [value.toPrecision(digits), (value * (1 - Number.EPSILON / 2)).toPrecision(digits)];
  return Number(upper === lower || /[02468](e|$)/.test(upper) ? upper : lower);
}

/**
 * Finds out whether numbers that were read from text are float32: text has no type. They are if each is a float32 to the
 * last digit, or a float32's shortest decimal, unless all of them are decimals of so few digits that any type gives them
 * back (0.1, 1e-5): those stay the doubles that they are.
 */
export class TextType {
  #isFloat32 = true;
  #isExact = true;
  #isTelling = false;

  /** Looks at the first `count` values. */
  add(values: Float64Array, count: number): void {
    if (!this.#isFloat32) return;
    for (let i = 0; i < count; i++) {
      const value = values[i]!;
      const float32 = Math.fround(value);
      if (float32 !== value) {
        this.#isExact = false;
        if (float32 === 0 || !Number.isFinite(float32) || shortestFloat32(float32) !== value) {
          this.#isFloat32 = false;
          return;
        }
      }
      if (!this.#isTelling) this.#isTelling = isTelling(value, float32);
    }
  }

  /** @param stated what is said of them elsewhere, which decides between two that are possible. */
  dtype(stated?: Dtype): Dtype {
    const isLikely = stated === undefined ? this.#isExact || this.#isTelling : stated === "float32";
    return this.#isFloat32 && isLikely ? "float32" : "float64";
  }
}

/** Whether decimals of as many digits as this float32's are closer to each other than float32 values: most would change. */
function isTelling(value: number, float32: number): boolean {
  const [digits = "", exponent] = Math.abs(value).toExponential().split("e");
  if (digits.length <= 7) return false;
  float[0] = Math.abs(float32);
  word[0]!++;
  return 10 ** (Number(exponent) - digits.length + 2) < float[0]! - Math.abs(float32);
}
