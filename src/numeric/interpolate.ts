/**
 * `numpy.linspace(start, stop, count)`: evenly spaced values from start to stop, both included.
 * @returns shape (count,); `[start]` for a count of 1, as in NumPy.
 */
export function linspace(start: number, stop: number, count: number): Float64Array {
  const values = new Float64Array(count);
  const step = (stop - start) / (count - 1);
  for (let i = 0; i < count; i++) values[i] = i * step + start;
  // i·step may miss the end by an ulp; NumPy stores the end itself. With one value 0·(x/0) is NaN: store the start.
  if (count > 1) values[count - 1] = stop;
  else if (count === 1) values[0] = start;
  return values;
}

/**
 * Everything about a linear interpolation that does not depend on the values: for each target point the source sample
 * to its left and the distances. Computed once per pair of lengths and used for every example.
 */
export interface Interpolation {
  readonly targetLength: number;
  /** Target points 0 … active−1 depend on the source's first `support` samples; those from `active` on are 0. */
  readonly active: number;
  /** Index of the last source point that is not right of the target point. */
  readonly left: Int32Array;
  /** Distance from that source point to the target point. */
  readonly offset: Float64Array;
  /** Distance from that source point to the next; 0 where the target point coincides with a source point. */
  readonly spacing: Float64Array;
}

/**
 * Plans the interpolation of `sourceLength` samples, evenly spaced on [0, 1], to `targetLength` ones.
 * @param support samples from this index on are promised to be +0 (padding); defaults to none.
 * @throws RangeError for a single sample that would be stretched to more than one.
 */
export function planInterpolation(
  sourceLength: number,
  targetLength: number,
  support: number = sourceLength,
): Interpolation {
  if (sourceLength === 1 && targetLength > 1) {
    throw new RangeError(`one sample cannot be interpolated to ${targetLength} points`);
  }
  const source = linspace(0, 1, sourceLength);
  const target = linspace(0, 1, targetLength);
  const left = new Int32Array(targetLength);
  const offset = new Float64Array(targetLength);
  const spacing = new Float64Array(targetLength);
  let active = 0;
  let j = 0;
  for (let i = 0; i < targetLength; i++) {
    const position = target[i]!;
    while (j + 1 < sourceLength && source[j + 1]! <= position) j++;
    if (j >= support) break; // both neighbours are padding: 0·d + 0 = 0
    left[i] = j;
    offset[i] = position - source[j]!;
    spacing[i] = offset[i] === 0 || j === sourceLength - 1 ? 0 : source[j + 1]! - source[j]!;
    active++;
  }
  return { targetLength, active, left, offset, spacing };
}

/**
 * Interpolates linearly, with the roundings of SciPy's `interp1d` (NumPy's `interp`): the slope first, then times the
 * offset; a target point that coincides with a sample is that sample.
 * @param source the samples, at least as many as were planned for (or `support` of them and a zero).
 * @param target receives `targetLength` values from `start` on.
 */
export function interpolate(plan: Interpolation, source: Float64Array, target: Float64Array, start = 0): void {
  const { active, targetLength } = plan;
  for (let i = 0; i < active; i++) target[start + i] = interpolated(plan, source, i);
  for (let i = active; i < targetLength; i++) target[start + i] = 0;
}

/** The value at one active target point. */
export function interpolated(plan: Interpolation, source: Float64Array, i: number): number {
  const j = plan.left[i]!;
  const x = source[j]!;
  const d = plan.spacing[i]!;
  return d === 0 ? x : ((source[j + 1]! - x) / d) * plan.offset[i]! + x;
}
