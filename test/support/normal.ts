/** The normal distribution, and limits that a sample of it exceeds once in a billion. */

/** P(Z ≤ x), by Marsaglia's series ("Evaluating the Normal Distribution", 2004): errors below 1e-15. */
export function normalShare(x: number): number {
  let sum = x;
  let term = x;
  for (let i = 3; sum + term !== sum; i += 2) {
    term *= (x * x) / i;
    sum += term;
  }
  return 0.5 + sum * (Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI));
}

export const ONE_IN_A_BILLION = {
  /** |Z| is larger with this probability: 2·P(Z ≤ −6.11) = 1.0e-9. */
  z: 6.11,
  /** Kolmogorov–Smirnov distance of a sample from its distribution (Massart's inequality). */
  ks: (count: number) => Math.sqrt(Math.log(2 / 1e-9) / (2 * count)),
};

/** Of a chi-square with many degrees of freedom, by Wilson and Hilferty. */
export function chiSquareLimit(degrees: number): number {
  const spread = 2 / (9 * degrees);
  return degrees * (1 - spread + ONE_IN_A_BILLION.z * Math.sqrt(spread)) ** 3;
}

/** How far |z| may be for any of `tests` tests together to exceed it once in a billion (P(|Z| > z) ≤ exp(−z²/2)). */
export function jointLimit(tests: number, level = 1e-9): number {
  return Math.sqrt(2 * Math.log(tests / level));
}

/** Kolmogorov–Smirnov distance of sorted values from the normal distribution, or from what of it is beyond `from`. */
export function ksFromNormal(sorted: Float64Array, from = -Infinity): number {
  const [below, all] = from === -Infinity ? [0, 1] : [normalShare(from), normalShare(-from)];
  let largest = 0;
  for (let i = 0; i < sorted.length; i++) {
    const share = (normalShare(sorted[i]!) - below) / all;
    largest = Math.max(largest, share - i / sorted.length, (i + 1) / sorted.length - share);
  }
  return largest;
}

/** Correlation of two series of one length. */
export function correlation(a: Float64Array, b: Float64Array): number {
  const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [products, squaresA, squaresB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [u, v] = [a[i]! - meanA, b[i]! - meanB];
    products += u * v;
    squaresA += u * u;
    squaresB += v * v;
  }
  return products / Math.sqrt(squaresA * squaresB);
}
