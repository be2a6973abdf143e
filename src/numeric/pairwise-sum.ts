import { runSteps } from "./run-steps.js";

/** Longest run that is summed without recursion (NumPy's PW_BLOCKSIZE). */
const BLOCK_SIZE = 128;

/** Scratch for runs that are computed on the way. */
const block = new Float64Array(BLOCK_SIZE);

/** Writes the `count` (at most 128) values of a sequence from index `start` on to the front of `target`. */
export type ReadRun = (start: number, count: number, target: Float64Array) => void;

/** Mean and population standard deviation. */
export interface Moments {
  readonly mean: number;
  readonly std: number;
}

/** The sum of `count` values from index `start` on; where a mean is given, of the squares of their deviations from it. */
export type Sum = (start: number, count: number, mean?: number) => number;

/**
 * `numpy.sum`: NumPy's pairwise sum, whose order of additions decides the last bits.
 * @param readInMemoryOrder where the array that NumPy would sum has its values in another order in memory: NumPy sums
 *   in memory order. Default: the order of `values`.
 */
export function sumOf(values: Float64Array, readInMemoryOrder?: ReadRun): Sum {
  return (start, length, mean) =>
    sumPairwise(start, length, (from, count) => {
      readInMemoryOrder?.(from, count, block);
      const run = readInMemoryOrder === undefined ? values : block;
      const first = readInMemoryOrder === undefined ? from : 0;
      if (mean === undefined) return sumRun(run, first, count);
      for (let i = 0; i < count; i++) {
        const deviation = run[first + i]! - mean;
        block[i] = deviation * deviation;
      }
      return sumRun(block, 0, count);
    });
}

/**
 * `numpy.mean` and `numpy.std` of at least one value, with NumPy's roundings.
 * @param readInMemoryOrder as for `sumOf`.
 */
export function moments(values: Float64Array, readInMemoryOrder?: ReadRun): Moments {
  return runSteps(momentsInSteps(values.length, sumOf(values, readInMemoryOrder)));
}

/** The same of many values: yields now and then, so that a caller can let others have their turn. */
export function* momentsInSteps(length: number, sum: Sum): Generator<void, Moments, void> {
  const mean = (yield* sumInSteps(0, length, sum)) / length;
  return { mean, std: Math.sqrt((yield* sumInSteps(0, length, sum, mean)) / length) };
}

/** Values that are summed between two steps: some milliseconds of work. */
const STEP_VALUES = 1 << 20;

/** The same sum in the same order, in steps. */
function* sumInSteps(start: number, length: number, sum: Sum, mean?: number): Generator<void, number, void> {
  if (length <= STEP_VALUES) return sum(start, length, mean);
  const half = halfOf(length);
  const first = yield* sumInSteps(start, half, sum, mean);
  yield;
  return first + (yield* sumInSteps(start + half, length - half, sum, mean));
}

/** The recursion of `pairwise_sum_DOUBLE` (numpy/_core/src/umath/loops_utils.h.src) over runs summed by `sum`. */
function sumPairwise(start: number, length: number, sum: (start: number, count: number) => number): number {
  if (length <= BLOCK_SIZE) return sum(start, length);
  const half = halfOf(length);
  return sumPairwise(start, half, sum) + sumPairwise(start + half, length - half, sum);
}

function halfOf(length: number): number {
  const half = Math.floor(length / 2); // not a shift: that would wrap at 2^31
  return half - (half % 8);
}

/** Its leaves: eight running sums, combined in pairs, then what is left one by one. */
function sumRun(v: Float64Array, start: number, count: number): number {
  let i = start;
  const end = start + count;
  let sum = 0;
  if (count >= 8) {
    let r0 = v[i]!;
    let r1 = v[i + 1]!;
    let r2 = v[i + 2]!;
    let r3 = v[i + 3]!;
    let r4 = v[i + 4]!;
    let r5 = v[i + 5]!;
    let r6 = v[i + 6]!;
    let r7 = v[i + 7]!;
    for (i += 8; i + 8 <= end; i += 8) {
      r0 += v[i]!;
      r1 += v[i + 1]!;
      r2 += v[i + 2]!;
      r3 += v[i + 3]!;
      r4 += v[i + 4]!;
      r5 += v[i + 5]!;
      r6 += v[i + 6]!;
      r7 += v[i + 7]!;
    }
    sum = r0 + r1 + (r2 + r3) + (r4 + r5 + (r6 + r7));
  }
  for (; i < end; i++) sum += v[i]!;
  return sum;
}
