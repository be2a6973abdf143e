/** Powers of ten that are doubles exactly: 10^22 = 5^22 · 2^22, and 5^22 < 2^53. */
const POWERS = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
const MAX_POWER = POWERS.length - 1;

/** No double needs more: the longest exact decimal has 767 digits. */
const MAX_CHARACTERS = 1000;

const ZERO = 0x30;
const MINUS = 0x2d;
const PLUS = 0x2b;
const POINT = 0x2e;
const LOWER_E = 0x65;
const TO_LOWER = 0x20;

/** Veltkamp's constant, which splits a double into two halves of 26 bits. */
const SPLITTER = 2 ** 27 + 1;
/** How far off the quotient below can be, in parts of it: see there. */
const DOUBT = 2 ** -100;

/**
 * Reads a number in JSON's notation, rounded correctly to a double: what `Number` gives for the text, at a fifth of its
 * time for the 17 digits that most values have.
 *
 * The digits are the integer w and the value is w / 10^k. A w that is a double gives it by one division of exact numbers
 * (Clinger 1990). Else w is the sum of two doubles, and so is the quotient, to 100 bits; the double next to it is the
 * answer unless a neighbour is as near as those bits can tell, which `Number` then decides.
 *
 * @param bytes with a byte after the number that cannot belong to it.
 * @param target where the value goes, at `index`.
 * @returns where the number ends, or ~position of the byte that cannot be; of its first byte if it is beyond all doubles.
 */
export function readNumber(bytes: Uint8Array, start: number, target: Float64Array, index: number): number {
  // All positions are within bytes: no loop passes a byte that is not a digit.
  let i = start;
  let byte = bytes[i]!;
  const isNegative = byte === MINUS;
  if (isNegative) byte = bytes[++i]!;
  let digit = byte - ZERO;
  if (digit >>> 0 > 9) return ~i;

  // The first nine significant digits, and the next nine: each fit 32 bits.
  let high = 0;
  let low = 0;
  let highDigits = 0;
  let lowDigits = 0;
  if (digit === 0) {
    byte = bytes[++i]!;
    digit = byte - ZERO;
    if (digit >>> 0 <= 9) return ~i;
  }
  while (digit >>> 0 <= 9 && highDigits < 9) {
    high = (high * 10 + digit) | 0;
    highDigits++;
    byte = bytes[++i]!;
    digit = byte - ZERO;
  }
  if (digit >>> 0 <= 9) return readAnyNumber(bytes, start, target, index);
  let power = 0;
  if (byte === POINT) {
    const first = ++i;
    byte = bytes[i]!;
    if (high === 0) while (byte === ZERO) byte = bytes[++i]!;
    digit = byte - ZERO;
    while (digit >>> 0 <= 9 && highDigits < 9) {
      high = (high * 10 + digit) | 0;
      highDigits++;
      byte = bytes[++i]!;
      digit = byte - ZERO;
    }
    while (digit >>> 0 <= 9 && lowDigits < 9) {
      low = (low * 10 + digit) | 0;
      lowDigits++;
      byte = bytes[++i]!;
      digit = byte - ZERO;
    }
    power = i - first;
    if (power === 0) return ~i;
  }
  if ((byte | TO_LOWER) === LOWER_E) {
    byte = bytes[++i]!;
    const isSmall = byte === MINUS;
    if (isSmall || byte === PLUS) byte = bytes[++i]!;
    const first = i;
    let exponent = 0;
    digit = byte - ZERO;
    while (digit >>> 0 <= 9 && i < first + 4) {
      exponent = exponent * 10 + digit;
      byte = bytes[++i]!;
      digit = byte - ZERO;
    }
    if (i === first) return ~i;
    power += isSmall ? exponent : -exponent;
  }
  if (digit >>> 0 <= 9 || power > MAX_POWER || power < -MAX_POWER) return readAnyNumber(bytes, start, target, index);

  // high < 10^9 and 5^9 < 2^21, so this product is exact; w + rest is the integer.
  const scaled = high * POWERS[lowDigits]!;
  const w = scaled + low;
  const rest = low - (w - scaled);
  let value: number;
  if (rest === 0) {
    value = power < 0 ? w * POWERS[-power]! : w / POWERS[power]!;
  } else {
    if (power < 0) return readAnyNumber(bytes, start, target, index);
    const divisor = POWERS[power]!;
    const quotient = w / divisor;
    // w - quotient · divisor, which is a double, with Dekker's product. Nothing overflows or underflows: w > 2^53.
    const q = SPLITTER * quotient;
    const q1 = q - (q - quotient);
    const q2 = quotient - q1;
    const d = SPLITTER * divisor;
    const d1 = d - (d - divisor);
    const d2 = divisor - d1;
    const product = quotient * divisor;
    const error = q2 * d2 - (product - q1 * d1 - q2 * d1 - q1 * d2);
    // What is left of the quotient is at most 2^-52 of it, and two roundings to 2^-53 made this: 2^-104 off at most.
    const correction = (w - product - error + rest) / divisor;
    const doubt = quotient * DOUBT;
    value = quotient + (correction + doubt);
    if (value !== quotient + (correction - doubt)) return readAnyNumber(bytes, start, target, index);
  }
  target[index] = isNegative ? -value : value;
  return i;
}

const DECODER = new TextDecoder("latin1");

/** The same for any number: with more digits, far exponents, or in the middle between two doubles. */
function readAnyNumber(bytes: Uint8Array, start: number, target: Float64Array, index: number): number {
  let i = bytes[start] === MINUS ? start + 1 : start;
  const first = i;
  i = digitsEnd(bytes, i);
  if (i === first) return ~i;
  if (bytes[first] === ZERO && i > first + 1) return ~(first + 1);
  if (bytes[i] === POINT) {
    const end = digitsEnd(bytes, i + 1);
    if (end === i + 1) return ~end;
    i = end;
  }
  if ((bytes[i]! | TO_LOWER) === LOWER_E) {
    const sign = bytes[i + 1];
    const digits = sign === MINUS || sign === PLUS ? i + 2 : i + 1;
    i = digitsEnd(bytes, digits);
    if (i === digits) return ~i;
  }
  if (i > start + MAX_CHARACTERS) return ~start;
  const value = Number(DECODER.decode(bytes.subarray(start, i)));
  if (value === Infinity || value === -Infinity) return ~start;
  target[index] = value;
  return i;
}

function digitsEnd(bytes: Uint8Array, start: number): number {
  let i = start;
  while ((bytes[i]! - ZERO) >>> 0 <= 9) i++;
  return i;
}
