// The correctly rounded natural logarithm, as in src/numeric/log.ts, which says how it works.
import { constant } from "./constants";

/** Room for a pair of records, … */
export let pair: usize = 0;
/** … and for what is between the two halves of the work on records, 32 bytes each. */
export let halves: usize = 0;

/** The slow way, for what is too near to the middle of two doubles. */
export declare function logExact(x: f64): f64;

/** In a record of 32 bytes the argument s, and ln s. */
export const SQUARE: usize = 16;
export const LOG: usize = 24;

/**
 * Takes the logarithms of records, an even number of them. Memory begins with the table of 256 cells of r, −ln r in two
 * doubles, and a double that is unused. Where the rounding is in doubt it writes NaN: a call here would cost the registers. In
 * two halves, as a processor has more of a shorter chain of operations in work at a time. Sums are made in another order than
 * in JavaScript: their errors, and that of a z that is cut, are below 2^-74.5 together, within the same bound.
 * @returns whether it is in doubt somewhere.
 */
export function logs(record: usize, end: usize): bool {
  const first = record;
  let half = halves;
  for (; record < end; record += 64, half += 64) {
    const x = v128.load64_lane(record + 32 + SQUARE, v128.load64_zero(record + SQUARE), 1);
    // The exponent field counted from √½, plus 1023; what is left is m, in [0.707, 1.414), and in its upper bits the cell.
    const steps = i64x2.add(x, constant(14));
    const m = i64x2.add(v128.and(steps, constant(15)), constant(16));
    const e = f64x2.sub(v128.or(i64x2.shr_u(steps, 52), constant(13)), constant(12));
    const cells = v128.and(i64x2.shr_u(steps, 39), constant(17));
    const p0 = <usize>i32x4.extract_lane(cells, 0);
    const p1 = <usize>i32x4.extract_lane(cells, 2);
    const c0 = v128.load(p0);
    const c1 = v128.load(p1);
    const r = v128.shuffle<i64>(c0, c1, 0, 2);
    const logHigh = v128.shuffle<i64>(c0, c1, 1, 3);
    const logLow = v128.load64_lane(p1 + 16, v128.load64_zero(p0 + 16), 1);

    const mHigh = v128.and(m, constant(18)); // cut to 25 bits after the point, and not rounded to 24
    const zHigh = f64x2.sub(f64x2.mul(mHigh, r), constant(10));
    const zLow = f64x2.mul(f64x2.sub(m, mHigh), r);

    const a = f64x2.add(f64x2.add(f64x2.mul(e, constant(8)), logHigh), zHigh);
    const b = f64x2.mul(constant(11), f64x2.mul(zHigh, zHigh));
    const sum = f64x2.add(a, b);
    const sumError = f64x2.sub(b, f64x2.sub(sum, a));

    v128.store(half, zHigh);
    v128.store(half, zLow, 16);
    v128.store(half, sum, 32);
    v128.store(half, f64x2.add(f64x2.add(f64x2.mul(e, constant(9)), logLow), sumError), 48);
  }
  let doubts = i64x2.splat(0);
  half = halves;
  for (record = first; record < end; record += 64, half += 64) {
    const zHigh = v128.load(half);
    const zLow = v128.load(half, 16);
    const sum = v128.load(half, 32);
    const z = f64x2.add(zHigh, zLow);
    const z2 = f64x2.mul(z, z);
    // c3 − z·c4 + z2·(c5 − z·c6) + z2²·(c7 − z·c8 + z2·c9)
    const p3 = f64x2.sub(constant(0), f64x2.mul(z, constant(1)));
    const p5 = f64x2.sub(constant(2), f64x2.mul(z, constant(3)));
    const p7 = f64x2.add(f64x2.sub(constant(4), f64x2.mul(z, constant(5))), f64x2.mul(z2, constant(6)));
    const p = f64x2.add(f64x2.add(p3, f64x2.mul(z2, p5)), f64x2.mul(f64x2.mul(z2, z2), p7));
    const product = f64x2.mul(zLow, f64x2.sub(zHigh, f64x2.mul(constant(11), zLow)));
    const small = f64x2.sub(v128.load(half, 48), product);
    const rest = f64x2.add(zLow, f64x2.add(f64x2.mul(f64x2.mul(z, z2), p), small));

    const high = f64x2.add(sum, rest);
    const low = f64x2.sub(rest, f64x2.sub(high, sum));
    const rounded = f64x2.add(high, f64x2.sub(low, constant(7)));
    const doubt = f64x2.ne(rounded, f64x2.add(high, f64x2.add(low, constant(7))));
    doubts = v128.or(doubts, doubt);
    const log = v128.or(rounded, doubt); // all bits: NaN
    v128.store64_lane(record, log, 0, LOG);
    v128.store64_lane(record, log, 1, 32 + LOG);
  }
  return v128.any_true(doubts);
}

/** @param x normal, positive and finite. */
export function log(x: f64): f64 {
  const record = pair;
  store<f64>(record, x, SQUARE);
  store<f64>(record, x, 32 + SQUARE);
  return logs(record, record + 64) ? logExact(x) : load<f64>(record, LOG);
}
