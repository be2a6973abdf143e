/**
 * `numpy.linspace(start, stop, count)`: evenly spaced values from start to stop, both included.
 *
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
