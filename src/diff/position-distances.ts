import { finiteOrNull } from "../inspect/running-moments.js";
import type { Sample } from "./dataset-side.js";
import type { ClassFigures, PositionFigures } from "./difference.js";
import { type Allowance, criticalDistance, ksTest } from "./two-sample-tests.js";

/** Distances between two samples at every position. */
export interface PositionDistances {
  readonly positions: Omit<PositionFigures, "rms" | "largest">;
  /** Of classes that both have rows of, by their numbers. */
  readonly classes: ReadonlyMap<number, Pick<ClassFigures, "distance" | "criticalDistance" | "beyond">>;
}

/**
 * Yields after each position.
 *
 * @param classCount classes of both datasets together.
 * @param level probability that chance alone is taken for a difference at any position; and again in any class.
 */
export function* comparePositions(
  a: Sample,
  b: Sample,
  classCount: number,
  allowance: Allowance,
  level: number,
): Generator<void, PositionDistances, void> {
  const [groupsA, groupsB] = [groupByClass(a, classCount), groupByClass(b, classCount)];
  const [columnA, columnB] = [new Float32Array(a.rows), new Float32Array(b.rows)];
  const criticalOfAll = criticalDistance(a.rows, b.rows, level / a.length);
  const classes = sharedClasses(groupsA, groupsB, a.length, level);
  const distances: number[] = [];
  const [spreadA, spreadB]: [(number | null)[], (number | null)[]] = [[], []];
  let beyondOfAll = 0;
  for (let k = 0; k < a.length; k++) {
    readPosition(a, groupsA, k, columnA);
    readPosition(b, groupsB, k, columnB);
    spreadA.push(spreadOf(columnA));
    spreadB.push(spreadOf(columnB));
    for (const [number, entry] of classes) {
      const valuesA = columnA.subarray(groupsA.starts[number], groupsA.starts[number + 1]).sort();
      const valuesB = columnB.subarray(groupsB.starts[number], groupsB.starts[number + 1]).sort();
      const { distance, beyond } = ksTest(valuesA, valuesB, entry.criticalDistance, allowance);
      entry.distance = Math.max(entry.distance, distance);
      if (beyond) entry.beyond++;
    }
    const { distance, beyond } = ksTest(columnA.sort(), columnB.sort(), criticalOfAll, allowance);
    distances.push(distance);
    if (beyond) beyondOfAll++;
    yield;
  }
  const sampledRows = { a: a.rows, b: b.rows };
  return {
    positions: { spreadA, spreadB, distances, sampledRows, criticalDistance: criticalOfAll, beyond: beyondOfAll },
    classes,
  };
}

/** The rows of a sample, sorted by class, so that a position's values of one class lie side by side. */
interface Groups {
  /** Rows of the sample, by class; those of no known class last. */
  readonly order: Uint32Array;
  /** Where in `order` the rows of each class begin, and after the last class, where they end. */
  readonly starts: Uint32Array;
}

function groupByClass({ rows, classes }: Sample, classCount: number): Groups {
  const groupOf = (row: number) => (classes[row]! < 0 ? classCount : classes[row]!);
  const starts = new Uint32Array(classCount + 1);
  for (let row = 0; row < rows; row++) {
    const group = groupOf(row);
    if (group < classCount) starts[group + 1]!++;
  }
  for (let group = 0; group < classCount; group++) starts[group + 1]! += starts[group]!;
  const next = starts.slice();
  const order = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) order[next[groupOf(row)]!++] = row;
  return { order, starts };
}

/** Writes the values at a position to `target`, in the order of the classes; shape (rows,). */
function readPosition({ length, x }: Sample, { order }: Groups, position: number, target: Float32Array): void {
  for (let i = 0; i < order.length; i++) target[i] = x[order[i]! * length + position]!;
}

function sharedClasses(a: Groups, b: Groups, length: number, level: number) {
  const rowsOf = ({ starts }: Groups, number: number) => starts[number + 1]! - starts[number]!;
  const shared = Array.from({ length: a.starts.length - 1 }, (_, number) => number).filter(
    (number) => rowsOf(a, number) > 0 && rowsOf(b, number) > 0,
  );
  const ownLevel = level / (shared.length * length);
  const criticalOf = (number: number) => criticalDistance(rowsOf(a, number), rowsOf(b, number), ownLevel);
  return new Map(shared.map((number) => [number, { distance: 0, criticalDistance: criticalOf(number), beyond: 0 }]));
}

/** The standard deviation; null if it is not finite. */
function spreadOf(values: Float32Array): number | null {
  let mean = 0;
  for (let i = 0; i < values.length; i++) mean += values[i]! / values.length;
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i]! - mean) ** 2;
  return finiteOrNull(Math.sqrt(squares / values.length));
}
