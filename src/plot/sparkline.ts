/** From the lowest value to the highest. */
const BLOCKS = "▁▂▃▄▅▆▇█";

export interface SparklineOptions {
  /** What the lowest and the highest character stand for, at least; by default the least and the largest value. */
  readonly range?: Range;
  /** Most characters: longer series are resampled. */
  readonly width?: number;
}

export type Range = readonly [low: number, high: number];

/** A series as a line of characters, one for each value; `?` where there is none. Values out of range are cut. */
export function sparkline(values: readonly (number | null)[], options: SparklineOptions = {}): string {
  const { width = values.length } = options;
  const shown = resample(values, width);
  const [low, high] = options.range ?? rangeOf(shown);
  const characters = shown.map((value) => {
    if (value === null) return "?";
    const height = high > low ? (value - low) / (high - low) : 0.5; // in the middle where all is alike
    return BLOCKS[Math.max(0, Math.min(BLOCKS.length - 1, Math.floor(height * BLOCKS.length)))];
  });
  return characters.join("");
}

/** A series in at most `width` values: each the mean of its part of the series, null where all of that is missing. */
function resample(values: readonly (number | null)[], width: number): readonly (number | null)[] {
  if (values.length <= width) return values;
  return Array.from({ length: width }, (_, i) => {
    const start = Math.floor((i * values.length) / width);
    const end = Math.floor(((i + 1) * values.length) / width);
    const known = values.slice(start, end).filter((value) => value !== null);
    return known.length === 0 ? null : known.reduce((sum, value) => sum + value / known.length, 0);
  });
}

/** The least and the largest of many values, so that several lines share a scale; [0, 0] of none. */
export function rangeOf(values: Iterable<number | null>): Range {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value === null) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low <= high ? [low, high] : [0, 0];
}
