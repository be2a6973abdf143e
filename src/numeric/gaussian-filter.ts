/** Points that a filtered value reaches to either side: SciPy truncates at 4 sigma, and sigma is 2. */
export const RADIUS = 8;

/**
 * exp(−k²/8) for k = 0 … 8, correctly rounded and divided by the pairwise sum of all 17: SciPy's Gaussian kernel for
 * sigma 2 with an exact exp, from the centre outwards. Listed because no engine's `Math.exp` may touch the data; a test
 * recomputes them.
 */
// biome-ignore format: one weight a line
export const GAUSSIAN_WEIGHTS: Float64Array = Float64Array.of(
  0.199474647864745,
  0.17603575888479037,
  0.12098748976534904,
  0.06475993660472744,
  0.026995957967298846,
  0.00876430436278587,
  0.002215963172596555,
  0.0004363490205067883,
  6.691628957263553e-5,
);

/**
 * Extends a signal by RADIUS points on both sides: d c b a | a b c d | d c b a, which for signals shorter than the
 * margin reflects again and again.
 * @param values RADIUS values to be written, `length` of the signal, RADIUS to be written.
 */
export function reflectMargins(values: Float64Array, length: number): void {
  const end = RADIUS + length;
  // Outwards, so that a short signal's reflections are there to be reflected: the period is 2·length.
  for (let i = 0; i < RADIUS; i++) {
    values[RADIUS - 1 - i] = values[RADIUS + i < end ? RADIUS + i : RADIUS - 1 - i + 2 * length]!;
    values[end + i] = values[end - 1 - i >= RADIUS ? end - 1 - i : end + i - 2 * length]!;
  }
}

/**
 * Adds Gaussian-filtered noise (sigma 2) to those samples of a signal that are exactly 0, and to no others.
 *
 * The reference computes mask·x + (1 − mask)·noise over all samples. Where x ≠ 0 that is x + 0·noise = x, so the filter
 * need not run there; where x is ±0 it is 0·x + noise, kept as written for the sign of a zero sum. The additions run as
 * in SciPy's symmetric `correlate1d`: centre, then pairs from the outermost inwards.
 * @param signal the first `length` values are read and written.
 * @param noise `length` values between two margins of RADIUS reflected ones.
 */
export function addFilteredWhereZero(signal: Float64Array, noise: Float64Array, length: number): void {
  const w0 = GAUSSIAN_WEIGHTS[0]!;
  const w1 = GAUSSIAN_WEIGHTS[1]!;
  const w2 = GAUSSIAN_WEIGHTS[2]!;
  const w3 = GAUSSIAN_WEIGHTS[3]!;
  const w4 = GAUSSIAN_WEIGHTS[4]!;
  const w5 = GAUSSIAN_WEIGHTS[5]!;
  const w6 = GAUSSIAN_WEIGHTS[6]!;
  const w7 = GAUSSIAN_WEIGHTS[7]!;
  const w8 = GAUSSIAN_WEIGHTS[8]!;
  // Two neighbours at a time: their windows share 16 of 18 values, each then read (and its bounds checked) once.
  for (let i = 0; i < length; i += 2) {
    const x = signal[i]!;
    const y = i + 1 < length ? signal[i + 1]! : 1;
    if (x !== 0 && y !== 0) continue;
    const a = noise[i]!;
    const b = noise[i + 1]!;
    const c = noise[i + 2]!;
    const d = noise[i + 3]!;
    const e = noise[i + 4]!;
    const f = noise[i + 5]!;
    const g = noise[i + 6]!;
    const h = noise[i + 7]!;
    const m = noise[i + 8]!;
    const n = noise[i + 9]!;
    const o = noise[i + 10]!;
    const p = noise[i + 11]!;
    const q = noise[i + 12]!;
    const r = noise[i + 13]!;
    const s = noise[i + 14]!;
    const t = noise[i + 15]!;
    const u = noise[i + 16]!;
    // biome-ignore format: one sum a line
    if (x === 0) {
      signal[i] = 0 * x + (m * w0 + (a + u) * w8 + (b + t) * w7 + (c + s) * w6 + (d + r) * w5 + (e + q) * w4 + (f + p) * w3 + (g + o) * w2 + (h + n) * w1);
    }
    // biome-ignore format: one sum a line
    if (y === 0) {
      const v = noise[i + 17]!;
      signal[i + 1] = 0 * y + (n * w0 + (b + v) * w8 + (c + u) * w7 + (d + t) * w6 + (e + s) * w5 + (f + r) * w4 + (g + q) * w3 + (h + p) * w2 + (m + o) * w1);
    }
  }
}
