import { textFromNumber } from "../number-text.js";

/** Powers of ten that are doubles exactly, see `readNumber`. */
export const POWERS = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

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
export function digitsBeforePoint(magnitude: number, exponent: number): number {
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
  const first = (lower / 1e8) | 0;
  const rest = (lower - first * 1e8) | 0;
  putFour((upper / 1e4) | 0, bytes, from);
  putFour((upper % 1e4) | 0, bytes, from + 4);
  bytes[from + 8] = ZERO + first;
  putFour((rest / 1e4) | 0, bytes, from + 9);
  putFour((rest % 1e4) | 0, bytes, from + 13);
  return placePoint(bytes, start, from, from + 17, point, isNegative);
}

/** Writes a number of 9 digits with a point after the first `point`, without zeros at the end. */
export function writeNineDigits(
  digits: number,
  point: number,
  isNegative: boolean,
  bytes: Uint8Array,
  start: number,
): number {
  const from = firstDigit(point, isNegative, start);
  const upper = (digits / 1e4) | 0;
  const first = (upper / 1e4) | 0;
  bytes[from] = ZERO + first;
  putFour((upper - first * 1e4) | 0, bytes, from + 1);
  putFour((digits - upper * 1e4) | 0, bytes, from + 5);
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

function putFour(number: number, bytes: Uint8Array, at: number): void {
  const from = number * 4;
  bytes[at] = DIGITS[from]!;
  bytes[at + 1] = DIGITS[from + 1]!;
  bytes[at + 2] = DIGITS[from + 2]!;
  bytes[at + 3] = DIGITS[from + 3]!;
}

export function writeAnyNumber(value: number, bytes: Uint8Array, start: number): number {
  const text = textFromNumber(value);
  for (let i = 0; i < text.length; i++) bytes[start + i] = text.charCodeAt(i);
  return start + text.length;
}
