import { countText } from "../../config/count-text.js";
import type { ClassFigures, Difference } from "../../diff/difference.js";
import type { ShapeName } from "../../diff/shape-statistics.js";
import { rangeOf, sparkline } from "../../plot/sparkline.js";
import { arePaired, classRowsText } from "./diff-figures.js";
import { figure, percent } from "./figures.js";

/** A table for people, however it is drawn. */
export interface Table {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Columns of words, which start at one place; those of figures end at one. */
  readonly words: readonly number[];
}

/** Rows, mean and so on of each split, A above B. */
export function momentsTable({ a, b }: Difference): Table {
  const names = [...new Set([...a.splits, ...b.splits].map(({ name }) => name))];
  const rows = names.flatMap((name) =>
    [a, b].map(({ splits }, side) => {
      const split = splits.find((other) => other.name === name);
      const moments = split === undefined ? [] : [split.mean, split.std, split.min, split.max];
      const label = side === 0 ? name : "";
      return [label, "AB"[side]!, countText(split?.rows ?? 0), ...moments.map((value) => figure(value, 4))];
    }),
  );
  return { header: ["", "", "rows", "mean", "std", "min", "max"], rows, words: [0, 1] };
}

const SHAPE_MEANINGS: Readonly<Record<ShapeName, string>> = {
  level: "mean of its points",
  amplitude: "std of its points",
  slope: "rise from end to end",
  roughness: "RMS of its bends",
};

/** Statistics of whole examples. */
export function shapeTable({ shape }: Difference): Table {
  const rows = shape.map(({ name, a, b, distance, critical, beyond }) => [
    name,
    figure(a),
    figure(b),
    starred(distance, beyond),
    figure(critical),
    SHAPE_MEANINGS[name],
  ]);
  const header = ["an example's", "median A", "median B", "distance", "critical", ""];
  return { header, rows, words: [0, 5] };
}

/** A distance, with a star if it is beyond chance. */
function starred(distance: number | null, isBeyond: boolean): string {
  return `${figure(distance)}${isBeyond ? "*" : " "}`;
}

/**
 * A row for each class: how many rows, what changed, and pictures of one example in A and in B, all on one scale: of the
 * one that changed most, or of the first of each where none is the other, changed.
 *
 * @param room characters of a line, of which pictures take what is left.
 */
export function classesTable(
  difference: Difference,
  classes: readonly ClassFigures[],
  room: number,
  ascii: boolean,
): Table {
  const { rows, positions, verdict } = difference;
  const isPaired = arePaired(difference);
  const hasOtherX = isPaired && rows.xChanged !== 0;
  const columns: [header: string, cell: (entry: ClassFigures) => string][] = [
    ["class", ({ label }) => String(label)],
    ["rows", classRowsText],
  ];
  if (isPaired && rows.labelsChanged > 0) {
    columns.push(["labels", ({ labelsChanged, compared }) => percent(labelsChanged, compared)]);
  }
  if (hasOtherX) columns.push(["RMS", ({ rms }) => figure(rms)]);
  if (positions !== null && verdict !== "other-labels") {
    columns.push(["distance", ({ distance, beyond }) => starred(distance, beyond > 0)]);
  }
  const figures = [
    columns.map(([header]) => header),
    ...classes.map((entry) => columns.map(([, cell]) => cell(entry))),
  ];
  const taken = columns.reduce((sum, _, i) => sum + 2 + Math.max(...figures.map((row) => row[i]!.length)), 0);

  const pairs = classes.map(({ a, b, mostChanged }) =>
    hasOtherX && mostChanged ? mostChanged : { a: a.example, b: b.example },
  );
  const sides = verdict === "other-labels" ? (["a"] as const) : (["a", "b"] as const);
  const range = rangeOf(pairs.flatMap((pair) => sides.flatMap((side) => pair[side] ?? [])));
  const width = Math.max(8, Math.floor((room - taken + 2) / sides.length) - 2);
  const picture = (values: readonly (number | null)[] | null) =>
    values === null ? "none" : sparkline(values, { range, width, ascii });
  const which = hasOtherX ? "most changed" : "first";
  const pictures = [
    sides.map((side) => `${which}, ${side.toUpperCase()}`),
    ...pairs.map((pair) => sides.map((side) => picture(pair[side]))),
  ];
  const [header, ...cells] = figures.map((row, i) => [...row, ...pictures[i]!]);
  return { header: header!, rows: cells, words: sides.map((_, i) => columns.length + i) };
}

/** A picture over all positions. */
export interface PositionLine {
  readonly label: string;
  readonly picture: string;
  /** What the picture's lowest and highest values are. */
  readonly range: string;
}

export function positionLines(difference: Difference, width: number, ascii: boolean): PositionLine[] {
  const { positions, rows } = difference;
  if (positions === null) return [];
  const line = (label: string, values: readonly (number | null)[], range = rangeOf(values)): PositionLine => {
    const [low, high] = rangeOf(values);
    return { label, picture: sparkline(values, { range, width, ascii }), range: `${figure(low)} … ${figure(high)}` };
  };
  const spread = rangeOf([...positions.spreadA, ...positions.spreadB]);
  const largest = rangeOf(positions.distances)[1];
  return [
    ...(arePaired(difference) && rows.xChanged! > 0
      ? [line("RMS", positions.rms, [0, rangeOf(positions.rms)[1]])]
      : []),
    line("spread A", positions.spreadA, spread),
    line("spread B", positions.spreadB, spread),
    line("distance", positions.distances, [0, Math.max(largest, positions.criticalDistance)]),
  ];
}

/** What the distances at the positions mean. */
export function criticalText({ positions }: Difference): string {
  const { criticalDistance, beyond, distances } = positions!;
  if (criticalDistance >= 1) return "critical: none, there are too few rows";
  return `critical ${figure(criticalDistance)}: ${beyond} of ${distances.length} beyond chance`;
}

/** The level at which distances are critical. */
export function levelText({ significance: { level, correction } }: Difference): string {
  return `${100 * level} % level for all tests (${correction})`;
}
