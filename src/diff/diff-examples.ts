import type { Dtype } from "../config/config.js";
import { checkedOptions } from "../config/options.js";
import { isShifted, type SplitName } from "../config/split-names.js";
import { readInStep } from "../dataset/read/in-step.js";
import { countText, namesOrCount, plural } from "../dataset/readable-numbers.js";
import { COLUMNS } from "../generate/columns.js";
import { checkReadable, type ReadableExamples, rowCount, type Split } from "../generate/examples.js";
import { inTurns, takeTurns, type WorkOptions, workKinds } from "../generate/work-options.js";
import type { LabelIndex } from "../inspect/inspect-examples.js";
import { rowsFoundIn } from "../inspect/row-hashes.js";
import { finiteOrNull } from "../inspect/running-moments.js";
import { ColumnDifferences } from "./column-differences.js";
import { DatasetSide } from "./dataset-side.js";
import {
  type ClassFigures,
  type ColumnDifference,
  comparedRows,
  type Difference,
  rowsOfClass,
  type SideFigures,
  type TimeFigures,
  type ValueFigures,
  type VerdictKind,
} from "./difference.js";
import { compareDistributions, type DistributionDistances, SIGNIFICANCE } from "./distribution.js";
import { RowCorrelation, RowDifferences } from "./row-differences.js";
import { compareBalance } from "./two-sample-tests.js";

/**
 * Compares two datasets in one pass over both. Memory is flat but for 8 bytes a row, by which rows in common are found
 * anywhere, and samples of at most 16 MB.
 *
 * Rows are compared at the same place of the same split, in the common type: float64 is rounded to float32 if the other
 * is float32.
 *
 * @throws what reading throws: for files, FormatError; the signal's reason when aborted.
 */
export async function diffExamples(
  a: ReadableExamples,
  b: ReadableExamples,
  options: WorkOptions = {},
): Promise<Difference> {
  const { onProgress, signal } = checkedOptions(options, workKinds);
  checkReadable(a, "a");
  checkReadable(b, "b");
  const dtype: Dtype = a.dtype === "float64" && b.dtype === "float64" ? "float64" : "float32";
  const hasOneLength = a.length === b.length;
  const index: LabelIndex = new Map();
  const furtherSplits = { a: furtherSplitsOf(a, b), b: furtherSplitsOf(b, a) };
  const sideA = new DatasetSide(a, dtype, index, furtherSplits.a);
  const sideB = new DatasetSide(b, dtype, index, furtherSplits.b);
  const differences = new RowDifferences(a.length, dtype);
  const correlation = new RowCorrelation(a.length);
  const columns = FURTHER_COLUMNS.map((column) => new ColumnDifferences(column, dtype));
  const total = Math.max(rowCount(a.splits), rowCount(b.splits));
  let done = 0;
  signal?.throwIfAborted();
  for await (const { rows, chunks } of readInStep(sideA.examples, sideB.examples)) {
    done += rows;
    onProgress?.({ phase: "comparing", done: Math.min(done, total), total });
    await takeTurns(signal);
    const [inA, inB] = chunks;
    if (inA !== undefined) sideA.add(inA);
    if (inB !== undefined) sideB.add(inB);
    if (inA === undefined || inB === undefined) continue;
    differences.add(inA, inB, sideA.classes.numbers);
    for (const column of columns) column.add(inA, inB);
    if (hasOneLength) correlation.add(inA.x, inB.x, rows);
  }

  const [figuresA, figuresB] = [sideA.figures(), sideB.figures()];
  const compared = differences.sum("compared");
  const isSameInRows = hasOneLength && differences.identical === sideA.rows && sideA.rows === sideB.rows;
  const isComparable = hasOneLength && sideA.rows > 0 && sideB.rows > 0 && !isSameInRows;
  const { std } = sideA.moments();
  const distances = isComparable
    ? await inTurns(compareDistributions(sideA.sample, sideB.sample, index.size, std ?? 0), signal)
    : undefined;
  const [hashesA, hashesB] = [await inTurns(sideA.hashes.sort(), signal), await inTurns(sideB.hashes.sort(), signal)];
  const [cleanLabels, ...others] = columns.map((column) => columnDifference(column, sideA, sideB, hasOneLength, std));
  const { a: cleanA, b: cleanB, changed, first } = cleanLabels!;
  const present = others.filter((column) => column.a || column.b);
  const t = timeFigures(a, b);
  const classes = classFigures(index, sideA, sideB, differences, hasOneLength, distances);
  const hasFurtherSplits = furtherSplits.a.length > 0 || furtherSplits.b.length > 0;
  const beside = {
    yClean: cleanA || cleanB ? { a: cleanA, b: cleanB, changed, first } : null,
    columns: present,
    t,
  };
  const findings = {
    differs: !isSameInRows || hasFurtherSplits || differsBeside(beside),
    a: figuresA,
    b: figuresB,
    furtherSplits,
    rows: {
      compared,
      labelsChanged: differences.sum("labelsChanged"),
      xChanged: hasOneLength ? differences.sum("xChanged") : null,
      identical: hasOneLength ? differences.identical : null,
    },
    splits: [...differences.splits.values()],
    common: hasOneLength ? { a: rowsFoundIn(hashesA, hashesB), b: rowsFoundIn(hashesB, hashesA) } : null,
    x: hasOneLength && compared > 0 ? valueFigures(differences, compared, correlation, dtype, std) : null,
    first: differences.first,
    ...beside,
    classes: [...classes].sort((one, other) => one.label - other.label),
    balance: compareBalance(classes.map((entry) => [rowsOfClass(entry.a), rowsOfClass(entry.b)])),
    significance: SIGNIFICANCE,
    positions: distances
      ? {
          rms: Array.from(differences.squares, (value) => finiteOrNull(Math.sqrt(value / compared))),
          largest: Array.from(differences.largest),
          ...distances.positions,
        }
      : null,
    shape: distances?.shape ?? [],
  };
  return { verdict: verdictOf(findings, distances), ...findings, notes: notesOn(findings, sideA, sideB, a.t, b.t) };
}

