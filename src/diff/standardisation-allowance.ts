import type { Allowance } from "./kolmogorov-smirnov.js";
import type { Sample } from "./row-sample.js";

/** Standard errors that are allowed for. */
const STANDARD_ERRORS = 3;

/** Relative to a value, and to the spread of all: what another order of summation makes of standardised float32. */
export const LAST_BITS = 2 ** -20;

/**
 * How far two datasets of one distribution may lie apart as a whole. Each is standardised by its own mean and standard
 * deviation, which moves all its examples together: the one thing in which they are not independent of each other. Of
 * noisy signals the Kolmogorov–Smirnov test hardly notices, but where a position has nearly the same value in all
 * signals of a class, a tiny shift is the whole distance.
 *
 * The errors of mean and standard deviation come from the variation of the examples within their classes, since a
 * generated dataset has a fixed number of each class.
 *
 * @param spread standard deviation of all values.
 */
export function standardisationAllowance(a: Sample, b: Sample, spread: number): Allowance {
  const [errorsA, errorsB] = [standardErrors(a), standardErrors(b)];
  return {
    shift: STANDARD_ERRORS * Math.hypot(errorsA.mean, errorsB.mean) + LAST_BITS * spread,
    stretch: STANDARD_ERRORS * Math.hypot(errorsA.relativeStd, errorsB.relativeStd) + LAST_BITS,
  };
}

/** Of the mean and of the standard deviation of all values, as estimated from the rows of a sample. */
function standardErrors({ rows, length, x, classes }: Sample): { mean: number; relativeStd: number } {
  const byClass = new Map<number, ClassSums>();
  let squares = 0;
  for (let row = 0; row < rows; row++) {
    let mean = 0;
    let square = 0;
    for (let k = row * length; k < (row + 1) * length; k++) {
      mean += x[k]!;
      square += x[k]! * x[k]!;
    }
    mean /= length;
    square /= length;
    if (!Number.isFinite(square)) continue;
    let sums = byClass.get(classes[row]!);
    if (sums === undefined) {
      sums = { rows: 0, mean: 0, meanSquares: 0, square: 0, squareSquares: 0 };
      byClass.set(classes[row]!, sums);
    }
    addRow(sums, mean, square);
    squares += square;
  }
  let [meanSquares, squareSquares, used] = [0, 0, 0];
  for (const sums of byClass.values()) {
    meanSquares += sums.meanSquares;
    squareSquares += sums.squareSquares;
    used += sums.rows;
  }
  if (used === 0 || squares === 0) return { mean: 0, relativeStd: 0 };
  // The variance has the relative error e, so the standard deviation e/2.
  return { mean: Math.sqrt(meanSquares) / used, relativeStd: Math.sqrt(squareSquares) / squares / 2 };
}

/** Rows of a class: the means of their values and of their squared values, each with the squares around it. */
interface ClassSums {
  rows: number;
  mean: number;
  meanSquares: number;
  square: number;
  squareSquares: number;
}

/** Welford's update. */
function addRow(sums: ClassSums, mean: number, square: number): void {
  sums.rows++;
  const apart = mean - sums.mean;
  sums.mean += apart / sums.rows;
  sums.meanSquares += apart * (mean - sums.mean);
  const squareApart = square - sums.square;
  sums.square += squareApart / sums.rows;
  sums.squareSquares += squareApart * (square - sums.square);
}
