// Products in float64, two values at a time, and tanh: each value by the operations of src/learn/float64.ts in their order, so
// that the bits are the same. Places are counted in values of eight bytes; every array has room for four behind its end.

function bytesAt(place: u32): usize {
  return (<usize>place) << 3;
}

function spread(at: usize): v128 {
  return v128.load64_splat(at);
}

/** Writes the first `count` of two vectors' values. */
function storePair(to: usize, first: v128, second: v128, count: u32): void {
  if (count === 1) v128.store64_lane(to, first, 0);
  else v128.store(to, first);
  if (count === 3) v128.store64_lane(to + 16, second, 0);
  else if (count > 3) v128.store(to + 16, second);
}

/** C = A·B as in products.ts, in tiles of two rows and four columns. */
export function product64(
  groups: u32,
  perGroup: u32,
  depth: u32,
  columns: u32,
  a: u32,
  aStride: u32,
  aGroup: u32,
  b: u32,
  c: u32,
  cStride: u32,
  cGroup: u32,
  bias: u32,
  adds: bool,
): void {
  const step = bytesAt(columns);
  const end = bytesAt(depth);
  for (let group: u32 = 0; group < groups; group++) {
    for (let row: u32 = 0; row < perGroup; row += 2) {
      const next = min(row + 1, perGroup - 1);
      const a0 = bytesAt(a + group * aGroup + row * aStride);
      const a1 = bytesAt(a + group * aGroup + next * aStride);
      const c0 = bytesAt(c + group * cGroup + row * cStride);
      const c1 = bytesAt(c + group * cGroup + next * cStride);
      for (let j: u32 = 0; j < columns; j += 4) {
        const offset = bytesAt(j);
        const from = adds ? c0 + offset : bytesAt(bias) + offset;
        const isZero = !adds && bias === 0;
        let s0 = isZero ? f64x2.splat(0) : v128.load(from);
        let t0 = isZero ? f64x2.splat(0) : v128.load(from + 16);
        let s1 = adds ? v128.load(c1 + offset) : s0;
        let t1 = adds ? v128.load(c1 + offset + 16) : t0;
        let at = bytesAt(b) + offset;
        for (let k: usize = 0; k < end; k += 8) {
          const left = v128.load(at);
          const right = v128.load(at + 16);
          at += step;
          const v0 = spread(a0 + k);
          const v1 = spread(a1 + k);
          s0 = f64x2.add(s0, f64x2.mul(v0, left));
          t0 = f64x2.add(t0, f64x2.mul(v0, right));
          s1 = f64x2.add(s1, f64x2.mul(v1, left));
          t1 = f64x2.add(t1, f64x2.mul(v1, right));
        }
        storePair(c0 + offset, s0, t0, columns - j);
        if (next > row) storePair(c1 + offset, s1, t1, columns - j);
      }
    }
  }
}

/** C = Aᵀ·D, the sums over all rows, one row after the other. C is (depth, columns), without gaps. */
export function transposedProduct64(
  groups: u32,
  perGroup: u32,
  depth: u32,
  columns: u32,
  a: u32,
  aStride: u32,
  aGroup: u32,
  d: u32,
  dStride: u32,
  dGroup: u32,
  c: u32,
): void {
  const aStep = bytesAt(aStride);
  const dStep = bytesAt(dStride);
  for (let i: u32 = 0; i < depth; i += 2) {
    const isLast = i + 1 === depth;
    for (let j: u32 = 0; j < columns; j += 4) {
      let s0 = f64x2.splat(0);
      let t0 = s0;
      let s1 = s0;
      let t1 = s0;
      for (let group: u32 = 0; group < groups; group++) {
        let from = bytesAt(a + group * aGroup + i);
        let beside = bytesAt(d + group * dGroup + j);
        for (let row: u32 = 0; row < perGroup; row++) {
          const left = v128.load(beside);
          const right = v128.load(beside + 16);
          const v0 = spread(from);
          const v1 = spread(from + 8);
          s0 = f64x2.add(s0, f64x2.mul(v0, left));
          t0 = f64x2.add(t0, f64x2.mul(v0, right));
          s1 = f64x2.add(s1, f64x2.mul(v1, left));
          t1 = f64x2.add(t1, f64x2.mul(v1, right));
          from += aStep;
          beside += dStep;
        }
      }
      const to = bytesAt(c + i * columns + j);
      storePair(to, s0, t0, columns - j);
      if (!isLast) storePair(to + bytesAt(columns), s1, t1, columns - j);
    }
  }
}

/** ln 2 in parts, as in src/numeric/exp.ts. */
const LN2_HIGH: f64 = 0.6931471803691238;
const LN2_LOW: f64 = 1.9082149292705877e-10;
const LN2: f64 = 0.6931471805599453;

/** Beyond these tanh is ±1, and exp 2x still has a value. */
const MOST: f64 = 708;

export function tanh64(at: u32, length: u32): void {
  const end = bytesAt(at + length);
  for (let to = bytesAt(at); to < end; to += 16) {
    const values = tanhOf(v128.load(to));
    if (end - to === 8) v128.store64_lane(to, values, 0);
    else v128.store(to, values);
  }
}

function tanhOf(x: v128): v128 {
  const one = f64x2.splat(1);
  const most = f64x2.splat(MOST);
  const doubled = f64x2.max(f64x2.min(f64x2.mul(f64x2.splat(2), x), most), f64x2.neg(most));
  const k = f64x2.floor(f64x2.add(f64x2.div(doubled, f64x2.splat(LN2)), f64x2.splat(0.5)));
  const high = f64x2.sub(doubled, f64x2.mul(k, f64x2.splat(LN2_HIGH)));
  const r = f64x2.sub(high, f64x2.mul(k, f64x2.splat(LN2_LOW)));
  let p = one;
  for (let i: f64 = 14; i > 0; i--) p = f64x2.add(one, f64x2.div(f64x2.mul(p, r), f64x2.splat(i)));
  const exponent = i64x2.add(i64x2.extend_low_i32x4_s(i32x4.trunc_sat_f64x2_s_zero(k)), i64x2.splat(1023));
  const power = f64x2.mul(p, i64x2.shl(exponent, 52));
  return f64x2.sub(one, f64x2.div(f64x2.splat(2), f64x2.add(power, one)));
}
