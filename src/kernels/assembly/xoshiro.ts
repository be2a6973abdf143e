// xoshiro128++ and its normals by the ziggurat, as in src/random/xoshiro.ts: four streams side by side, or one of them alone.
import { log } from "./log";

/** Word i of the four states is at 16·i; a lane's is 4·lane further. */
export let streams: usize = 0;

/** For each of 256 layers its step and the width of the layer above it. */
export let layers: usize = 0;
/** Lower edges of the layers, and 1. */
export let edges: usize = 0;
export let tailStart: f64 = 0;

function rotateLeft(words: v128, bits: i32): v128 {
  return v128.or(i32x4.shl(words, bits), i32x4.shr_u(words, 32 - bits));
}

/** The next word of the lanes in the mask; the others' stays. */
export function fourWords(mask: v128): v128 {
  const a = v128.load(streams, 0);
  const b = v128.load(streams, 16);
  const c = v128.load(streams, 32);
  const d = v128.load(streams, 48);
  const c1 = v128.xor(c, a);
  const d1 = v128.xor(d, b);
  v128.store(streams, v128.bitselect(v128.xor(a, d1), a, mask), 0);
  v128.store(streams, v128.bitselect(v128.xor(b, c1), b, mask), 16);
  v128.store(streams, v128.bitselect(v128.xor(c1, i32x4.shl(b, 9)), c, mask), 32);
  v128.store(streams, v128.bitselect(rotateLeft(d1, 11), d, mask), 48);
  return i32x4.add(rotateLeft(i32x4.add(a, d), 7), a);
}

export function word(stream: usize): u32 {
  const a = load<u32>(stream, 0);
  const b = load<u32>(stream, 16);
  const c = load<u32>(stream, 32) ^ a;
  const d = load<u32>(stream, 48);
  const d1 = d ^ b;
  store<u32>(stream, a ^ d1, 0);
  store<u32>(stream, b ^ c, 16);
  store<u32>(stream, c ^ (b << 9), 32);
  store<u32>(stream, rotl<u32>(d1, 11), 48);
  return rotl<u32>(a + d, 7) + a;
}

/** Uniform in [0, 1), from the upper 27 and 26 bits of two words of any generator. */
export function uniformOf(high: u32, low: u32): f64 {
  return (<f64>(high >>> 5) * 67108864 + <f64>(low >>> 6)) / 9007199254740992;
}

export function uniform(stream: usize): f64 {
  const high = word(stream);
  return uniformOf(high, word(stream));
}

/** The same place as below, of one stream. */
function placeIn(entry: usize, first: u32, second: i32): f64 {
  return (<f64>second + <f64>(first >>> 11) / 2097152) * load<f64>(entry);
}

/** A place in a layer, of two words: (second + (first >>> 11)/2^21)·step. */
function places(first: v128, second: v128, steps: v128): v128 {
  const fraction = f64x2.mul(f64x2.convert_low_i32x4_s(i32x4.shr_u(first, 11)), f64x2.splat(1.0 / 2097152));
  return f64x2.mul(f64x2.add(f64x2.convert_low_i32x4_s(second), fraction), steps);
}

