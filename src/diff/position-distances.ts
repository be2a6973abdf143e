import { type GroupedSample, readPosition, rowsOfClass } from "./grouped-sample.js";
import { type Allowance, criticalDistance, ksDistance } from "./kolmogorov-smirnov.js";

/** Distances between two samples at every position, of all rows and of each class. */
export interface PositionDistances {
  /** Kolmogorov–Smirnov distance of each position. */
  readonly distances: readonly number[];
  /** Spread of the values at each position in A and in B: their standard deviations. */
  readonly spreadA: readonly number[];
  readonly spreadB: readonly number[];
  /** Distance that chance does not exceed at any position, but for the level. */
  readonly critical: number;
  /** Positions that are farther apart, whatever is allowed for. */
  readonly beyond: number;
  /** Of classes that both have rows of. */
  readonly classes: readonly ClassDistance[];
}

export interface ClassDistance {
  /** Number of the class. */
  readonly number: number;
  /** Largest distance of a position. */
  readonly distance: number;
  readonly critical: number;
  readonly beyond: number;
}

/**
 * Yields after each position.
 *
 * @param order the position of B that each position of A is compared with.
 * @param level probability that chance alone is taken for a difference at any position; and again in any class.
 */
export function* comparePositions(
  a: GroupedSample,
  b: GroupedSample,
  order: readonly number[],
  allowance: Allowance,
  level: number,
): Generator<void, PositionDistances, void> {
  const { length } = a;
  const [columnA, columnB] = [new Float32Array(a.rows), new Float32Array(b.rows)];
  const critical = criticalDistance(a.rows, b.rows, level / length);
  const classes = sharedClasses(a, b, level);
  const [distances, spreadA, spreadB]: number[][] = [[], [], []];
  let beyond = 0;
  for (let k = 0; k < length; k++) {
    readPosition(a, k, columnA);
    readPosition(b, order[k]!, columnB);
    spreadA!.push(spreadOf(columnA));
    spreadB!.push(spreadOf(columnB));
    for (const entry of classes) {
      const valuesA = columnA.subarray(a.starts[entry.number], a.starts[entry.number + 1]).sort();
      const valuesB = columnB.subarray(b.starts[entry.number], b.starts[entry.number + 1]).sort();
      const distance = ksDistance(valuesA, valuesB);
      entry.distance = Math.max(entry.distance, distance);
      if (distance > entry.critical && ksDistance(valuesA, valuesB, allowance) > entry.critical) entry.beyond++;
    }
    columnA.sort();
    columnB.sort();
    const distance = ksDistance(columnA, columnB);
    distances!.push(distance);
    if (distance > critical && ksDistance(columnA, columnB, allowance) > critical) beyond++;
    yield;
  }
  return { distances: distances!, spreadA: spreadA!, spreadB: spreadB!, critical, beyond, classes };
}

function sharedClasses(a: GroupedSample, b: GroupedSample, level: number) {
  const numbers = Array.from({ length: a.starts.length - 1 }, (_, number) => number).filter(
    (number) => rowsOfClass(a, number) > 0 && rowsOfClass(b, number) > 0,
  );
  const ownLevel = level / (numbers.length * a.length);
  return numbers.map((number) => ({
    number,
    distance: 0,
    critical: criticalDistance(rowsOfClass(a, number), rowsOfClass(b, number), ownLevel),
    beyond: 0,
  }));
}

function spreadOf(values: Float32Array): number {
  let mean = 0;
  for (let i = 0; i < values.length; i++) mean += values[i]! / values.length;
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i]! - mean) ** 2;
  return Math.sqrt(squares / values.length);
}
