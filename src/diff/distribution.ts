import { finiteOrNull } from "../inspect/running-moments.js";
import { groupByClass } from "./grouped-sample.js";
import { type Allowance, criticalDistance, ksDistance } from "./kolmogorov-smirnov.js";
import { matchPositions } from "./match-positions.js";
import { comparePositions, type PositionDistances } from "./position-distances.js";
import type { Sample } from "./row-sample.js";
import { type ShapeName, type ShapeStatistics, shapeStatistics } from "./shape-statistics.js";
import { LAST_BITS, standardisationAllowance } from "./standardisation-allowance.js";

/** Probability that two draws of one distribution are taken for draws of two. Shared by the three families of tests. */
export const LEVEL = 0.001;

const FAMILY_LEVEL = LEVEL / 3;

/** Largest change of a standardised value that another order of summation makes. */
const SAME_VALUE = 1e-5;

/** Rows that show whether shuffled examples are the same ones. */
const WITNESSES = 100;

/** What makes a distance critical, for those who read it. */
export const SIGNIFICANCE = { level: LEVEL, correction: "Bonferroni" } as const;

/** How the distributions of two datasets lie apart. */
export interface DistributionDistances {
  readonly positions: PositionDistances;
  readonly shape: readonly ShapeDistance[];
  /**
   * The position of B that each position of A belongs to, where B's are A's in another order and the distributions are
   * alike once they are matched.
   */
  readonly order: readonly number[] | undefined;
  /** With an order: whether the rows are the same ones, too. */
  readonly hasSameRows: boolean;
}

/** Of a statistic of whole examples. */
export interface ShapeDistance {
  readonly name: ShapeName;
  readonly distance: number;
  readonly critical: number;
  /** Whether the distance is larger, whatever is allowed for. */
  readonly beyond: boolean;
  /** Medians; null if not finite. */
  readonly a: number | null;
  readonly b: number | null;
}

/**
 * Two-sample Kolmogorov–Smirnov tests in three families: each position; each position in each class; statistics of
 * whole examples. A distance is critical at LEVEL / 3, divided by the tests of its family (Bonferroni).
 *
 * Examples are independent draws given their class, and every class has its fixed share, so that distances are smaller
 * than those of independent values: the tests are on the safe side. What ties all examples of a dataset together is its
 * standardisation, which is allowed for.
 *
 * Yields now and then.
 *
 * @param a at least one row; of the same length as b.
 * @param classCount classes of both together.
 * @param spread standard deviation of A's values.
 */
export function* compareDistributions(
  a: Sample,
  b: Sample,
  classCount: number,
  spread: number,
): Generator<void, DistributionDistances, void> {
  const allowance = standardisationAllowance(a, b, spread);
  const [groupedA, groupedB] = [groupByClass(a, classCount), groupByClass(b, classCount)];
  const inPlace = Array.from({ length: a.length }, (_, k) => k);
  const positions = yield* comparePositions(groupedA, groupedB, inPlace, allowance, FAMILY_LEVEL);
  yield;
  const shape = compareShapes(shapeStatistics(a), shapeStatistics(b), allowance, LAST_BITS * spread);
  const result = { positions, shape };
  const isApart = isBeyond(positions) || shape.some(({ beyond }) => beyond);
  yield;
  const candidate = isApart ? matchPositions(groupedA, groupedB) : undefined;
  if (candidate === undefined) return { ...result, order: undefined, hasSameRows: false };
  if (haveSameRows(a, b, candidate, spread)) return { ...result, order: candidate, hasSameRows: true };
  const keepsShape = shape.every(({ name, beyond }) => !beyond || name === "slope" || name === "roughness");
  const isMatch =
    keepsShape && !isBeyond(yield* comparePositions(groupedA, groupedB, candidate, allowance, FAMILY_LEVEL));
  return { ...result, order: isMatch ? candidate : undefined, hasSameRows: false };
}

function isBeyond({ beyond, classes }: PositionDistances): boolean {
  return beyond > 0 || classes.some((entry) => entry.beyond > 0);
}

/** @param lastBits shift that is allowed of statistics that the mean of all values does not move. */
function compareShapes(
  a: ShapeStatistics,
  b: ShapeStatistics,
  allowance: Allowance,
  lastBits: number,
): ShapeDistance[] {
  const names = Object.keys(a) as ShapeName[];
  return names.map((name) => {
    const [valuesA, valuesB] = [a[name].sort(), b[name].sort()];
    const critical = criticalDistance(valuesA.length, valuesB.length, FAMILY_LEVEL / names.length);
    const distance = ksDistance(valuesA, valuesB);
    const ownAllowance = name === "level" ? allowance : { ...allowance, shift: lastBits };
    const beyond = distance > critical && ksDistance(valuesA, valuesB, ownAllowance) > critical;
    return { name, distance, critical, beyond, a: medianOf(valuesA), b: medianOf(valuesB) };
  });
}

function medianOf(sorted: Float64Array): number | null {
  return finiteOrNull(sorted[sorted.length >> 1]!);
}

/** Whether the first rows of two samples are the same but for the order of their positions. */
function haveSameRows(a: Sample, b: Sample, order: readonly number[], spread: number): boolean {
  const rows = Math.min(WITNESSES, a.rows, b.rows);
  for (let row = 0; row < rows; row++) {
    for (let k = 0; k < a.length; k++) {
      const difference = a.x[row * a.length + k]! - b.x[row * a.length + order[k]!]!;
      if (!(Math.abs(difference) <= SAME_VALUE * spread)) return false;
    }
  }
  return true;
}
