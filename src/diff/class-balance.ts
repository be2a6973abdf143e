/** Whether two datasets have the same share of each class. */
export interface ClassBalance {
  /** Pearson's statistic of homogeneity; 0 for the same shares. */
  readonly chiSquare: number;
  /** What independent labels of the same shares exceed with a probability of 0.001. */
  readonly critical: number;
  readonly differs: boolean;
}

/**
 * Compares the shares of the classes, whatever the numbers of rows.
 *
 * @param counts rows of each class in A and in B.
 */
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
