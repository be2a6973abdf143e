import type { Sample } from "../../src/diff/dataset-side.js";
import type { ShapeName } from "../../src/diff/difference.js";
import { shapeStatistics } from "../../src/diff/distribution.js";
import { comparePositions } from "../../src/diff/position-distances.js";
import { criticalDistance, ksDistance } from "../../src/diff/two-sample-tests.js";
import { runSteps } from "../../src/numeric/run-steps.js";
import { jointLimit } from "./normal.js";

/**
 * Tests of whether two samples are of one distribution. Each family of tests says that they are not with a probability
 * of `level` at most if they are (Bonferroni); a finding is a sentence for the reader of a failed test.
 *
 * Examples are independent given their class, and classes have fixed shares: statistics vary less than those of
 * independent examples, for which the limits are.
 */

const NO_ALLOWANCE = { shift: 0, stretch: 0 };

/** Kolmogorov–Smirnov of each position, of each position in each class, and of statistics of whole examples. */
export function distributionFindings(a: Sample, b: Sample, classCount: number, level: number): string[] {
  const { positions, classes } = runSteps(comparePositions(a, b, classCount, NO_ALLOWANCE, level));
  const { beyond, distances, criticalDistance: limitOfPositions } = positions;
  const findings: string[] = [];
  if (beyond > 0) findings.push(`${beyond} positions: ${Math.max(...distances)}, critical is ${limitOfPositions}`);
  for (const [number, entry] of classes) {
    if (entry.beyond === 0) continue;
    findings.push(
      `class ${number}: ${entry.beyond} positions: ${entry.distance}, critical is ${entry.criticalDistance}`,
    );
  }
  const [shapesA, shapesB] = [shapeStatistics(a), shapeStatistics(b)];
  const names = Object.keys(shapesA) as ShapeName[];
  const limit = criticalDistance(a.rows, b.rows, level / names.length);
  for (const name of names) {
    const distance = ksDistance(shapesA[name].sort(), shapesB[name].sort());
    if (distance > limit) findings.push(`${name}: ${distance}, critical is ${limit}`);
  }
  return findings;
}

/** Means of all values, of their squares, and of the products of any two: variances, and all autocorrelations. */
export function momentFindings(a: Sample, b: Sample, level: number): string[] {
  const { length } = a;
  const [sumsA, sumsB] = [productSums(a), productSums(b)];
  const limit = jointLimit((length * (length + 3)) / 2, level);
  const findings: string[] = [];
  for (let i = 0; i < sumsA.sum.length; i++) {
    const [meanA, meanB] = [sumsA.sum[i]! / a.rows, sumsB.sum[i]! / b.rows];
    const variance =
      (sumsA.squares[i]! / a.rows - meanA ** 2) / a.rows + (sumsB.squares[i]! / b.rows - meanB ** 2) / b.rows;
    const z = (meanA - meanB) / Math.sqrt(variance);
    if (!(Math.abs(z) <= limit)) findings.push(`moment ${i}: ${meanA} and ${meanB}, ${z} standard errors`);
  }
  return findings;
}

/** Of 1 and each value, and of each value and those from it on: sums of the products, and of their squares. */
function productSums({ rows, length, x }: Sample) {
  const count = (length * (length + 3)) / 2;
  const [sum, squares] = [new Float64Array(count), new Float64Array(count)];
  const row = new Float64Array(length + 1).fill(1);
  for (let r = 0; r < rows; r++) {
    for (let k = 0; k < length; k++) row[k + 1] = x[r * length + k]!;
    let at = 0;
    for (let j = 0; j <= length; j++) {
      const value = row[j]!;
      for (let k = Math.max(j, 1); k <= length; k++, at++) {
        const product = value * row[k]!;
        sum[at]! += product;
        squares[at]! += product * product;
      }
    }
  }
  return { sum, squares };
}

/** A class for each row of a sample. */
type Classifier = (sample: Sample, row: number) => number;

