import { finiteOrNull } from "../inspect/running-moments.js";
import type { Sample } from "./dataset-side.js";
import type { ShapeDistance, ShapeName } from "./difference.js";
import { comparePositions, type PositionDistances } from "./position-distances.js";
import { type Allowance, criticalDistance, ksTest } from "./two-sample-tests.js";

/** Probability that two draws of one distribution are taken for draws of two, and how it is shared. */
export const SIGNIFICANCE = { level: 0.001, correction: "Bonferroni" } as const;

/** Of each of the three families of tests. */
const FAMILY_LEVEL = SIGNIFICANCE.level / 3;

/** Largest change of a standardised value that another order of summation makes, in standard deviations. */
const SAME_VALUE = 1e-5;

/** Rows that are looked at between two steps. */
const STEP_ROWS = 1000;

export interface DistributionDistances extends PositionDistances {
  readonly shape: readonly ShapeDistance[];
  /** Whether each row of A is that of B at the same place, with its points in another order. */
  readonly isReordered: boolean;
}

/**
 * Two-sample Kolmogorov–Smirnov tests in three families: each position; each position in each class; statistics of
 * whole examples. A distance is critical at a third of the level, divided by the tests of its family.
 *
 * Examples are independent given their class, and classes have fixed shares, which only makes distances smaller
 * (docs/decisions/0007). What ties all examples of a dataset together is its standardisation, which is allowed for.
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
  const [shapesA, shapesB] = [shapeStatistics(a), shapeStatistics(b)];
  yield;
  const allowance = standardisationAllowance(standardErrors(a, shapesA), standardErrors(b, shapesB), spread);
  const atPositions = yield* comparePositions(a, b, classCount, allowance, FAMILY_LEVEL);
  const shape = compareShapes(shapesA, shapesB, allowance, LAST_BITS * spread);
  return { ...atPositions, shape, isReordered: yield* areReordered(a, b, SAME_VALUE * spread) };
}

/** Of each row of a sample, each statistic; shapes (rows,). */
export type ShapeStatistics = Readonly<Record<ShapeName, Float64Array>>;

/**
 * Four numbers of each example that the parameters of a dataset move most: a change that no position shows alone,
 * since positions mix signals of all places and amplitudes, can be plain in them.
 *
 * - level: mean of its points
 * - amplitude: their standard deviation
 * - slope: rise of the least-squares line from one end to the other
 * - roughness: root mean square of the second differences, 0 for fewer than 3 points
 */
export function shapeStatistics({ rows, length, x }: Sample): ShapeStatistics {
  const newColumn = () => new Float64Array(rows);
  const shapes = { level: newColumn(), amplitude: newColumn(), slope: newColumn(), roughness: newColumn() };
  const { level, amplitude, slope, roughness } = shapes;
  const middle = (length - 1) / 2;
  let lineSquares = 0;
  for (let k = 0; k < length; k++) lineSquares += (k - middle) ** 2;

  for (let row = 0; row < rows; row++) {
    const start = row * length;
    let sum = 0;
    for (let k = 0; k < length; k++) sum += x[start + k]!;
    const mean = sum / length;
    let squares = 0;
    let product = 0;
    let bends = 0;
    for (let k = 0; k < length; k++) {
      const deviation = x[start + k]! - mean;
      squares += deviation * deviation;
      product += deviation * (k - middle);
      if (k < 2) continue;
      const bend = x[start + k]! - 2 * x[start + k - 1]! + x[start + k - 2]!;
      bends += bend * bend;
    }
    level[row] = mean;
    amplitude[row] = Math.sqrt(squares / length);
    slope[row] = length < 2 ? 0 : (product / lineSquares) * (length - 1);
    roughness[row] = length < 3 ? 0 : Math.sqrt(bends / (length - 2));
  }
  return shapes;
}

