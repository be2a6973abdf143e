// MT19937 and normals by the polar method, as in src/random/mt19937.ts and random-state.ts: one stream.
import { constant } from "./constants";
import { LOG, logExact, logs, SQUARE } from "./log";
import { uniformOf } from "./xoshiro";

const LENGTH: usize = 624;
const SHIFT: usize = 397;
/** Bytes of the state. */
const STATE: usize = LENGTH << 2;
/** Where the tempered words begin. */
const WORDS: usize = 2 * STATE;

/** The state, the one that follows it, and that tempered. */
export let twister: usize = 0;
/** Words of those that were taken. */
export let position: u32 = 0;
/** Room for points, 32 bytes each: u, v, s = u² + v², and its logarithm. */
export let points: usize = 0;

/** Makes the state that follows: each word of the one here, of the next to it, and of that 397 on, which may be of it already. */
function refill(): void {
  const upper = constant(19);
  const lower = constant(20);
  const a = constant(21);
  const b = constant(22);
  const c = constant(23);
  const end = twister + STATE;
  for (let p = twister; p < end; p += 16) {
    const next = v128.load(p, 4);
    const y = v128.or(v128.and(v128.load(p), upper), v128.and(next, lower));
    const odd = i32x4.shr_s(i32x4.shl(next, 31), 31);
    let word = v128.xor(v128.load(p, SHIFT << 2), i32x4.shr_u(y, 1));
    word = v128.xor(word, v128.and(odd, a));
    v128.store(p, word, STATE);
    word = v128.xor(word, i32x4.shr_u(word, 11));
    word = v128.xor(word, v128.and(i32x4.shl(word, 7), b));
    word = v128.xor(word, v128.and(i32x4.shl(word, 15), c));
    v128.store(p, v128.xor(word, i32x4.shr_u(word, 18)), WORDS);
  }
  memory.copy(twister, end, STATE);
  position = 0;
}

export function twisterWord(): u32 {
  if (position === <u32>LENGTH) refill();
  const word = load<u32>(twister + ((<usize>position) << 2), WORDS);
  position++;
  return word;
}

export function twisterUniform(): f64 {
  if (position >= <u32>LENGTH - 1) {
    const high = twisterWord();
    return uniformOf(high, twisterWord());
  }
  const words = twister + WORDS + ((<usize>position) << 2);
  position += 2;
  return uniformOf(load<u32>(words), load<u32>(words, 4));
}

/**
 * 2·uniform − 1 of each of two pairs of words, which fits 53 bits: 1 and its lower 52 as a fraction, less 1, or 2 where its
 * upper bit is 0.
 */
function pointOf(words: v128): v128 {
  const upper = i64x2.shl(words, 21);
  const fraction = v128.or(v128.and(upper, i64x2.splat(0x000ffffffc000000)), i64x2.shr_u(words, 38));
  const one = v128.or(fraction, i64x2.splat(0x3ff0000000000000));
  return f64x2.sub(one, i64x2.sub(i64x2.splat(0x4000000000000000), v128.and(upper, i64x2.splat(0x0010000000000000))));
}

/** Which of two squares are below 1, and not 0: less the last bit that is NaN. */
function insideOf(squares: v128): i32 {
  return i64x2.bitmask(f64x2.lt(i64x2.sub(squares, i64x2.splat(1)), f64x2.splat(1 - f64.EPSILON / 2)));
}

/** Draws points uniform in the unit disc, without its centre. There is room for two more. */
export function drawPoints(target: usize, count: u32): void {
  const words = twister + WORDS;
  const full = words + ((LENGTH - 8) << 2);
  const end = target + ((<usize>count) << 5);
  let next = words + ((<usize>position) << 2);
  let second = target;
  while (true) {
    // Two at a time. Each is written, and kept where it is in the disc: no branch, which would be mispredicted for a fifth.
    while (target < end && next <= full) {
      const point1 = pointOf(v128.load(next));
      const point2 = pointOf(v128.load(next, 16));
      next += 32;
      const parts1 = f64x2.mul(point1, point1);
      const parts2 = f64x2.mul(point2, point2);
      const squares = f64x2.add(v128.shuffle<i64>(parts1, parts2, 0, 2), v128.shuffle<i64>(parts1, parts2, 1, 3));
      const inside = insideOf(squares);
      v128.store(target, point1);
      v128.store64_lane(target, squares, 0, SQUARE);
      second = target + ((<usize>(inside & 1)) << 5);
      v128.store(second, point2);
      v128.store64_lane(second, squares, 1, SQUARE);
      target = second + ((<usize>(inside & 2)) << 4);
    }
    if (second === end) next -= 16;
    position = <u32>((next - words) >> 2);
    if (target >= end) return;
    let four = i32x4.splat(twisterWord());
    four = i32x4.replace_lane(four, 1, twisterWord());
    four = i32x4.replace_lane(four, 2, twisterWord());
    four = i32x4.replace_lane(four, 3, twisterWord());
    next = words + ((<usize>position) << 2);
    const point = pointOf(four);
    const parts = f64x2.mul(point, point);
    const square = f64x2.add(parts, v128.shuffle<i64>(parts, parts, 1, 0));
    v128.store(target, point);
    v128.store64_lane(target, square, 0, SQUARE);
    target += (<usize>(insideOf(square) & 1)) << 5;
    if (target >= end) {
      position = <u32>((next - words) >> 2);
      return;
    }
  }
}

/** Puts the logarithms of s beside so many points. */
export function logPoints(count: u32): void {
  const end = points + ((<usize>count) << 5);
  store<f64>(end, 0.5, SQUARE); // beside an odd one
  if (!logs(points, end)) return;
  for (let p = points; p < end; p += 32) {
    if (isNaN(load<f64>(p, LOG))) store<f64>(p, logExact(load<f64>(p, SQUARE)), LOG);
  }
}

/**
 * Makes scaled normals of points of four lanes, which are `stride` bytes apart, and puts them into steps of a signal: of each
 * pair f·v first, and then f·u.
 */
export function placeNormals(point: usize, stride: usize, pairs: u32, target: usize, scale: f64): void {
  const scales = f64x2.splat(scale);
  const end = point + ((<usize>pairs) << 5);
  for (; point < end; point += 32, target += 64) {
    const third = point + 2 * stride;
    placeTwo(point, point + stride, target, scales);
    placeTwo(third, third + stride, target + 16, scales);
  }
}

function placeTwo(a: usize, b: usize, target: usize, scales: v128): void {
  const sLog1 = v128.load(a + SQUARE);
  const sLog2 = v128.load(b + SQUARE);
  const minusTwoLogs = f64x2.mul(f64x2.splat(-2), v128.shuffle<i64>(sLog1, sLog2, 1, 3));
  const f = f64x2.sqrt(f64x2.div(minusTwoLogs, v128.shuffle<i64>(sLog1, sLog2, 0, 2)));
  const uv1 = v128.load(a);
  const uv2 = v128.load(b);
  v128.store(target, f64x2.mul(scales, f64x2.mul(f, v128.shuffle<i64>(uv1, uv2, 1, 3))));
  v128.store(target, f64x2.mul(scales, f64x2.mul(f, v128.shuffle<i64>(uv1, uv2, 0, 2))), 32);
}
