// MT19937 and normals by the polar method, as in src/random/mt19937.ts and random-state.ts: one stream.
import { logarithms } from "./log";

const LENGTH: usize = 624;
const SHIFT: usize = 397;

/** The state: 624 words, and after them the same tempered. */
export let twister: usize = 0;
/** Words of those that were taken. */
export let position: u32 = 0;
/** The second normal of the last pair, or NaN. */
export let kept: f64 = NaN;
/** Room for the points of `most` pairs: u and v, then s. */
export let points: usize = 0;
export let squares: usize = 0;

/** Words from index i on, of which the first four change: mixed of them, of those that follow and of those 397 on. */
function advanceFour(state: usize, later: usize): void {
  const y = v128.or(
    v128.and(v128.load(state), i32x4.splat(0x80000000)),
    v128.and(v128.load(state, 4), i32x4.splat(0x7fffffff)),
  );
  const odd = i32x4.neg(v128.and(y, i32x4.splat(1)));
  const mixed = v128.xor(v128.xor(v128.load(later), i32x4.shr_u(y, 1)), v128.and(odd, i32x4.splat(0x9908b0df)));
  v128.store(state, mixed);
}

function advanceOne(state: usize, next: usize, later: usize): void {
  const y = (load<u32>(state) & 0x80000000) | (load<u32>(next) & 0x7fffffff);
  store<u32>(state, load<u32>(later) ^ (y >>> 1) ^ (<u32>-(<i32>(y & 1)) & 0x9908b0df));
}

function refill(): void {
  const state = twister;
  const turn = state + ((LENGTH - SHIFT) << 2);
  const end = state + (LENGTH << 2);
  let p = state;
  for (; p + 16 <= turn; p += 16) advanceFour(p, p + (SHIFT << 2));
  for (; p < turn; p += 4) advanceOne(p, p + 4, p + (SHIFT << 2));
  for (; p + 16 < end; p += 16) advanceFour(p, p - ((LENGTH - SHIFT) << 2));
  for (; p < end; p += 4) advanceOne(p, p + 4 < end ? p + 4 : state, p - ((LENGTH - SHIFT) << 2));
  for (p = state; p < end; p += 16) {
    let word = v128.load(p);
    word = v128.xor(word, i32x4.shr_u(word, 11));
    word = v128.xor(word, v128.and(i32x4.shl(word, 7), i32x4.splat(0x9d2c5680)));
    word = v128.xor(word, v128.and(i32x4.shl(word, 15), i32x4.splat(0xefc60000)));
    v128.store(p + (LENGTH << 2), v128.xor(word, i32x4.shr_u(word, 18)));
  }
  position = 0;
}

export function twisterWord(): u32 {
  if (position === <u32>LENGTH) refill();
  const word = load<u32>(twister + ((<usize>position) << 2), LENGTH << 2);
  position++;
  return word;
}

/** Points uniform in the unit disc, without its centre. */
function drawPoints(pairs: u32): void {
  const words = twister + (LENGTH << 2);
  const two26 = f64x2.splat(67108864);
  const two52 = f64x2.splat(4503599627370496);
  const twoMinus52 = f64x2.splat(2.220446049250313e-16);
  const full = words + ((LENGTH - 4) << 2);
  let next = words + ((<usize>position) << 2);
  let uv = points;
  let s = squares;
  const end = s + ((<usize>pairs) << 3);
  while (s < end) {
    let four: v128;
    if (next <= full) {
      four = v128.load(next);
      next += 16;
    } else {
      position = <u32>((next - words) >> 2);
      four = i32x4.splat(twisterWord());
      four = i32x4.replace_lane(four, 1, twisterWord());
      four = i32x4.replace_lane(four, 2, twisterWord());
      four = i32x4.replace_lane(four, 3, twisterWord());
      next = words + ((<usize>position) << 2);
    }
    const high = i32x4.shr_u(four, 5);
    const low = i32x4.shr_u(four, 6);
    const h = f64x2.convert_low_i32x4_s(v128.shuffle<i32>(high, high, 0, 2, 0, 2));
    const l = f64x2.convert_low_i32x4_s(v128.shuffle<i32>(low, low, 1, 3, 1, 3));
    const point = f64x2.mul(f64x2.sub(f64x2.add(f64x2.mul(h, two26), l), two52), twoMinus52);
    const parts = f64x2.mul(point, point);
    const square = f64x2.extract_lane(parts, 0) + f64x2.extract_lane(parts, 1);
    // Written for every point, and kept where it is in the disc: no branch, which would be mispredicted for a fifth.
    v128.store(uv, point);
    store<f64>(s, square);
    // As integers: of doubles the two comparisons take as long as all the rest.
    const inside = <usize>(reinterpret<u64>(square) - 1 < 0x3fefffffffffffff);
    uv += inside << 4;
    s += inside << 3;
  }
  position = <u32>((next - words) >> 2);
}

/** Standard normals: `count` of them. Of each pair f·v comes first. The memory has room for two more. */
export function fillNormals(target: usize, count: u32): void {
  const end = target + ((<usize>count) << 3);
  if (count > 0 && !isNaN(kept)) {
    store<f64>(target, kept);
    target += 8;
    kept = NaN;
  }
  const first = target;
  const pairs = <u32>((end - target + 8) >>> 4);
  drawPoints(pairs);
  const last = squares + ((<usize>pairs) << 3);
  store<f64>(last, 0.5); // beside an odd one
  let uv = points;
  for (let s = squares; s < last; s += 16, uv += 32, target += 32) {
    const square = v128.load(s);
    const f = f64x2.sqrt(f64x2.div(f64x2.mul(f64x2.splat(-2), logarithms(square)), square));
    const uv1 = v128.load(uv);
    const uv2 = v128.load(uv, 16);
    v128.store(target, f64x2.mul(v128.shuffle<i64>(f, f, 0, 0), v128.shuffle<i64>(uv1, uv1, 1, 0)));
    v128.store(target, f64x2.mul(v128.shuffle<i64>(f, f, 1, 1), v128.shuffle<i64>(uv2, uv2, 1, 0)), 16);
  }
  if (first + ((<usize>pairs) << 4) > end) kept = load<f64>(end);
}
