// The text of float32: what `writeFloat32` of formats/text writes, which says why it is right.

/**
 * By exponent from `LEAST` on: from which power of ten on there is a digit more before the point, the powers that make nine
 * digits of what is below and above it, half an ulp, and digits before the point below it: five float64.
 */
export let scales: usize = 0;
/** How many numbers were written. */
export let written: u32 = 0;

/** Exponents of float32 whose decimals are computed exactly: 2^-13 to 2^29. */
const LEAST: u32 = 127 - 13;
const EXPONENTS: u32 = 42;
const MANTISSA: u32 = 0x7fffff;
const OPEN: f64 = 1.0 / 1073741824.0;

const ZEROS: u64 = 0x3030303030303030;
/** "0.000000" */
const ZERO_POINT: u64 = 0x3030303030302e30;
const COMMA: u32 = 0x2c;
const MINUS: u32 = 0x2d;
const POINT: u32 = 0x2e;

function nearest(integer: u32, rest: f64, middle: f64): u32 {
  return u32(rest > middle) | (u32(rest === middle) & integer & 1);
}

/** All three roundings are made, and one chosen: which it is can't be foreseen, and a branch would cost more. */
function nineDigits(scaled: f64, halfUlp: f64, bits: u32): u32 {
  const bound = halfUlp - select<f64>(OPEN, 0, bits & 1);
  const whole = <u32>scaled;
  const fraction = scaled - <f64>whole;
  const hundreds = whole / 100;
  const above = <f64>(whole - hundreds * 100) + fraction;
  const isLow = above <= bound;
  const isHigh = 100 - above <= bound;
  if (isLow & isHigh) {
    if (hundreds % 10 === 0) return hundreds * 100;
    return (hundreds + ((hundreds + 1) % 10 === 0 ? 1 : nearest(hundreds, above, 50))) * 100;
  }
  const tens = whole / 10;
  const toTens = (tens + nearest(tens, <f64>(whole - tens * 10) + fraction, 5)) * 10;
  const toOnes = whole + nearest(whole, fraction, 0.5);
  const inTens = select<u32>(toTens, toOnes, abs(<f64>toTens - scaled) <= bound);
  return select<u32>((hundreds + u32(isHigh)) * 100, inTens, isLow | isHigh);
}

/** Eight digits, a byte each, the first in the lowest: halves of what is left to divide side by side. */
function eightDigits(number: u32): u64 {
  let digits = <u64>(number / 10000) | ((<u64>(number % 10000)) << 32);
  let upper = ((digits * 10486) >> 20) & 0x7f0000007f;
  digits = upper | ((digits - upper * 100) << 16);
  upper = ((digits * 103) >> 10) & 0xf000f000f000f;
  return upper | ((digits - upper * 10) << 8);
}

/**
 * Writes numbers with a comma after each, up to one that is none of these: a power of two, or too small or large.
 * @returns where the text ends.
 */
export function writeFloats(from: usize, count: u32, to: usize): usize {
  let i: u32 = 0;
  for (; i < count; i++, from += 4) {
    const bits = load<u32>(from);
    const exponent = ((bits >>> 23) & 0xff) - LEAST;
    if (exponent >= EXPONENTS || (bits & MANTISSA) === 0) break;
    const magnitude = <f64>abs(reinterpret<f32>(bits));
    const row = scales + exponent * 40;
    const isAbove = <usize>u32(magnitude >= load<f64>(row));
    const scale = load<f64>(row + (isAbove << 3), 8);
    let point = <i32>load<f64>(row, 32) + <i32>isAbove;
    let digits = nineDigits(magnitude * scale, load<f64>(row, 24) * scale, bits);
    if (digits === 1000000000) {
      digits = 100000000;
      point++;
    }
    const first = digits / 100000000;
    const others = eightDigits(digits - first * 100000000);
    const significant: usize = 9 - <usize>(clz(others) >> 3);

    store<u8>(to, MINUS);
    to += <usize>(bits >>> 31);
    if (point <= 1) {
      // What is not wanted of the zeros and the point is written over.
      const isOne = <usize>u32(point === 1);
      store<u64>(to, ZERO_POINT);
      to += select<usize>(0, 2 - point, isOne);
      store<u8>(to, 0x30 + first);
      store<u8>(to, POINT, 1);
      store<u64>(to + isOne, others | ZEROS, 1);
      to += significant + (isOne & <usize>u32(significant > 1));
    } else {
      // One byte further on than they stay, for those before the point.
      store<u8>(to, 0x30 + first, 1);
      store<u64>(to, others | ZEROS, 2);
      for (let end = to + point; to < end; to++) store<u8>(to, load<u8>(to, 1));
      if (significant > <usize>point) {
        store<u8>(to, POINT);
        to += 1 + significant - point;
      }
    }
    store<u8>(to++, COMMA);
  }
  written = i;
  return to;
}
