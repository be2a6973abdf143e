import type { Floats } from "../numeric/floats.js";

/** How far values may move without being taken for differing: `value` to `value ± (shift + stretch·|value|)`. */
export interface Allowance {
  readonly shift: number;
  readonly stretch: number;
}

const NO_ALLOWANCE: Allowance = { shift: 0, stretch: 0 };

/**
 * The two-sample Kolmogorov–Smirnov distance: the largest difference between the shares of values up to a point. With
 * an allowance, what remains of it however the samples are moved against each other within the allowance.
 *
 * @param a sorted as typed arrays sort, NaN last; it counts as larger than every number.
 * @param b likewise.
 */
export function ksDistance(a: Floats, b: Floats, allowance: Allowance = NO_ALLOWANCE): number {
  return Math.max(excess(a, b, allowance), excess(b, a, allowance));
}

/** How much larger the share of `a` up to a point is than that of `b`, at most, when all of `a` is moved up. */
function excess(a: Floats, b: Floats, { shift, stretch }: Allowance): number {
  let largest = 0;
  let j = 0;
  for (let i = 0; i < a.length; ) {
    const value = a[i]!;
    if (Number.isNaN(value)) break;
    do i++;
    while (a[i] === value);
    const moved = value === -Infinity ? value : value + shift + stretch * Math.abs(value);
    while (j < b.length && b[j]! <= moved) j++;
    const difference = i / a.length - j / b.length;
    if (difference > largest) largest = difference;
  }
  return largest;
}

/**
 * The distance that two samples of one distribution exceed with a probability of `level` at most, as good as (the first
 * term of Kolmogorov's series). 1 or more where no distance is too large for chance.
 */
export function criticalDistance(rowsA: number, rowsB: number, level: number): number {
  return Math.sqrt((-Math.log(level / 2) / 2) * ((rowsA + rowsB) / (rowsA * rowsB)));
}

/** The distance of two sorted samples, and whether it is beyond a critical one, whatever is allowed for. */
export function ksTest(
  a: Floats,
  b: Floats,
  critical: number,
  allowance: Allowance,
): { readonly distance: number; readonly beyond: boolean } {
  const distance = ksDistance(a, b);
  return { distance, beyond: distance > critical && ksDistance(a, b, allowance) > critical };
}

/** Whether two datasets have the same share of each class. */
export interface ClassBalance {
  /** Pearson's statistic of homogeneity; 0 for the same shares. */
  readonly chiSquare: number;
  /** What independent labels of the same shares exceed with a probability of 0.001. */
  readonly critical: number;
  readonly differs: boolean;
}

/** Compares the shares of the classes, whatever the numbers of rows. @param counts rows of each class in A and in B. */
export function compareBalance(counts: readonly (readonly [a: number, b: number])[]): ClassBalance {
  const present = counts.filter(([a, b]) => a + b > 0);
  const [allA, allB] = [0, 1].map((side) => present.reduce((sum, pair) => sum + pair[side]!, 0)) as [number, number];
  const freedom = present.length - 1;
  if (freedom < 1 || allA === 0 || allB === 0) return { chiSquare: 0, critical: 0, differs: false };
  let chiSquare = 0;
  for (const [a, b] of present) {
    const [expectedA, expectedB] = [((a + b) * allA) / (allA + allB), ((a + b) * allB) / (allA + allB)];
    chiSquare += (a - expectedA) ** 2 / expectedA + (b - expectedB) ** 2 / expectedB;
  }
  const critical = criticalChiSquare(freedom);
  return { chiSquare, critical, differs: chiSquare > critical };
}

/** The standard normal quantile of 0.999. */
const NORMAL_QUANTILE = 3.090232306167813;

/** The quantile of 0.999 of the χ² distribution, by Wilson & Hilferty's cube root: up to 3 % too large. */
function criticalChiSquare(freedom: number): number {
  const variance = 2 / (9 * freedom);
  return freedom * (1 - variance + NORMAL_QUANTILE * Math.sqrt(variance)) ** 3;
}
