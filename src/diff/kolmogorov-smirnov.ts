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
export function ksDistance(
  a: Float32Array | Float64Array,
  b: Float32Array | Float64Array,
  allowance: Allowance = NO_ALLOWANCE,
): number {
  return Math.max(excess(a, b, allowance), excess(b, a, allowance));
}

/** How much larger the share of `a` up to a point is than that of `b`, at most, when all of `a` is moved up. */
function excess(a: Float32Array | Float64Array, b: Float32Array | Float64Array, { shift, stretch }: Allowance): number {
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