/**
 * Shifted splits of a dataset that another does not have. They are left out of the comparison, as they are of other
 * distributions than all else, unless the dataset has nothing else.
 */
function furtherSplitsOf({ splits }: ReadableExamples, other: ReadableExamples): SplitName[] {
  const further = splits.filter(({ name }) => isShifted(name) && other.splits.every((split) => split.name !== name));
  return rowCount(further) === rowCount(splits) ? [] : further.map(({ name }) => name);
}

/** Those beside x and y, y_clean first. */
const FURTHER_COLUMNS = COLUMNS.filter(({ field }) => field !== "x" && field !== "y");

/** @param std standard deviation of A's values. */
function columnDifference(
  differences: ColumnDifferences,
  sideA: DatasetSide,
  sideB: DatasetSide,
  hasOneLength: boolean,
  std: number | null,
): ColumnDifference {
  const { field, name, kind } = differences.column;
  const [a, b] = [sideA.columns.has(field), sideB.columns.has(field)];
  const isCompared = a && b && (hasOneLength || kind !== "signal");
  return {
    name,
    a,
    b,
    changed: isCompared ? differences.changed : null,
    largest: isCompared ? differences.largest : null,
    lastBits: isCompared && differences.areLastBits(kind === "signal" ? (std ?? 0) : 1),
    first: differences.first,
  };
}

/** Whether anything differs that belongs to neither x nor y. */
function differsBeside({ yClean, columns, t }: Pick<Difference, "yClean" | "columns" | "t">): boolean {
  return (
    (t !== null && t.changed > 0) || [yClean, ...columns].some((column) => column !== null && column.changed !== 0)
  );
}

