import type { Dtype } from "../config/config.js";
import type { ReadableExamples } from "../generate/examples.js";
import type { LabelIndex } from "../inspect/label-index.js";
import { finiteOrNull } from "../inspect/running-moments.js";
import type { ChangedRow } from "./class-differences.js";
import type { RowCorrelation } from "./correlation.js";
import type { DatasetSide } from "./dataset-side.js";
import type {
  ChangedExample,
  ClassFigures,
  ClassRows,
  CleanLabelFigures,
  PositionFigures,
  SideFigures,
  TimeFigures,
  ValueFigures,
} from "./difference.js";
import type { DistributionDistances } from "./distribution.js";
import type { RowDifferences } from "./row-differences.js";

export function sideFigures({ length, dtype, splits }: ReadableExamples, side: DatasetSide): SideFigures {
  return { length, dtype, splits: splits.map(({ name, rows }) => ({ name, rows, ...side.momentsOf(name) })) };
}

/** @param std standard deviation of A's values. */
export function valueFigures(
  differences: RowDifferences,
  correlation: RowCorrelation,
  dtype: Dtype,
  std: number | null,
): ValueFigures {
  const squares = differences.squares.reduce((sum, value) => sum + value, 0);
  const rms = Math.sqrt(squares / (differences.compared * differences.squares.length));
  const largest = differences.largest.reduce((a, b) => Math.max(a, b), 0);
  const relative = (value: number) => (std === null ? null : finiteOrNull(value / std));
  return {
    dtype,
    rms: finiteOrNull(rms),
    largest,
    relativeRms: relative(rms),
    relativeLargest: relative(largest),
    notFinite: differences.notFinite,
    lastBits: differences.areLastBits(std ?? 0),
    largestUlps: differences.largestUlps,
    correlation: finiteOrNull(correlation.value()),
    related: correlation.isBeyondChance(),
  };
}

export function cleanLabelFigures(
  { cleanLabelsChanged, firstCleanLabel }: RowDifferences,
  { hasCleanLabels: a }: DatasetSide,
  { hasCleanLabels: b }: DatasetSide,
): CleanLabelFigures | null {
  if (!a && !b) return null;
  return { a, b, changed: a && b ? cleanLabelsChanged : null, first: firstCleanLabel };
}

/** Of datasets that state both a time axis for examples of the same length. */
export function timeFigures(a: ReadableExamples, b: ReadableExamples): TimeFigures | null {
  if (a.t === undefined || b.t === undefined || a.length !== b.length) return null;
  const common = (t: Float64Array) => (a.dtype === b.dtype ? t : new Float32Array(t));
  const [one, other] = [common(a.t), common(b.t)];
  let [changed, largest] = [0, 0];
  for (let i = 0; i < one.length; i++) {
    if (Object.is(one[i], other[i])) continue;
    changed++;
    largest = Math.max(largest, Math.abs(one[i]! - other[i]!));
  }
  return { changed, largest };
}

export function classFigures(
  { labels }: LabelIndex,
  a: DatasetSide,
  b: DatasetSide,
  differences: RowDifferences,
  hasOneLength: boolean,
  distances: DistributionDistances | undefined,
): ClassFigures[] {
  const { length } = differences.squares;
  const figures = labels.map((label, number): ClassFigures => {
    const entry = differences.classes[number];
    const apart = distances?.positions.classes.find((other) => other.number === number);
    const values = hasOneLength ? entry : undefined;
    return {
      label,
      a: classRows(a, number),
      b: classRows(b, number),
      compared: entry?.compared ?? 0,
      labelsChanged: entry?.labelsChanged ?? 0,
      xChanged: values?.xChanged ?? null,
      rms: values ? finiteOrNull(Math.sqrt(values.squares / (values.compared * length))) : null,
      largest: values?.largest ?? null,
      distance: apart?.distance ?? null,
      criticalDistance: apart?.critical ?? null,
      beyond: apart?.beyond ?? 0,
      mostChanged: changedExample(entry?.mostChanged),
    };
  });
  return figures.sort((one, other) => one.label - other.label);
}

function changedExample(row: ChangedRow | undefined): ChangedExample | null {
  if (row === undefined) return null;
  const [a, b] = [Array.from(row.a, finiteOrNull), Array.from(row.b, finiteOrNull)];
  return { split: row.split, row: row.row, a, b };
}

function classRows(side: DatasetSide, number: number): ClassRows {
  return side.classes[number] ?? { train: 0, test: 0, example: null };
}

export function positionFigures(
  { positions, order }: DistributionDistances,
  { compared, squares, largest }: RowDifferences,
  a: DatasetSide,
  b: DatasetSide,
): PositionFigures {
  return {
    rms: Array.from(squares, (value) => finiteOrNull(Math.sqrt(value / compared))),
    largest: Array.from(largest),
    spreadA: positions.spreadA.map(finiteOrNull),
    spreadB: positions.spreadB.map(finiteOrNull),
    distances: positions.distances,
    sampledRows: { a: a.sample.sample().rows, b: b.sample.sample().rows },
    criticalDistance: positions.critical,
    beyond: positions.beyond,
    order: order ?? null,
  };
}