/** Trains classifiers on one sample's first half, and compares their accuracy on the other halves of both. */
export function classifierFindings(a: Sample, b: Sample, classCount: number, level: number): string[] {
  const limit = jointLimit(4, level);
  const findings: string[] = [];
  for (const [trained, other] of [
    [a, b],
    [b, a],
  ] as const) {
    for (const train of [trainCentroids, trainLogistic]) {
      const classifier = train(trained, Math.floor(trained.rows / 2), classCount);
      const [own, others] = [accuracy(classifier, trained), accuracy(classifier, other)];
      const both = (own + others) / 2;
      const chance = 1 / classCount;
      const error = Math.sqrt(both * (1 - both) * (2 / trained.rows + 2 / other.rows));
      if (!(Math.abs(own - others) <= limit * error)) findings.push(`${train.name}: ${own} and ${others} right`);
      if (both < 1.5 * chance) findings.push(`${train.name}: ${both} right, hardly more than chance`);
    }
  }
  return findings;
}

function accuracy(classifier: Classifier, sample: Sample): number {
  let right = 0;
  const start = Math.floor(sample.rows / 2);
  for (let row = start; row < sample.rows; row++) right += Number(classifier(sample, row) === sample.classes[row]);
  return right / (sample.rows - start);
}

function trainCentroids({ length, x, classes }: Sample, rows: number, classCount: number): Classifier {
  const sums = new Float64Array(classCount * length);
  const counts = new Float64Array(classCount);
  for (let row = 0; row < rows; row++) {
    counts[classes[row]!]!++;
    for (let k = 0; k < length; k++) sums[classes[row]! * length + k]! += x[row * length + k]!;
  }
  const centroids = sums.map((sum, i) => sum / counts[Math.floor(i / length)]!);
  const score = new Float64Array(classCount);
  return (sample, row) => {
    for (let c = 0; c < classCount; c++) {
      score[c] = 0;
      for (let k = 0; k < length; k++) score[c]! -= (sample.x[row * length + k]! - centroids[c * length + k]!) ** 2;
    }
    return score.indexOf(Math.max(...score));
  };
}

/** Multinomial logistic regression by one pass of stochastic gradient descent. */
function trainLogistic(trained: Sample, rows: number, classCount: number): Classifier {
  const { length, classes } = trained;
  const weights = new Float64Array(classCount * (length + 1));
  const score = new Float64Array(classCount);
  const scores = ({ x }: Sample, row: number) => {
    for (let c = 0; c < classCount; c++) {
      const w = c * (length + 1);
      let sum = weights[w + length]!;
      for (let k = 0; k < length; k++) sum += weights[w + k]! * x[row * length + k]!;
      score[c] = sum;
    }
    return Math.max(...score);
  };
  for (let row = 0; row < rows; row++) {
    const largest = scores(trained, row);
    let total = 0;
    for (let c = 0; c < classCount; c++) total += score[c] = Math.exp(score[c]! - largest);
    for (let c = 0; c < classCount; c++) {
      const step = 0.02 * (Number(c === classes[row]) - score[c]! / total);
      const w = c * (length + 1);
      for (let k = 0; k < length; k++) weights[w + k]! += step * trained.x[row * length + k]!;
      weights[w + length]! += step;
    }
  }
  return (sample, row) => score.indexOf(scores(sample, row));
}

/** Of what varies from example to example, the variance within classes: what fixed shares of classes leave. */
export function varianceWithinClasses(values: Float64Array, classes: Int32Array, classCount: number): number {
  const [counts, sums] = [new Float64Array(classCount), new Float64Array(classCount)];
  for (const [row, value] of values.entries()) {
    counts[classes[row]!]!++;
    sums[classes[row]!]! += value;
  }
  let squares = 0;
  for (const [row, value] of values.entries()) squares += (value - sums[classes[row]!]! / counts[classes[row]!]!) ** 2;
  return squares / values.length;
}
