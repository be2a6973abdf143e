import { logExact } from "./log-exact.js";
import { CELL_STRIDE, LN2_HIGH, LN2_LOW, LOG_TABLE, REDUCED_HIGH_WORD } from "./log-table.js";

const SMALLEST_NORMAL = 2.2250738585072014e-308; // 2^-1022

/** 2^-e for e = −1022 … 1024: scaling by a table is exact, and never waits for a half-written double in memory. */
const POWERS_OF_HALF = new Float64Array(2047);
POWERS_OF_HALF[0] = 1 / SMALLEST_NORMAL;
for (let i = 1; i < POWERS_OF_HALF.length; i++) POWERS_OF_HALF[i] = POWERS_OF_HALF[i - 1]! / 2;

/** Adding and subtracting 1.5·2^28 rounds a value near 1 to a multiple of 2^-24. */
const ROUND_TO_24_BITS = 402653184; // 1.5·2^28

/**
 * Bound on the error of `high + low` below. Every step up to `low` is exact but three: the polynomial (its rounding,
 * 4 ulps of z³/3 < 2^-25.3, and its truncation, z^10/10 < 2^-82), the sum of the small terms (below 2^-23.8, three
 * roundings), and the table's low parts (2^-95). Together below 2^-75.
 */
const ERROR_BOUND = 5.293955920339377e-23; // 2^-74

/** Taylor coefficients of (ln(1 + z) − z + z²/2) / z³, then the two constants above: see `logInto` for why an array. */
const CONSTANTS = Float64Array.of(1 / 3, 1 / 4, 1 / 5, 1 / 6, 1 / 7, 1 / 8, 1 / 9, ROUND_TO_24_BITS, ERROR_BOUND);

const scratch = new Float64Array(1);
const scratchWords = new Int32Array(scratch.buffer); // little-endian: [1] has the sign, exponent and upper mantissa

/**
 * Writes the correctly rounded natural logarithms of the first `count` values of `source` to `target`: the doubles
 * nearest to ln(x), on every engine and platform. For normal, positive, finite doubles only; `log` takes any.
 *
 * `Math.log` is implementation-defined (V8's differs from this in 7 % of the dataset's draws), so the data can't use
 * it. Here x = 2^e·m, and with r from a table z = m·r − 1 is small and exact in two doubles:
 * ln x = e·ln 2 − ln r + z − z²/2 + z³·p(z). The leading terms are added exactly, the others in double; where the
 * sum's error could change the rounding (1 draw in 25,000), exact integer arithmetic decides.
 *
 * An array at a time, since a double that leaves a function in JavaScript may be allocated.
 *
 * @see Gal & Bachelis, "An accurate elementary mathematical library for the IEEE floating point standard" (tables);
 *   Ziv, "Fast evaluation of elementary mathematical functions with correctly rounded last bit" (the rounding test).
 */
export function logInto(target: Float64Array, source: Float64Array, count: number): void {
  // Everything in locals: V8 reads a module's binding anew at every use, and builds a literal double anew with two
  // instructions at every use. Together that was half of this loop's time.
  const c3 = CONSTANTS[0]!;
  const c4 = CONSTANTS[1]!;
  const c5 = CONSTANTS[2]!;
  const c6 = CONSTANTS[3]!;
  const c7 = CONSTANTS[4]!;
  const c8 = CONSTANTS[5]!;
  const c9 = CONSTANTS[6]!;
  const roundTo24Bits = CONSTANTS[7]!;
  const errorBound = CONSTANTS[8]!;
  const table = LOG_TABLE;
  const powersOfHalf = POWERS_OF_HALF;
  const ln2High = LN2_HIGH;
  const ln2Low = LN2_LOW;
  for (let i = 0; i < count; i++) {
    const x = source[i]!;
    scratch[0] = x;
    const steps = scratchWords[1]! - REDUCED_HIGH_WORD;
    const e = steps >> 20;
    const m = x * powersOfHalf[e + 1022]!; // in [0.707, 1.414)

    const cell = ((steps >> 12) & 0xff) * CELL_STRIDE;
    const r = table[cell]!;

    const mHigh = m + roundTo24Bits - roundTo24Bits;
    const zHigh = mHigh * r - 1; // exact: 25 bits times 10 bits, and a multiple of 2^-33 below 2^-7
    const zLow = (m - mHigh) * r; // exact: 28 bits times 10 bits

    const a = e * ln2High + table[cell + 1]! + zHigh; // exact: multiples of 2^-42 below 2^10
    const b = -0.5 * (zHigh * zHigh); // exact: zHigh has 26 bits
    const sum = a + b;
    const sumError = b - (sum - a);

    const z = zHigh + zLow;
    const z2 = z * z;
    const p = c3 - z * c4 + z2 * (c5 - z * c6 + z2 * (c7 - z * c8 + z2 * c9));
    const small = e * ln2Low + table[cell + 2]! - zLow * (zHigh + 0.5 * zLow);
    const rest = zLow + (z * z2 * p + small);

    const high = sum + rest;
    const low = rest - (high - sum) + sumError;
    const rounded = high + (low - errorBound);
    target[i] = rounded === high + (low + errorBound) ? rounded : logExact(x);
  }
}

const single = new Float64Array(1);

/** Correctly rounded natural logarithm of any double; like `Math.log`, NaN below zero and −∞ at zero. */
export function log(x: number): number {
  if (x >= SMALLEST_NORMAL && x < Infinity) {
    single[0] = x;
    logInto(single, single, 1);
    return single[0]!;
  }
  if (x > 0 && x < SMALLEST_NORMAL) return logExact(x);
  if (x === 0) return -Infinity;
  return x > 0 ? x : NaN;
}

// V8 compiles the loop above for what it has seen. The first draw in doubt comes some thousand draws later, and would
// throw that code away in the middle of a short run: so let it see a few at once (ln 1 = 0 is always in doubt).
logInto(new Float64Array(16), new Float64Array(16).fill(1), 16);
