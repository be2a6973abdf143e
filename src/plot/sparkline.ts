import { resample } from "./resample.js";

/** From the lowest value to the highest. */
const BLOCKS = "▁▂▃▄▅▆▇█";
const ASCII = "_.,-~+*#";

export interface SparklineOptions {
  /** What the lowest and the highest character stand for, at least; by default the least and the largest value. */
  readonly range?: Range;
  /** Most characters: longer series are resampled. */
  readonly width?: number;
  /** Without block characters, for terminals that have none. */
  readonly ascii?: boolean;
}

export type Range = readonly [low: number, high: number];

/** A series as a line of characters, one for each value; `?` where there is none. Values out of range are cut. */
export function sparkline(values: readonly (number | null)[], options: SparklineOptions = {}): string {
  const { width = values.length, ascii = false } = options;
  const shown = resample(values, width);
  const [low, high] = options.range ?? rangeOf(shown);
  const levels = ascii ? ASCII : BLOCKS;
  const characters = shown.map((value) => {
    if (value === null) return "?";
    const height = high > low ? (value - low) / (high - low) : 0.5; // in the middle where all is alike
    return levels[Math.max(0, Math.min(levels.length - 1, Math.floor(height * levels.length)))];
  });
  return characters.join("");
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
