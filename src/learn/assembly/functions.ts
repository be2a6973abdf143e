// exp, and what is made of it, of four values each: within 2 ulps of float32.

/** Beyond these float32 has no normal number. */
const LEAST: f32 = -87;
const MOST: f32 = 88;

/** ln 2 as two floats: the first has so few bits that its products with exponents are exact. */
const LN2_HIGH: f32 = 0.693359375; // 355/512
const LN2_LOW: f32 = -2.1219444e-4;
const PER_LN2: f32 = 1.44269504;

/** exp x = 2^k·exp(x − k·ln 2): a polynomial (Taylor's; the rest is below 2^-26), and k added to the exponent. */
export function exp(x: v128): v128 {
  const bounded = f32x4.min(f32x4.max(x, f32x4.splat(LEAST)), f32x4.splat(MOST));
  const k = f32x4.nearest(f32x4.mul(bounded, f32x4.splat(PER_LN2)));
  const high = f32x4.sub(bounded, f32x4.mul(k, f32x4.splat(LN2_HIGH)));
  const r = f32x4.sub(high, f32x4.mul(k, f32x4.splat(LN2_LOW)));
  let p = f32x4.splat(1.0 / 5040);
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0 / 720));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0 / 120));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0 / 24));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0 / 6));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(0.5));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1));
  const scale = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(k), i32x4.splat(127)), 23);
  return f32x4.mul(p, scale);
}

export function sigmoid(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exp(f32x4.neg(x))));
}

/** 1 − 2/(exp 2x + 1): to 2^-24 of 1, not of itself, which is what sums need. */
export function tanh(x: v128): v128 {
  const one = f32x4.splat(1);
  const e = exp(f32x4.add(x, x));
  return f32x4.sub(one, f32x4.div(f32x4.splat(2), f32x4.add(e, one)));
}
