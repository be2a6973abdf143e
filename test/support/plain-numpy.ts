import { GAUSSIAN_WEIGHTS, RADIUS } from "../../src/numeric/gaussian-filter.js";
import { linspace } from "../../src/numeric/interpolate.js";

/** What NumPy and SciPy compute, as plainly as their definitions read: no plans, no buffers, no shortcuts. */

/** NumPy's `pairwise_sum_DOUBLE`, on a copy of each part. */
export function pairwiseSumPlainly(values: readonly number[]): number {
  const n = values.length;
  if (n < 8) return values.reduce((sum, value) => sum + value, 0);
  if (n > 128) {
    const half = Math.floor(n / 2) - (Math.floor(n / 2) % 8);
    return pairwiseSumPlainly(values.slice(0, half)) + pairwiseSumPlainly(values.slice(half));
  }
  const r = values.slice(0, 8);
  let i = 8;
  for (; i < n - (n % 8); i++) r[i % 8]! += values[i]!;
  let sum = r[0]! + r[1]! + (r[2]! + r[3]!) + (r[4]! + r[5]! + (r[6]! + r[7]!));
  for (; i < n; i++) sum += values[i]!;
  return sum;
}

/** SciPy's `interp1d` (NumPy's `interp`) from one grid over [0, 1] to another. */
export function interpolatePlainly(source: Float64Array, targetLength: number): Float64Array {
  const grid = linspace(0, 1, source.length);
  let j = 0;
  return linspace(0, 1, targetLength).map((position) => {
    while (grid[j + 1]! <= position) j++;
    if (grid[j] === position) return source[j]!;
    const slope = (source[j + 1]! - source[j]!) / (grid[j + 1]! - grid[j]!);
    return slope * (position - grid[j]!) + source[j]!;
  });
}

/** The values with RADIUS reflected ones on both sides, d c b a | a b c d | d c b a: the period is twice the length. */
export function reflectedPlainly(values: Float64Array): Float64Array {
  const period = 2 * values.length;
  return Float64Array.from({ length: values.length + 2 * RADIUS }, (_, i) => {
    const phase = (((i - RADIUS) % period) + period) % period;
    return values[phase < values.length ? phase : period - 1 - phase]!;
  });
}

/** SciPy's `gaussian_filter(noise, 2)`: of its symmetric kernel the centre, then pairs from the outermost inwards. */
export function gaussianFilterPlainly(noise: Float64Array): Float64Array {
  const extended = reflectedPlainly(noise);
  return noise.map((_, i) => {
    const centre = i + RADIUS;
    let sum = extended[centre]! * GAUSSIAN_WEIGHTS[0]!;
    for (let k = RADIUS; k >= 1; k--) sum += (extended[centre - k]! + extended[centre + k]!) * GAUSSIAN_WEIGHTS[k]!;
    return sum;
  });
}

/** The original's `mask * x + (1 - mask) * noise`: the noise where x is exactly 0, x elsewhere. */
export function replaceZerosPlainly(x: Float64Array, noise: Float64Array): Float64Array {
  return x.map((value, i) => {
    const mask = value === 0 ? 0 : 1;
    return mask * value + (1 - mask) * noise[i]!;
  });
}
