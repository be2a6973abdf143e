/**
 * Correctly rounded natural logarithm by exact integer arithmetic: slow, short, and beyond doubt.
 *
 * Fixed point: an integer v stands for v / 2^precision. The hardest double to round has a logarithm whose expansion
 * stays within 2^-117 (relative) of a rounding boundary (Lefèvre & Muller, "Worst Cases for Correct Rounding of the
 * Elementary Functions in Double Precision"), so 192 bits decide every case.
 */
const PRECISION = 192n;

/** The smallest double with all 53 bits: below it they are fewer. */
export const SMALLEST_NORMAL: number = 2.2250738585072014e-308; // 2^-1022

/** √2 · 2^52 rounded down: mantissas above it are halved so that the series converges fast on both sides of 1. */
const SQRT2_MANTISSA = 0x16a09e667f3bccn;

const bits = new DataView(new ArrayBuffer(8));

/** ln(x) for a positive, finite x, rounded to the nearest double. */
export function logExact(x: number): number {
  return x < SMALLEST_NORMAL ? roundedLog(x * 0x40000000000000, -54n) : roundedLog(x, 0n);
}

/** ln(x · 2^scale) of a normal x: with x = 2^exponent · a/b, ln(a/b) = 2·atanh((a − b)/(a + b)). */
function roundedLog(x: number, scale: bigint): number {
  bits.setFloat64(0, x);
  const word = bits.getBigUint64(0);
  let exponent = (word >> 52n) - 1023n + scale;
  const a = (word & 0xfffffffffffffn) | (1n << 52n);
  let b = 1n << 52n;
  if (a > SQRT2_MANTISSA) {
    exponent += 1n;
    b <<= 1n;
  }
  return doubleFromFixed(exponent * ln2Fixed(PRECISION) + 2n * atanhFixed(a - b, a + b), PRECISION);
}

/** atanh(numerator / denominator) · 2^192 for |numerator / denominator| ≤ 0.18, by its Taylor series. */
function atanhFixed(numerator: bigint, denominator: bigint): bigint {
  const y = (numerator << PRECISION) / denominator;
  const ySquared = (y * y) >> PRECISION;
  let sum = y;
  let power = y;
  for (let n = 3n; ; n += 2n) {
    power = (power * ySquared) / (1n << PRECISION); // division rounds towards 0, a shift would never reach it
    if (power === 0n) return sum;
    sum += power / n;
  }
}

/** atanh(1/d) · 2^precision for an integer d > 1, by its Taylor series: divisions by small integers only. */
export function atanhReciprocalFixed(d: bigint, precision: bigint): bigint {
  const dSquared = d * d;
  let power = (1n << precision) / d;
  let sum = power;
  for (let n = 3n; power > 0n; n += 2n) {
    power /= dSquared;
    sum += power / n;
  }
  return sum;
}

/** ln 2 · 2^precision, by the Machin-like 18·atanh(1/26) − 2·atanh(1/4801) + 8·atanh(1/8749). */
export function ln2Fixed(precision: bigint): bigint {
  const atanhReciprocal = (d: bigint) => atanhReciprocalFixed(d, precision);
  return 18n * atanhReciprocal(26n) - 2n * atanhReciprocal(4801n) + 8n * atanhReciprocal(8749n);
}

/** The double nearest to v / 2^precision: `Number(bigint)` rounds to nearest even, and the scaling is exact. */
export function doubleFromFixed(v: bigint, precision: bigint): number {
  return Number(v) / Number(1n << precision);
}
