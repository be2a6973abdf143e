import type { Dtype } from "../../config/config.js";
import { textFromNumber } from "./number-text.js";

/** Powers of ten that are doubles exactly. */
const POWERS = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

const ZERO = 0x30;
const MINUS = 0x2d;
const POINT = 0x2e;

const SPLITTER = 2 ** 27 + 1;
/** Below are sums of numbers up to 1e9, which round to 2^-24: what is nearer to a limit than this is in doubt. */
const DOUBT = 2 ** -20;

/**
 * By the exponent of a double: half an ulp, decimal digits before the point of the power of two that it begins with (0
 * and less for zeros after it), and the power of ten from which on there is one more.
 */
const HALF_ULPS = Float64Array.from({ length: 2047 }, (_, exponent) => 2 ** (exponent - 1023 - 53));
const SIZES = Int32Array.from({ length: 2047 }, (_, exponent) => Number(exponentText(exponent)) + 1);
const THRESHOLDS = Float64Array.from(SIZES, (size) => Number(`1e${size}`));

function exponentText(exponent: number): string {
  return (2 ** (exponent - 1023)).toExponential().split("e")[1]!;
}

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);

/** Four digits of each number from 0 to 9999, as ASCII. */
const DIGITS = Uint8Array.from({ length: 40_000 }, (_, i) => ZERO + (Math.floor(i / 4 / 10 ** (3 - (i % 4))) % 10));

/**
 * Writes a number as `textFromNumber` does, in a quarter of the time: the shortest decimal that reads back as the same
 * double, and of those the one nearest to it.
 *
 * Scaled by an exact power of ten to 17 digits before the point, the double is the exact sum of two doubles, and so is
 * the interval of what reads back as it: ± half an ulp, here 0.5 to 12. So the decimal ends in two zeros or more if the
 * multiple of 100 next to it is in there, else in one, else in none. What is on the edge, and what is too small or large
 * for that scale, is left to `String`.
 *
 * @param bytes with room for `MAX_NUMBER_BYTES`.
 * @returns where the text ends.
 */
export function writeNumber(value: number, bytes: Uint8Array, start: number): number {
  double[0] = value;
  const highWord = words[1]!;
  const exponent = (highWord >>> 20) & 0x7ff;
  // From 2^-19, which is above 1e-6, to 2^53: there the scale is at most 10^22.
  if (exponent < 1023 - 19 || exponent >= 1023 + 53) return writeAnyNumber(value, bytes, start);
  const magnitude = Math.abs(value);
  // Below a power of two, doubles are twice as close as above it.
  if ((highWord & 0xfffff) === 0 && words[0] === 0) return writeAnyNumber(value, bytes, start);

  const point = digitsBeforePoint(magnitude, exponent);
  const scale = POWERS[17 - point]!;
  // The product is high + low exactly, by Dekker; high has 17 digits.
  const high = magnitude * scale;
  const a = SPLITTER * magnitude;
  const a1 = a - (a - magnitude);
  const a2 = magnitude - a1;
  const b = SPLITTER * scale;
  const b1 = b - (b - scale);
  const b2 = scale - b1;
  const low = a2 * b2 - (high - a1 * b1 - a2 * b1 - a1 * b2);
  const half = HALF_ULPS[exponent]! * scale;

  // Eight digits, and nine, with what is after them; all but the last sum is exact.
  let upper = Math.floor(high / 1e9);
  let lower = high - upper * 1e9;
  if (lower < 0) {
    upper--;
    lower += 1e9;
  }
  const tail = lower + low;

  let rounded = Math.round(tail / 100) * 100;
  let distance = Math.abs(rounded - lower - low);
  if (distance > half - DOUBT) {
    if (distance < half + DOUBT) return writeAnyNumber(value, bytes, start);
    rounded = Math.round(tail / 10) * 10;
    distance = Math.abs(rounded - lower - low);
    if (Math.abs(distance - 5) < DOUBT) return writeAnyNumber(value, bytes, start);
    if (distance > half - DOUBT) {
      if (distance < half + DOUBT) return writeAnyNumber(value, bytes, start);
      rounded = Math.round(tail);
      distance = Math.abs(rounded - lower - low);
      if (distance > 0.5 - DOUBT) return writeAnyNumber(value, bytes, start);
    }
  }
  if (rounded >= 1e9) {
    rounded -= 1e9;
    upper++;
  } else if (rounded < 0) {
    rounded += 1e9;
    upper--;
  }
  if (upper >= 1e8 || upper < 1e7) return writeAnyNumber(value, bytes, start);
  return writeDigits(upper | 0, rounded | 0, point, value < 0, bytes, start);
}

