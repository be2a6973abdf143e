import { leastCostAssignment } from "./assignment.js";
import { type GroupedSample, readPosition, rowsOfClass } from "./grouped-sample.js";

/** Longest examples whose positions are matched, which takes the cube of their number. */
const MAX_LENGTH = 256;

/** Average displacement of a shuffle, at least, for the length of the examples; on average it is a third. */
const LEAST_DISPLACEMENT = 1 / 8;

/**
 * How much more alike the positions are at least once they are matched. From 500 examples on it is 2.9 and more of
 * shuffled MNIST-1D; of signals that are translated, sheared or scaled otherwise it is 1.9 at most.
 */
const LEAST_GAIN = 2;

/**
 * The order in which B's positions are most like A's: entry k is the position of B whose values are most like those at
 * k of A, by mean and standard deviation in each class. For signals that were shuffled, as with `shuffle_seq`.
 *
 * @returns undefined if that is no shuffle: signals that were only bent or moved have their like nearby.
 */
export function matchPositions(a: GroupedSample, b: GroupedSample): number[] | undefined {
  const { length } = a;
  if (length < 2 || length > MAX_LENGTH) return undefined;
  const [profilesA, profilesB] = [profilesOf(a), profilesOf(b)];
  const cost = new Float64Array(length * length);
  for (let j = 0; j < length; j++) {
    for (let k = 0; k < length; k++) {
      let squares = 0;
      for (let i = 0; i < profilesA[j]!.length; i++) squares += (profilesA[j]![i]! - profilesB[k]![i]!) ** 2;
      cost[j * length + k] = squares;
    }
  }
  if (!cost.every(Number.isFinite)) return undefined;
  const order = leastCostAssignment(cost, length);
  let [displacement, inPlace, matched] = [0, 0, 0];
  for (const [k, position] of order.entries()) {
    displacement += Math.abs(position - k) / length;
    inPlace += cost[k * length + k]!;
    matched += cost[k * length + position]!;
  }
  const isShuffle = displacement >= LEAST_DISPLACEMENT * length && inPlace >= LEAST_GAIN * matched;
  return isShuffle ? order : undefined;
}

/** Of each position, the mean and standard deviation of each class. */
function profilesOf(sample: GroupedSample): number[][] {
  const { rows, length, starts } = sample;
  const column = new Float32Array(rows);
  const numbers = Array.from({ length: starts.length - 1 }, (_, number) => number);
  return Array.from({ length }, (_, k) => {
    readPosition(sample, k, column);
    return numbers.flatMap((number) => {
      const values = column.subarray(starts[number], starts[number + 1]);
      const count = rowsOfClass(sample, number);
      if (count === 0) return [0, 0];
      const mean = values.reduce((sum, value) => sum + value, 0) / count;
      const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
      return [mean, Math.sqrt(squares / count)];
    });
  });
}
