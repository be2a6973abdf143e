import type { Sample } from "./row-sample.js";

/** A sample whose rows are sorted by class, so that a position's values of one class lie side by side. */
export interface GroupedSample extends Sample {
  /** Rows of the sample, by class; those of no known class last. */
  readonly order: Uint32Array;
  /** Where in `order` the rows of each class begin, and after the last class, where they end. */
  readonly starts: Uint32Array;
}

/** @param classCount classes of both datasets together. */
export function groupByClass(sample: Sample, classCount: number): GroupedSample {
  const { rows, classes } = sample;
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
  return { ...sample, order, starts };
}

/** Writes the values at a position to `target`, in the order of the classes; shape (rows,). */
export function readPosition({ rows, length, x, order }: GroupedSample, position: number, target: Float32Array): void {
  for (let i = 0; i < rows; i++) target[i] = x[order[i]! * length + position]!;
}

/** Rows of a class in a sample. */
export function rowsOfClass({ starts }: GroupedSample, number: number): number {
  return starts[number + 1]! - starts[number]!;
}