/** Normals of each of the four: `count` groups of four doubles. */
export function fillFourNormals(target: usize, count: i32, scale: f64): void {
  let a = v128.load(streams, 0);
  let b = v128.load(streams, 16);
  let c = v128.load(streams, 32);
  let d = v128.load(streams, 48);
  const scales = f64x2.splat(scale);
  const table = layers;
  const end = target + ((<usize>count) << 5);
  for (; target < end; target += 32) {
    const first = i32x4.add(rotateLeft(i32x4.add(a, d), 7), a);
    let shifted = i32x4.shl(b, 9);
    c = v128.xor(c, a);
    d = v128.xor(d, b);
    b = v128.xor(b, c);
    a = v128.xor(a, d);
    c = v128.xor(c, shifted);
    d = rotateLeft(d, 11);
    const second = i32x4.add(rotateLeft(i32x4.add(a, d), 7), a);
    shifted = i32x4.shl(b, 9);
    c = v128.xor(c, a);
    d = v128.xor(d, b);
    b = v128.xor(b, c);
    a = v128.xor(a, d);
    c = v128.xor(c, shifted);
    d = rotateLeft(d, 11);

    const offsets = i32x4.shl(v128.and(first, i32x4.splat(0xff)), 4);
    const t0 = v128.load(table + <usize>i32x4.extract_lane(offsets, 0));
    const t1 = v128.load(table + <usize>i32x4.extract_lane(offsets, 1));
    const t2 = v128.load(table + <usize>i32x4.extract_lane(offsets, 2));
    const t3 = v128.load(table + <usize>i32x4.extract_lane(offsets, 3));
    const low = places(first, second, v128.shuffle<i64>(t0, t1, 0, 2));
    const high = places(
      v128.shuffle<i64>(first, first, 1, 1),
      v128.shuffle<i64>(second, second, 1, 1),
      v128.shuffle<i64>(t2, t3, 0, 2),
    );
    v128.store(target, f64x2.mul(scales, low), 0);
    v128.store(target, f64x2.mul(scales, high), 16);
    const lowInside = f64x2.lt(f64x2.abs(low), v128.shuffle<i64>(t0, t1, 1, 3));
    const highInside = f64x2.lt(f64x2.abs(high), v128.shuffle<i64>(t2, t3, 1, 3));
    if (!i64x2.all_true(v128.and(lowInside, highInside))) {
      v128.store(streams, a, 0);
      v128.store(streams, b, 16);
      v128.store(streams, c, 32);
      v128.store(streams, d, 48);
      if (i64x2.extract_lane(lowInside, 0) === 0)
        mend(target, 0, i32x4.extract_lane(first, 0), f64x2.extract_lane(low, 0), scale);
      if (i64x2.extract_lane(lowInside, 1) === 0)
        mend(target, 1, i32x4.extract_lane(first, 1), f64x2.extract_lane(low, 1), scale);
      if (i64x2.extract_lane(highInside, 0) === 0)
        mend(target, 2, i32x4.extract_lane(first, 2), f64x2.extract_lane(high, 0), scale);
      if (i64x2.extract_lane(highInside, 1) === 0)
        mend(target, 3, i32x4.extract_lane(first, 3), f64x2.extract_lane(high, 1), scale);
      a = v128.load(streams, 0);
      b = v128.load(streams, 16);
      c = v128.load(streams, 32);
      d = v128.load(streams, 48);
    }
  }
  v128.store(streams, a, 0);
  v128.store(streams, b, 16);
  v128.store(streams, c, 32);
  v128.store(streams, d, 48);
}

function mend(target: usize, lane: i32, first: u32, x: f64, scale: f64): void {
  store<f64>(target + ((<usize>lane) << 3), scale * atEdge(streams + ((<usize>lane) << 2), first & 0xff, x));
}

function atEdge(stream: usize, layer: u32, x: f64): f64 {
  while (true) {
    if (layer === 0) return tail(stream, x < 0);
    const lower = load<f64>(edges + ((<usize>layer) << 3));
    const height = uniform(stream);
    if (log(lower + height * (load<f64>(edges + ((<usize>layer) << 3), 8) - lower)) < -0.5 * x * x) return x;
    const first = word(stream);
    layer = first & 0xff;
    const entry = layers + ((<usize>layer) << 4);
    x = placeIn(entry, first, <i32>word(stream));
    if (Math.abs(x) < load<f64>(entry, 8)) return x;
  }
}

function tail(stream: usize, isNegative: bool): f64 {
  while (true) {
    const beyond = -log(1 - uniform(stream)) / tailStart;
    if (-2 * log(1 - uniform(stream)) < beyond * beyond) continue;
    return isNegative ? -tailStart - beyond : tailStart + beyond;
  }
}

/** Normals of the first stream alone, as `RandomState`'s are. */
export function fillNormals(target: usize, count: u32): void {
  const end = target + ((<usize>count) << 3);
  for (; target < end; target += 8) {
    const first = word(streams);
    const layer = first & 0xff;
    const entry = layers + ((<usize>layer) << 4);
    const x = placeIn(entry, first, <i32>word(streams));
    store<f64>(target, Math.abs(x) < load<f64>(entry, 8) ? x : atEdge(streams, layer, x));
  }
}
