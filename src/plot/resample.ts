/** A series in at most `width` values: each the mean of its part of the series, null where all of that is missing. */
export function resample(values: readonly (number | null)[], width: number): readonly (number | null)[] {
  if (values.length <= width) return values;
  return Array.from({ length: width }, (_, i) => {
    const start = Math.floor((i * values.length) / width);
    const end = Math.floor(((i + 1) * values.length) / width);
    const known = values.slice(start, end).filter((value) => value !== null);
    return known.length === 0 ? null : known.reduce((sum, value) => sum + value / known.length, 0);
  });
}
