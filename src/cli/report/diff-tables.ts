import type { Shifts } from "../../config/config.js";
import { PARAMETERS } from "../../config/parameters.js";
import { changesText } from "../../config/shifts.js";
import { countText, figure, percent } from "../../dataset/readable-numbers.js";
import {
  type ClassFigures,
  type Difference,
  rowsOfClass,
  type ShapeName,
  type VerdictKind,
} from "../../diff/difference.js";
import { rangeOf, sparkline } from "../../plot/sparkline.js";
import { arePaired } from "./diff-sentences.js";
import type { EvaluateReport } from "./evaluate-report.js";
import { type Table, widthOf } from "./text-table.js";

/** A comparison and what it is called: all that is rendered. */
export interface DiffReport {
  readonly a: string;
  readonly b: string;
  /** Parameters of both configs; undefined where a config is not known. */
  readonly parameters: readonly ParameterPair[] | undefined;
  readonly difference: Difference;
  /** What it does to models, where that was asked for. */
  readonly models?: EvaluateReport;
}

/** A parameter's values in A and in B, as files state them; undefined where one does not state it. */
export interface ParameterPair {
  readonly key: string;
  readonly a: unknown;
  readonly b: unknown;
}

/** What a rendered comparison has besides its headline and the figures of all rows. */
export type Part = "distances" | "classes" | "moments";

const ALL_PARTS: readonly Part[] = ["distances", "classes", "moments"];

const PARTS: Readonly<Record<VerdictKind, readonly Part[]>> = {
  identical: [],
  "same-x-and-y": [],
  "other-shifts": [],
  "last-bits": [],
  "other-labels": ["classes"],
  "same-rows": ["moments"],
  "other-order": ["distances", "classes"],
  "same-draws": ALL_PARTS,
  "other-draws": ALL_PARTS,
  "other-distribution": ALL_PARTS,
  incomparable: ["classes", "moments"],
};

export function partsOf({ verdict, positions }: Difference, all: boolean): readonly Part[] {
  const parts = all ? ALL_PARTS : PARTS[verdict];
  return parts.filter((part) => part !== "distances" || positions !== null);
}

/** Parameters as people compare them, or those that are not the same in both. */
export function parameterChanges(pairs: readonly ParameterPair[], all: boolean) {
  const changes = pairs.flatMap(({ key, a, b }) => {
    if (key === "shifts") return shiftChanges(a as Shifts | undefined, b as Shifts | undefined);
    const { kind } = PARAMETERS.find((parameter) => parameter.key === key)!;
    const [textA, textB] = [a, b].map((value) => kind.toText((value ?? undefined) as never));
    const isChanged = JSON.stringify(a) !== JSON.stringify(b);
    return { key, a: textA!, b: textB!, factor: factorText(key, a, b), isChanged };
  });
  return all ? changes : changes.filter(({ isChanged }) => isChanged);
}

/** Of shifts a line for each, since together they are long. */
function shiftChanges(a: Shifts = {}, b: Shifts = {}) {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
  return names.map((name) => {
    // Every object has a "constructor" that is not its own.
    const [textA, textB] = [a, b].map((own) => (Object.hasOwn(own, name) ? changesText(own[name]!) : "none"));
    return { key: `shift ${name}`, a: textA!, b: textB!, factor: undefined, isChanged: textA !== textB };
  });
}

/** Factors nearer to 1 say less than the values themselves. */
const LEAST_FACTOR = 1.5;

/** How many times B's value is A's. A seed is a name rather than a size, and a change of sign has no factor. */
function factorText(key: string, a: unknown, b: unknown): string | undefined {
  if (key === "seed" || typeof a !== "number" || typeof b !== "number") return undefined;
  const factor = b / a;
  const isLarge = Math.max(factor, 1 / factor) >= LEAST_FACTOR && Number.isFinite(factor);
  return factor > 0 && isLarge ? `${Number(factor.toPrecision(3))} times` : undefined;
}

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

function starred(distance: number | null, isBeyond: boolean): string {
  return `${figure(distance)}${isBeyond ? "*" : " "}`;
}

/**
 * A row for each class: how many rows, what changed, and pictures of one example in A and in B, all on one scale: of the
 * one that changed most, or of the first of each where none is the other, changed.
 *
 * @param room characters of a line, of which pictures take what is left.
 */
export function classesTable(difference: Difference, classes: readonly ClassFigures[], room: number): Table {
  const { rows, positions, verdict } = difference;
  const isPaired = arePaired(difference);
  const hasOtherX = hasChangedRows(difference);
  const columns: [header: string, cell: (entry: ClassFigures) => string][] = [
    ["class", ({ label }) => String(label)],
    ["rows", ({ a, b }) => [...new Set([a, b].map((rows) => countText(rowsOfClass(rows))))].join(" → ")],
  ];
  if (isPaired && rows.labelsChanged > 0) {
    columns.push(["labels", ({ labelsChanged, compared }) => percent(labelsChanged, compared)]);
  }
  if (hasOtherX) columns.push(["RMS", ({ rms }) => figure(rms)]);
  if (positions !== null && verdict !== "other-labels") {
    columns.push(["distance", ({ distance, beyond }) => starred(distance, beyond > 0)]);
  }
  const cells = () => [
    columns.map(([head]) => head),
    ...classes.map((entry) => columns.map(([, cell]) => cell(entry))),
  ];
  const pairOf = (entry: ClassFigures) => examplePair(entry, hasOtherX);
  const sides = verdict === "other-labels" ? (["a"] as const) : (["a", "b"] as const);
  const range = rangeOf(classes.flatMap((entry) => sides.flatMap((side) => pairOf(entry)[side] ?? [])));
  const width = Math.max(8, Math.floor((room - widthOf(cells()) + 2) / sides.length) - 2);
  const words = sides.map((_, i) => columns.length + i);
  for (const side of sides) {
    const picture = (values: readonly (number | null)[] | null) => values && sparkline(values, { range, width });
    const head = `${hasOtherX ? "most changed" : "first"}, ${side.toUpperCase()}`;
    columns.push([head, (entry) => picture(pairOf(entry)[side]) ?? "none"]);
  }
  const [header, ...shown] = cells();
  return { header: header!, rows: shown, words };
}

/** Whether rows are the other's, changed. */
export function hasChangedRows(difference: Difference): boolean {
  return arePaired(difference) && difference.rows.xChanged !== 0;
}

/** An example of a class in A and in B: where rows are the other's, changed, the one that changed most, or else the first of each. */
export function examplePair({ a, b, mostChanged }: ClassFigures, hasChanged: boolean) {
  return hasChanged && mostChanged ? mostChanged : { a: a.example, b: b.example };
}

/** Pictures over all positions, and what their lowest and highest values are. */
export function positionLines(difference: Difference, width: number) {
  const { positions, rows } = difference;
  if (positions === null) return [];
  const line = (label: string, values: readonly (number | null)[], range = rangeOf(values)) => {
    const [low, high] = rangeOf(values);
    return { label, picture: sparkline(values, { range, width }), range: `${figure(low)} … ${figure(high)}` };
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

export function criticalText({ positions }: Difference): string {
  const { criticalDistance, beyond, distances } = positions!;
  if (criticalDistance >= 1) return "critical: none, there are too few rows";
  return `critical ${figure(criticalDistance)}: ${beyond} of ${distances.length} beyond chance`;
}

export function levelText({ significance: { level, correction } }: Difference): string {
  return `${100 * level} % level for all tests (${correction})`;
}
