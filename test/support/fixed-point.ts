/**
 * exp and ln in fixed point, for tests that need to know what the exact value is. An integer v stands for v / 2^BITS.
 *
 * Deliberately unlike src/numeric/log-exact.ts: more bits, and the logarithm by Newton's (Halley's) iteration on an
 * exponential by argument halving, where that file sums the series of atanh.
 */
export const BITS = 400n;

const ONE = 1n << BITS;

/** Bits beyond BITS that the computations carry, for the roundings on the way. */
const GUARD = 64n;

/** exp(x) is exp(x / 2^HALVINGS) squared that often; each squaring doubles the error, of which GUARD has room. */
const HALVINGS = 32n;

/** exp of a fixed-point number of moderate size, to within a few units. */
export function expFixed(x: bigint): bigint {
  const bits = BITS + GUARD;
  const reduced = (x << GUARD) >> HALVINGS;
  let sum = 1n << bits;
  let term = sum;
  for (let n = 1n; term !== 0n; n++) {
    term = (term * reduced) / (n << bits); // division rounds towards 0, a shift would never reach it
    sum += term;
  }
  for (let i = 0n; i < HALVINGS; i++) sum = (sum * sum) >> bits;
  return sum >> GUARD;
}

/** ln of a fixed-point number from 1 to 2, to within a few units. */
function lnFixed(x: bigint): bigint {
  let y = fixedFromDouble(Math.log(Number(x) / Number(ONE))); // 50 bits right; each step makes three times as many
  for (let step = 0; step < 3; step++) {
    const e = expFixed(y);
    y += ((x - e) << (BITS + 1n)) / (x + e);
  }
  return y;
}

const LN2 = lnFixed(2n * ONE);

/** ln of any positive, finite double, to within 2^-380. */
export function lnOfDouble(x: number): bigint {
  let exponent = 0;
  let mantissa = x;
  for (; mantissa >= 2; mantissa /= 2) exponent++;
  for (; mantissa < 1; mantissa *= 2) exponent--;
  return BigInt(exponent) * LN2 + lnFixed(fixedFromDouble(mantissa));
}

/** A double that is a multiple of 2^-400 and below 2^100, exactly. */
export function fixedFromDouble(x: number): bigint {
  let scaled = x;
  let shift = BITS;
  for (; !Number.isInteger(scaled); scaled *= 2) shift--;
  return BigInt(scaled) << shift;
}

/** The double nearest to a fixed-point number: `Number(bigint)` rounds so, and a power of 2 divides exactly. */
export function nearestDouble(v: bigint): number {
  return Number(v) / Number(ONE);
}

/** ln 2 and the like at another precision: v / 2^bits of what v / 2^400 is. */
export function atPrecision(v: bigint, bits: bigint): bigint {
  return v >> (BITS - bits);
}
