import { doubleFromFixed, ln2Fixed } from "./log-exact.js";

/** The high part of ln 2 has 32 bits, so that its products with exponents are exact. */
const HIGH_BITS = 32n;
const PRECISION = 112n;
const LN2_FIXED: bigint = ln2Fixed(PRECISION);
const STEPS = LN2_FIXED >> (PRECISION - HIGH_BITS);
const LN2_HIGH: number = doubleFromFixed(STEPS, HIGH_BITS);
const LN2_LOW: number = doubleFromFixed(LN2_FIXED - (STEPS << (PRECISION - HIGH_BITS)), PRECISION);
const LN2: number = LN2_HIGH + LN2_LOW;

/** Of the Taylor polynomial: the rest is below 2^-60 for |r| ≤ ln 2 / 2. */
const TERMS = 14;

const double = new Float64Array(1);
const words = new Int32Array(double.buffer); // little-endian

/** 2^e, for e = −1022 … 1023. */
function powerOfTwo(e: number): number {
  words[0] = 0;
  words[1] = (e + 1023) << 20;
  return double[0]!;
}

/**
 * e^x, within 1 ulp where it is a normal number, and 0 below: the same on every engine, which `Math.exp` is not. x = k·ln 2 + r.
 */
export function exp(x: number): number {
  if (!(x > -708)) return x < 0 ? 0 : x;
  if (x > 709.7) return Infinity;
  const k = Math.floor(x / LN2 + 0.5);
  const r = x - k * LN2_HIGH - k * LN2_LOW;
  let p = 1;
  for (let i = TERMS; i > 0; i--) p = 1 + (p * r) / i;
  return k === 1024 ? 2 * p * powerOfTwo(1023) : p * powerOfTwo(k);
}

export function sigmoid(x: number): number {
  return 1 / (1 + exp(-x));
}

/** To 2^-53 of 1, not of itself, which is what sums need. */
export function tanh(x: number): number {
  return 1 - 2 / (exp(2 * x) + 1);
}
