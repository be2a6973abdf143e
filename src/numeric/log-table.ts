import { atanhReciprocalFixed, doubleFromFixed, ln2Fixed } from "./log-exact.js";

/**
 * The constants of `log`, computed from their definitions when the module loads (2 ms) and not listed.
 *
 * High parts have at most 42 bits after the point: sums of a few of them below 2^10 in magnitude are exact in a
 * double, which is what lets `log` add its three leading terms without any rounding.
 */
const GRID_BITS = 42n;

/** Low parts are then below 2^-43 and as doubles good to 2^-96: 112 bits leave room for the truncations. */
const PRECISION = 112n;

/** Splits a fixed-point value into a double on the 2^-42 grid and the double nearest to the rest. */
function split(v: bigint): [high: number, low: number] {
  const steps = v >> (PRECISION - GRID_BITS);
  return [doubleFromFixed(steps, GRID_BITS), doubleFromFixed(v - (steps << (PRECISION - GRID_BITS)), PRECISION)];
}

export const [LN2_HIGH, LN2_LOW] = split(ln2Fixed(PRECISION));

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
    table.set([k / 512, ...split(-logs.get(k)!)], cell * CELL_STRIDE);
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
  const step = (k: number) => 2n * atanhReciprocalFixed(BigInt(2 * k + 1), PRECISION);
  for (let k = 512; k < to; k++) logs.set(k + 1, logs.get(k)! + step(k));
  for (let k = 511; k >= from; k--) logs.set(k, logs.get(k + 1)! - step(k));
  return logs;
}