/** Digits before the point of a number, if there are any; else minus the zeros after it. @param exponent as a double has it. */
function digitsBeforePoint(magnitude: number, exponent: number): number {
  const digits = SIZES[exponent]!;
  return magnitude >= THRESHOLDS[exponent]! ? digits + 1 : digits;
}

/** Writes upper · 10^9 + lower, of 17 digits with a point after the first `point`, without zeros at the end. */
function writeDigits(
  upper: number,
  lower: number,
  point: number,
  isNegative: boolean,
  bytes: Uint8Array,
  start: number,
): number {
  const from = firstDigit(point, isNegative, start);
  putFour((upper / 1e4) | 0, bytes, from);
  putFour((upper % 1e4) | 0, bytes, from + 4);
  putNine(lower, bytes, from + 8);
  return placePoint(bytes, start, from, from + 17, point, isNegative);
}

/** Writes a number of 9 digits with a point after the first `point`, without zeros at the end. */
function writeNineDigits(digits: number, point: number, isNegative: boolean, bytes: Uint8Array, start: number): number {
  const from = firstDigit(point, isNegative, start);
  putNine(digits, bytes, from);
  return placePoint(bytes, start, from, from + 9, point, isNegative);
}

/** Where digits are put first: where they stand after "-0.00", or with one byte before them for the point. */
function firstDigit(point: number, isNegative: boolean, start: number): number {
  const i = isNegative ? start + 1 : start;
  return point <= 0 ? i + 2 - point : i + 1;
}

/** Ends a number: its sign, its point, and no zeros after its last digit. @param to where its digits end. */
function placePoint(
  bytes: Uint8Array,
  start: number,
  from: number,
  to: number,
  point: number,
  isNegative: boolean,
): number {
  let end = to;
  while (bytes[end - 1] === ZERO) end--;
  let i = start;
  if (isNegative) bytes[i++] = MINUS;
  if (point <= 0) {
    bytes[i] = ZERO;
    bytes[i + 1] = POINT;
    for (let zero = i + 2; zero < from; zero++) bytes[zero] = ZERO;
    return end;
  }
  for (const whole = i + point; i < whole; i++) bytes[i] = bytes[i + 1]!;
  if (end <= i + 1) return i;
  bytes[i] = POINT;
  return end;
}

function putNine(number: number, bytes: Uint8Array, at: number): void {
  const upper = (number / 1e4) | 0;
  const first = (upper / 1e4) | 0;
  bytes[at] = ZERO + first;
  putFour((upper - first * 1e4) | 0, bytes, at + 1);
  putFour((number - upper * 1e4) | 0, bytes, at + 5);
}

function putFour(number: number, bytes: Uint8Array, at: number): void {
  const from = number * 4;
  bytes[at] = DIGITS[from]!;
  bytes[at + 1] = DIGITS[from + 1]!;
  bytes[at + 2] = DIGITS[from + 2]!;
  bytes[at + 3] = DIGITS[from + 3]!;
}

function writeAnyNumber(value: number, bytes: Uint8Array, start: number): number {
  const text = textFromNumber(value);
  for (let i = 0; i < text.length; i++) bytes[start + i] = text.charCodeAt(i);
  return start + text.length;
}

const float = new Float32Array(1);
const word = new Uint32Array(float.buffer);
const MANTISSA = 0x7fffff;
/** The exponent of a double is this much more than that of the float32. */
const BIAS = 1023 - 127;
/** By the exponent of a float32. */
const FLOAT32_HALF_ULPS = Float64Array.from({ length: 255 }, (_, exponent) => 2 ** (exponent - 127 - 24));
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
  const shortest = nineDigits(magnitude * scale, FLOAT32_HALF_ULPS[exponent]! * scale, bits) / scale;
  return value < 0 ? -shortest : shortest;
}

/** A value with as many digits as tell it from its neighbours of a type; one that is no float32 has all as such, too. */
export function exactText(value: number, dtype: Dtype): string {
  if (Object.is(value, -0)) return "-0";
  return String(dtype === "float32" && Math.fround(value) === value ? shortestFloat32(value) : value);
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
  const digits = nineDigits(magnitude * scale, FLOAT32_HALF_ULPS[exponent]! * scale, bits);
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

/** How far the next float32 is. */
export function float32Gap(value: number): number {
  float[0] = Math.abs(value);
  word[0]!++;
  return float[0]! - Math.abs(value);
}
