// The correctly rounded natural logarithm, as in src/numeric/log.ts, which says how it works.

/** 256 cells of r, −ln r in two doubles, and a double that is unused. */
export let logTable: usize = 0;
export let ln2High: f64 = 0;
export let ln2Low: f64 = 0;
/** Of the polynomial 1/3 … 1/9; what rounds to 24 bits; the bound of the error. Loaded, as a literal takes five instructions. */
export let logConstants: usize = 0;

/** The slow way, for what is too near to the middle of two doubles. */
declare function logExact(x: f64): f64;

const REDUCED_HIGH_WORD: i64 = 0x3fe6a000 << 32;

function constant(c: usize, i: usize): v128 {
  return v128.load64_splat(c + (i << 3));
}

/** @param x normal, positive and finite, both. */
export function logarithms(x: v128): v128 {
  const c = logConstants;
  // The exponent field counted from √½, and the cell of what is left.
  const steps = i64x2.sub(x, i64x2.splat(REDUCED_HIGH_WORD));
  const e0 = <i32>(i64x2.extract_lane(steps, 0) >> 52);
  const e1 = <i32>(i64x2.extract_lane(steps, 1) >> 52);
  const exponents = i64x2.splat(0xfff0000000000000);
  const m = i64x2.sub(x, v128.and(steps, exponents)); // in [0.707, 1.414): its exponent field less e
  const e = f64x2.convert_low_i32x4_s(i32x4.replace_lane(i32x4.splat(e0), 1, e1));
  const cells = v128.and(i64x2.shr_u(steps, 44), i64x2.splat(0xff));
  const p0 = logTable + ((<usize>i64x2.extract_lane(cells, 0)) << 5);
  const p1 = logTable + ((<usize>i64x2.extract_lane(cells, 1)) << 5);
  const c0 = v128.load(p0);
  const c1 = v128.load(p1);
  const r = v128.shuffle<i64>(c0, c1, 0, 2);
  const logHigh = v128.shuffle<i64>(c0, c1, 1, 3);
  const logLow = v128.load64_lane(p1 + 16, v128.load64_zero(p0 + 16), 1);

  const round = constant(c, 7);
  const mHigh = f64x2.sub(f64x2.add(m, round), round);
  const zHigh = f64x2.sub(f64x2.mul(mHigh, r), f64x2.splat(1));
  const zLow = f64x2.mul(f64x2.sub(m, mHigh), r);

  const a = f64x2.add(f64x2.add(f64x2.mul(e, f64x2.splat(ln2High)), logHigh), zHigh);
  const b = f64x2.mul(f64x2.splat(-0.5), f64x2.mul(zHigh, zHigh));
  const sum = f64x2.add(a, b);
  const sumError = f64x2.sub(b, f64x2.sub(sum, a));

  const z = f64x2.add(zHigh, zLow);
  const z2 = f64x2.mul(z, z);
  // c3 − z·c4 + z2·(c5 − z·c6 + z2·(c7 − z·c8 + z2·c9))
  const p7 = f64x2.add(f64x2.sub(constant(c, 4), f64x2.mul(z, constant(c, 5))), f64x2.mul(z2, constant(c, 6)));
  const p5 = f64x2.add(f64x2.sub(constant(c, 2), f64x2.mul(z, constant(c, 3))), f64x2.mul(z2, p7));
  const p = f64x2.add(f64x2.sub(constant(c, 0), f64x2.mul(z, constant(c, 1))), f64x2.mul(z2, p5));
  const small = f64x2.sub(
    f64x2.add(f64x2.mul(e, f64x2.splat(ln2Low)), logLow),
    f64x2.mul(zLow, f64x2.add(zHigh, f64x2.mul(f64x2.splat(0.5), zLow))),
  );
  const rest = f64x2.add(zLow, f64x2.add(f64x2.mul(f64x2.mul(z, z2), p), small));

  const high = f64x2.add(sum, rest);
  const low = f64x2.add(f64x2.sub(rest, f64x2.sub(high, sum)), sumError);
  const bound = constant(c, 8);
  const rounded = f64x2.add(high, f64x2.sub(low, bound));
  const certain = f64x2.eq(rounded, f64x2.add(high, f64x2.add(low, bound)));
  return i64x2.all_true(certain) ? rounded : decided(x, rounded, certain);
}

function decided(x: v128, rounded: v128, certain: v128): v128 {
  if (i64x2.extract_lane(certain, 0) === 0)
    rounded = f64x2.replace_lane(rounded, 0, logExact(f64x2.extract_lane(x, 0)));
  if (i64x2.extract_lane(certain, 1) === 0)
    rounded = f64x2.replace_lane(rounded, 1, logExact(f64x2.extract_lane(x, 1)));
  return rounded;
}

export function log(x: f64): f64 {
  return f64x2.extract_lane(logarithms(f64x2.splat(x)), 0);
}
