import { atanhReciprocalFixed, doubleFromFixed, ln2Fixed, logExact, SMALLEST_NORMAL } from "./log-exact.js";

/**
 * The constants of `log`, computed from their definitions when the module loads (2 ms) and not listed.
 *
 * High parts have at most 42 bits after the point: sums of a few of them below 2^10 in magnitude are exact in a double,
 * which is what lets `log` add its three leading terms without any rounding.
 */
const GRID_BITS = 42n;

/** Low parts are then below 2^-43 and as doubles good to 2^-96: 112 bits leave room for the truncations. */
const TABLE_PRECISION = 112n;

/** Splits a fixed-point value into a double on the 2^-42 grid and the double nearest to the rest. */
function twoDoubles(v: bigint): [high: number, low: number] {
  const steps = v >> (TABLE_PRECISION - GRID_BITS);
  return [
    doubleFromFixed(steps, GRID_BITS),
    doubleFromFixed(v - (steps << (TABLE_PRECISION - GRID_BITS)), TABLE_PRECISION),
  ];
}

const LN2 = twoDoubles(ln2Fixed(TABLE_PRECISION));
export const LN2_HIGH: number = LN2[0];
export const LN2_LOW: number = LN2[1];

/**
 * High word of the least reduced argument, a little below √½: subtracting it makes the exponent field step there
 * instead of at the powers of 2, so that arguments on both sides of 1 reduce to themselves.
 */
export const REDUCED_HIGH_WORD = 0x3fe6a000;

/** Reduced arguments are told apart by the 8 bits below the exponent field: cells of width 2^-9 below 1, 2^-8 above. */
const CELLS = 256;

/** Doubles per cell: r, −ln r on the grid, the rest of −ln r, and one unused. */
export const CELL_STRIDE = 4;

/**
 * For each cell r = k/512 with k the integer nearest to 512/centre, so that m·r is within 2^-7.9 of 1 for all of the
 * cell's m. r has ten bits, so its products with 25-bit values are exact. The cells that touch 1 have r = 1: there the
 * logarithm is small, and must be made of exact parts only.
 */
export const LOG_TABLE: Float64Array = buildTable();

function buildTable(): Float64Array {
  const logs = logsOfRatios(360, 730);
  const table = new Float64Array(CELLS * CELL_STRIDE);
  for (let cell = 0; cell < CELLS; cell++) {
    const low = cellStart(cell);
    const high = cellStart(cell + 1);
    const k = low === 1 || high === 1 ? 512 : Math.round(512 / ((low + high) / 2));
    table.set([k / 512, ...twoDoubles(-logs.get(k)!)], cell * CELL_STRIDE);
  }
  return table;
}

function cellStart(cell: number): number {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setUint32(0, REDUCED_HIGH_WORD + (cell << 12));
  return bits.getFloat64(0);
}

/** ln(k/512) in fixed point for k = from … to, by ln((k+1)/k) = 2·atanh(1/(2k+1)) both ways from ln(512/512) = 0. */
function logsOfRatios(from: number, to: number): Map<number, bigint> {
  const logs = new Map([[512, 0n]]);
  const step = (k: number) => 2n * atanhReciprocalFixed(BigInt(2 * k + 1), TABLE_PRECISION);
  for (let k = 512; k < to; k++) logs.set(k + 1, logs.get(k)! + step(k));
  for (let k = 511; k >= from; k--) logs.set(k, logs.get(k + 1)! - step(k));
  return logs;
}

/** 2^-e for e = −1022 … 1024: scaling by a table is exact, and never waits for a half-written double in memory. */
const POWERS_OF_HALF = new Float64Array(2047);
POWERS_OF_HALF[0] = 1 / SMALLEST_NORMAL;
for (let i = 1; i < POWERS_OF_HALF.length; i++) POWERS_OF_HALF[i] = POWERS_OF_HALF[i - 1]! / 2;

/** Adding and subtracting 1.5·2^28 rounds a value near 1 to a multiple of 2^-24. */
const ROUND_TO_24_BITS = 402653184; // 1.5·2^28

/**
 * Bound on the error of `high + low` below. Every step up to `low` is exact but three: the polynomial (its rounding, 4
 * ulps of z³/3 < 2^-25.3, and its truncation, z^10/10 < 2^-82), the sum of the small terms (below 2^-23.8, three
 * roundings), and the table's low parts (2^-95). Together below 2^-75.
 */
const ERROR_BOUND = 5.293955920339377e-23; // 2^-74

/** Taylor coefficients of (ln(1 + z) − z + z²/2) / z³, then the two constants above: see `logInto` for why an array. */
export const LOG_CONSTANTS: Float64Array = Float64Array.of(
  1 / 3,
  1 / 4,
  1 / 5,
  1 / 6,
  1 / 7,
  1 / 8,
  1 / 9,
  ROUND_TO_24_BITS,
  ERROR_BOUND,
);

const scratch = new Float64Array(1);
const scratchWords = new Int32Array(scratch.buffer); // little-endian: [1] has the sign, exponent and upper mantissa

/**
 * Writes the correctly rounded natural logarithms of the first `count` values of `source` to `target`: the doubles
 * nearest to ln(x), on every engine and platform. For normal, positive, finite doubles only; `log` takes any.
 *
 * `Math.log` is implementation-defined (V8's differs from this in 7 % of the dataset's draws), so the data can't use
 * it. Here x = 2^e·m, and with r from a table z = m·r − 1 is small and exact in two doubles: ln x = e·ln 2 − ln r + z −
 * z²/2 + z³·p(z). The leading terms are added exactly, the others in double; where the sum's error could change the
 * rounding (1 draw in 25,000), exact integer arithmetic decides.
 *
 * An array at a time, since a double that leaves a function in JavaScript may be allocated.
 * @see Gal & Bachelis, "An accurate elementary mathematical library for the IEEE floating point standard" (tables);
 *   Ziv, "Fast evaluation of elementary mathematical functions with correctly rounded last bit" (the rounding test).
 */
export function logInto(target: Float64Array, source: Float64Array, count: number): void {
  // Everything in locals: V8 reads a module's binding anew at every use, and builds a literal double anew with two
  // instructions at every use. Together that was half of this loop's time.
  const c3 = LOG_CONSTANTS[0]!;
  const c4 = LOG_CONSTANTS[1]!;
  const c5 = LOG_CONSTANTS[2]!;
  const c6 = LOG_CONSTANTS[3]!;
  const c7 = LOG_CONSTANTS[4]!;
  const c8 = LOG_CONSTANTS[5]!;
  const c9 = LOG_CONSTANTS[6]!;
  const roundTo24Bits = LOG_CONSTANTS[7]!;
  const errorBound = LOG_CONSTANTS[8]!;
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