/** @param lastBits shift that is allowed of statistics that the mean of all values does not move. */
function compareShapes(a: ShapeStatistics, b: ShapeStatistics, allowance: Allowance, lastBits: number) {
  const names = Object.keys(a) as ShapeName[];
  return names.map((name): ShapeDistance => {
    const [valuesA, valuesB] = [a[name].sort(), b[name].sort()];
    const critical = criticalDistance(valuesA.length, valuesB.length, FAMILY_LEVEL / names.length);
    const ownAllowance = name === "level" ? allowance : { ...allowance, shift: lastBits };
    const { distance, beyond } = ksTest(valuesA, valuesB, critical, ownAllowance);
    return { name, distance, critical, beyond, a: medianOf(valuesA), b: medianOf(valuesB) };
  });
}

function medianOf(sorted: Float64Array): number | null {
  return finiteOrNull(sorted[sorted.length >> 1]!);
}

/** Standard errors that are allowed for. */
const STANDARD_ERRORS = 3;

/** Relative to a value, and to the spread of all: what another order of summation makes of standardised float32. */
const LAST_BITS = 2 ** -20;

/** Of the mean and of the standard deviation of all values. */
interface StandardErrors {
  readonly mean: number;
  readonly relativeStd: number;
}

/**
 * How far two datasets of one distribution may lie apart as a whole. Each is standardised by its own mean and standard
 * deviation, which moves all its examples together: the one thing in which they are not independent of each other. Of
 * noisy signals the Kolmogorov–Smirnov test hardly notices, but where a position has nearly the same value in all
 * signals of a class, a tiny shift is the whole distance.
 *
 * @param spread standard deviation of all values.
 */
function standardisationAllowance(a: StandardErrors, b: StandardErrors, spread: number): Allowance {
  return {
    shift: STANDARD_ERRORS * Math.hypot(a.mean, b.mean) + LAST_BITS * spread,
    stretch: STANDARD_ERRORS * Math.hypot(a.relativeStd, b.relativeStd) + LAST_BITS,
  };
}

/** As estimated from the variation within classes, since a generated dataset has a fixed number of each class. */
function standardErrors({ classes }: Sample, { level, amplitude }: ShapeStatistics): StandardErrors {
  const squares = amplitude.map((std, row) => std ** 2 + level[row]! ** 2);
  const finite = squares.filter(Number.isFinite);
  const all = finite.reduce((sum, square) => sum + square, 0);
  if (all === 0) return { mean: 0, relativeStd: 0 };
  // The variance has the relative error e, so the standard deviation e/2.
  const relativeStd = Math.sqrt(squaresWithin(classes, squares)) / all / 2;
  return { mean: Math.sqrt(squaresWithin(classes, level)) / finite.length, relativeStd };
}

/** The squared deviations of finite values from the mean of their class, together (Welford's update). */
function squaresWithin(classes: Int32Array, values: Float64Array): number {
  const means = new Map<number, { rows: number; mean: number }>();
  let squares = 0;
  for (const [row, value] of values.entries()) {
    if (!Number.isFinite(value)) continue;
    const own = means.get(classes[row]!) ?? { rows: 0, mean: 0 };
    const apart = value - own.mean;
    own.mean += apart / ++own.rows;
    squares += apart * (value - own.mean);
    means.set(classes[row]!, own);
  }
  return squares;
}

/** Whether two samples have the same rows at the same places, but for the order of their points. Yields now and then. */
function* areReordered(a: Sample, b: Sample, tolerance: number): Generator<void, boolean, void> {
  const { rows, length } = a;
  if (rows !== b.rows) return false;
  let isMoved = false;
  for (let row = 0; row < rows; row++) {
    const rowOf = ({ x }: Sample) => x.slice(row * length, (row + 1) * length);
    const [one, other] = [rowOf(a), rowOf(b)];
    const isSame = () => one.every((value, k) => Math.abs(value - other[k]!) <= tolerance);
    isMoved ||= !isSame();
    one.sort();
    other.sort();
    if (!isSame()) return false;
    if (row % STEP_ROWS === 0) yield;
  }
  return isMoved;
}
