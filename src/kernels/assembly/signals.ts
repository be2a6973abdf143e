// The steps of src/generate/transform.ts on four signals side by side: point i of all four is at 32·i.

/** Points of a signal, and of an example. */
export let signalLength: u32 = 0;
export let finalLength: u32 = 0;

export let signals: usize = 0;
/** Noise that is smoothed, with 8 points to either side. */
export let smoothed: usize = 0;
export let noise: usize = 0;
/** linspace(−0.5, 0.5) over the signal. */
export let line: usize = 0;
/** The nine weights of the filter. */
export let weights: usize = 0;
/** For each padding where its dilated templates begin, and how many points of each are not 0. */
export let dilations: usize = 0;
export let dilated: usize = 0;
/** For each value of an example where the point to its left is (bytes, in 8), the spacing and the offset. */
export let subsampling: usize = 0;

export let mean: f64 = 0;
export let std: f64 = 1;
export let isFloat64: bool = false;

/** What was drawn for four examples. */
export const ZEROS: usize = 0;
export const SHIFTS: usize = 16;
export const FACTORS: usize = 32;
export const SLOPES: usize = 64;

const RADIUS: usize = 8;

/** Makes the signals all 0, with the sign that 0 times the factor has. */
export function clear(drawn: usize): void {
  const low = f64x2.mul(f64x2.splat(0), v128.load(drawn, FACTORS));
  const high = f64x2.mul(f64x2.splat(0), v128.load(drawn, FACTORS + 16));
  const end = signals + ((<usize>signalLength) << 5);
  for (let p = signals; p < end; p += 32) {
    v128.store(p, low);
    v128.store(p, high, 16);
  }
}

/** Puts a dilated template into one of the signals. @param zeros of its padding, beyond the fewest. */
export function placeTemplate(lane: usize, template: u32, zeros: u32, drawn: usize): void {
  const dilation = dilations + ((<usize>zeros) << 3);
  const active = load<u32>(dilation, 4);
  const factor = load<f64>(drawn + (lane << 3), FACTORS);
  const shift = load<u32>(drawn + (lane << 2), SHIFTS);
  const first = shift < signalLength ? shift : 0;
  const beforeEnd = min<u32>(active, signalLength - first);
  const values = dilated + <usize>load<u32>(dilation) + ((<usize>(template * active)) << 3);
  const signal = signals + (lane << 3);
  putScaled(signal + ((<usize>first) << 5), values, beforeEnd, factor);
  putScaled(signal, values + ((<usize>beforeEnd) << 3), active - beforeEnd, factor);
}

function putScaled(target: usize, values: usize, count: u32, factor: f64): void {
  const end = target + ((<usize>count) << 5);
  for (; target < end; target += 32, values += 8) store<f64>(target, load<f64>(values) * factor);
}

/**
 * Adds smoothed noise where a signal is exactly 0, then noise to every point, and subtracts the line.
 * Where x is ±0 the original's 0·x is x.
 */
export function addNoiseAndShear(drawn: usize): void {
  reflectMargins();
  addToTwo(0, v128.load(drawn, SLOPES));
  addToTwo(16, v128.load(drawn, SLOPES + 16));
}