/** @param std standard deviation of A's values. */
function valueFigures(
  differences: RowDifferences,
  compared: number,
  correlation: RowCorrelation,
  dtype: Dtype,
  std: number | null,
): ValueFigures {
  const squares = differences.squares.reduce((sum, value) => sum + value, 0);
  const rms = Math.sqrt(squares / (compared * differences.squares.length));
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

/** Of datasets that state both a time axis for examples of the same length. */
function timeFigures(a: ReadableExamples, b: ReadableExamples): TimeFigures | null {
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

function classFigures(
  index: LabelIndex,
  a: DatasetSide,
  b: DatasetSide,
  differences: RowDifferences,
  hasOneLength: boolean,
  distances: DistributionDistances | undefined,
): ClassFigures[] {
  const { length } = differences.squares;
  return Array.from(index, ([label, number]) => {
    const entry = differences.classes.get(number);
    const { distance = null, criticalDistance = null, beyond = 0 } = distances?.classes.get(number) ?? {};
    const values = hasOneLength ? entry : undefined;
    return {
      label,
      a: a.rowsOfClass(number),
      b: b.rowsOfClass(number),
      compared: entry?.compared ?? 0,
      labelsChanged: entry?.labelsChanged ?? 0,
      xChanged: values?.xChanged ?? null,
      rms: values ? finiteOrNull(Math.sqrt(values.squares / (values.compared * length))) : null,
      largest: values?.largest ?? null,
      distance,
      criticalDistance,
      beyond,
      mostChanged: entry?.mostChanged ?? null,
    };
  });
}

type Findings = Omit<Difference, "verdict" | "notes">;

/** Sums up a comparison. @param distances absent where the distributions could not be compared. */
function verdictOf(findings: Findings, distances: DistributionDistances | undefined): VerdictKind {
  if (!findings.differs) return "identical";
  const { rows, x, common } = findings;
  const [rowsA, rowsB] = comparedRows(findings);
  if (rows.identical === rowsA && rowsA === rowsB && differsBeside(findings)) return "same-x-and-y";
  if (isSameButForShifts(findings)) return "other-shifts";
  if (distances === undefined) return "incomparable";
  if (rows.compared === rowsA && rows.compared === rowsB) {
    if (rows.xChanged === 0) return "other-labels";
    if (x?.lastBits) return rows.labelsChanged === 0 ? "last-bits" : "other-labels";
  }
  if (common?.a === rowsA || common?.b === rowsB) return "same-rows";
  if (distances.isReordered) return "other-order";
  if (areDistributionsApart(findings)) return "other-distribution";
  return x?.related ? "same-draws" : "other-draws";
}

/** Whether all splits that are not shifted are the same, of which there are some. */
function isSameButForShifts({ a, b, splits }: Findings): boolean {
  const unshifted = [...a.splits, ...b.splits].filter(({ name, rows }) => !isShifted(name) && rows > 0);
  const isSame = ({ name, rows }: Split) => splits.some((split) => split.name === name && split.identical === rows);
  return unshifted.length > 0 && unshifted.every(isSame);
}

/**
 * Whether the distances are beyond chance. If the classes have other shares, so does every mixture of them: then only
 * the distances within classes count.
 */
function areDistributionsApart({ balance, classes, positions, shape }: Findings): boolean {
  if (classes.some(({ beyond }) => beyond > 0)) return true;
  return !balance.differs && (positions!.beyond > 0 || shape.some(({ beyond }) => beyond));
}

/** Sentences on what could not be compared, or only in part. */
function notesOn(
  { a, b, furtherSplits, x, positions }: Findings,
  sideA: DatasetSide,
  sideB: DatasetSide,
  tA: Float64Array | undefined,
  tB: Float64Array | undefined,
): string[] {
  const names = new Set([...a.splits, ...b.splits].map(({ name }) => name));
  const furtherText = (side: "A" | "B", further: readonly SplitName[], { splits }: SideFigures) => {
    const rows = rowCount(splits.filter(({ name }) => further.includes(name)));
    return (
      further.length > 0 &&
      `Only ${side} has ${namesOrCount(further, "shifted split")} (${plural(rows, "row")}): not compared.`
    );
  };
  const further = new Set([...furtherSplits.a, ...furtherSplits.b]);
  const compared = [...names].filter((name) => !further.has(name));
  const perSplit = compared.map((name) => {
    const apart = rowsOfSplit(a, name) - rowsOfSplit(b, name);
    const extra = plural(Math.abs(apart), `more ${name} row`);
    return apart !== 0 && `${apart > 0 ? "A" : "B"} has ${extra}, which no row of the other is compared with.`;
  });
  const lengths = `A has examples of ${countText(a.length)} points and B of ${countText(b.length)}`;
  const notFinite = x?.notFinite ?? 0;
  const sampled = positions?.sampledRows;
  const unlisted = sideA.classes.unlistedRows + sideB.classes.unlistedRows;
  const notes = [
    a.length !== b.length && `${lengths}: only labels and moments are compared.`,
    ...perSplit,
    furtherText("A", furtherSplits.a, a),
    furtherText("B", furtherSplits.b, b),
    x !== null &&
      a.dtype !== b.dtype &&
      `x is compared as float32, to which that of ${a.dtype === "float64" ? "A" : "B"} is rounded.`,
    (tA === undefined) !== (tB === undefined) && `t is not compared: only ${tA === undefined ? "B" : "A"} states it.`,
    notFinite > 0 && `In no figure: ${plural(notFinite, "difference")} from or to a value that is not finite.`,
    sampled !== undefined &&
      (sampled.a < sideA.rows || sampled.b < sideB.rows) &&
      `Distributions are compared by ${countText(sampled.a)} rows of A and ${countText(sampled.b)} of B.`,
    unlisted > 0 && `In no figure of a class: ${plural(unlisted, "row")} of classes after the first 1,000.`,
  ];
  return notes.filter((note) => note !== false);
}

function rowsOfSplit({ splits }: SideFigures, name: SplitName): number {
  return splits.find((split) => split.name === name)?.rows ?? 0;
}