/** The same to two of the four. */
function addToTwo(offset: usize, slopes: v128): void {
  const w0 = v128.load64_splat(weights, 0);
  const w1 = v128.load64_splat(weights, 8);
  const w2 = v128.load64_splat(weights, 16);
  const w3 = v128.load64_splat(weights, 24);
  const w4 = v128.load64_splat(weights, 32);
  const w5 = v128.load64_splat(weights, 40);
  const w6 = v128.load64_splat(weights, 48);
  const w7 = v128.load64_splat(weights, 56);
  const w8 = v128.load64_splat(weights, 64);
  const first = signals + offset;
  const end = first + ((<usize>signalLength) << 5);
  let n = smoothed + offset;
  let independent = noise + offset;
  let t = line;
  for (let p = first; p < end; p += 32, n += 32, independent += 32, t += 8) {
    const x = v128.load(p);
    let sum = f64x2.mul(v128.load(n, 256), w0);
    sum = f64x2.add(sum, f64x2.mul(f64x2.add(v128.load(n, 0), v128.load(n, 512)), w8));
    sum = f64x2.add(sum, f64x2.mul(f64x2.add(v128.load(n, 32), v128.load(n, 480)), w7));
    sum = f64x2.add(sum, f64x2.mul(f64x2.add(v128.load(n, 64), v128.load(n, 448)), w6));
    sum = f64x2.add(sum, f64x2.mul(f64x2.add(v128.load(n, 96), v128.load(n, 416)), w5));
    sum = f64x2.add(sum, f64x2.mul(f64x2.add(v128.load(n, 128), v128.load(n, 384)), w4));
    sum = f64x2.add(sum, f64x2.mul(f64x2.add(v128.load(n, 160), v128.load(n, 352)), w3));
    sum = f64x2.add(sum, f64x2.mul(f64x2.add(v128.load(n, 192), v128.load(n, 320)), w2));
    sum = f64x2.add(sum, f64x2.mul(f64x2.add(v128.load(n, 224), v128.load(n, 288)), w1));
    const signal = v128.bitselect(f64x2.add(x, sum), x, f64x2.eq(x, f64x2.splat(0)));
    const sheared = f64x2.mul(slopes, v128.load64_splat(t));
    v128.store(p, f64x2.sub(f64x2.add(signal, v128.load(independent)), sheared));
  }
}

function reflectMargins(): void {
  const length = <usize>signalLength;
  const end = RADIUS + length;
  for (let i: usize = 0; i < RADIUS; i++) {
    copyPoint(RADIUS - 1 - i, RADIUS + i < end ? RADIUS + i : RADIUS - 1 - i + 2 * length);
    copyPoint(end + i, end - 1 - i >= RADIUS ? end - 1 - i : end + i - 2 * length);
  }
}

function copyPoint(to: usize, from: usize): void {
  v128.store(smoothed + (to << 5), v128.load(smoothed + (from << 5)));
  v128.store(smoothed + (to << 5), v128.load(smoothed + (from << 5), 16), 16);
}

function interpolated(p: usize, spacing: v128, offset: v128): v128 {
  const x = v128.load(p);
  return f64x2.add(f64x2.mul(f64x2.div(f64x2.sub(v128.load(p, 32), x), spacing), offset), x);
}

/** Writes the values of each signal, one after the other, standardised if moments are given. @param stride bytes from one's to the next. */
export function subsample(target: usize, stride: usize): void {
  const m = f64x2.splat(mean);
  const s = f64x2.splat(std);
  const second = stride;
  const third = stride * 2;
  const fourth = stride * 3;
  const asFloat64 = isFloat64;
  const isStandardised = mean !== 0 || std !== 1;
  const end = subsampling + <usize>finalLength * 24;
  for (let plan = subsampling; plan < end; plan += 24) {
    const p = signals + <usize>load<u32>(plan);
    let low = v128.load(p);
    let high = v128.load(p, 16);
    if (load<f64>(plan, 8) !== 0) {
      const spacing = v128.load64_splat(plan, 8);
      const offset = v128.load64_splat(plan, 16);
      low = interpolated(p, spacing, offset);
      high = interpolated(p + 16, spacing, offset);
    }
    if (isStandardised) {
      low = f64x2.div(f64x2.sub(low, m), s);
      high = f64x2.div(f64x2.sub(high, m), s);
    }
    if (asFloat64) {
      v128.store64_lane(target, low, 0);
      v128.store64_lane(target + second, low, 1);
      v128.store64_lane(target + third, high, 0);
      v128.store64_lane(target + fourth, high, 1);
      target += 8;
    } else {
      const four = v128.shuffle<i32>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 1, 4, 5);
      v128.store32_lane(target, four, 0);
      v128.store32_lane(target + second, four, 1);
      v128.store32_lane(target + third, four, 2);
      v128.store32_lane(target + fourth, four, 3);
      target += 4;
    }
  }
}
