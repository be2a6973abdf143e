import type { Dtype } from "../../config/config.js";
import {
  countText,
  figure,
  listOf,
  namesOrCount,
  percent,
  plural,
  rowsOfSplits,
} from "../../dataset/readable-numbers.js";
import {
  type CleanLabelFigures,
  type ColumnDifference,
  comparedRows,
  type Difference,
  type SideFigures,
} from "../../diff/difference.js";
import { exactText } from "../../formats/text/write-number.js";

export function verdictSentence(difference: Difference): string {
  const { verdict, rows, x } = difference;
  const isFew = rows.xChanged !== null && rows.xChanged < FEW_ROWS * rows.compared;
  if (isFew && FEW_ROWS_VERDICTS.includes(verdict)) return fewRowsSentence(difference);
  const [rowsA, rowsB] = comparedRows(difference);
  switch (verdict) {
    case "identical":
      return difference.a.dtype === difference.b.dtype
        ? `The same data: ${plural(rows.compared, "row")}, bit for bit`
        : `The same data as float32: ${plural(rows.compared, "row")}`;
    case "same-x-and-y":
      return `The same x and y in ${plural(rows.compared, "row")}, but not the same ${listOf(othersThanRows(difference))}`;
    case "other-shifts":
      return `The same data but for shifted splits: ${otherShifts(difference).join("; ")}`;
    case "last-bits": {
      const others = otherColumns(difference, false);
      const another = others.length > 0 ? `, and another ${listOf(others)}` : "";
      const changed = `${differing(rows.xChanged!, rows.compared, "row")}, by ${figure(x!.largest, 2)} at most`;
      return `The same data but for last bits: ${changed}${another}`;
    }
    case "other-labels":
      return `The same examples under other labels: ${shareDiffering(rows.labelsChanged, rows.compared, "label")}`;
    case "same-rows":
      return sameRowsSentence(difference, rowsA, rowsB);
    case "other-order":
      return "The same examples, with their points in another order";
    case "same-draws": {
      const size = x?.relativeRms == null ? "of unknown size" : `of ${figure(x.relativeRms, 2)} std`;
      return `The same draws, changed by an RMS ${size}: no difference in distribution`;
    }
    case "other-draws": {
      const both =
        rowsA === rowsB ? `${countText(rowsA)} rows of each` : `${countText(rowsA)} and ${countText(rowsB)} rows`;
      const shares = difference.balance.differs ? ", with other shares of the classes" : "";
      return `Other draws of the same distribution, as far as ${both} can tell${shares}`;
    }
    case "other-distribution":
      return x?.related ? "Another distribution, made of the same draws" : "Another distribution";
    case "incomparable": {
      const [lengthA, lengthB] = [difference.a.length, difference.b.length];
      if (lengthA === lengthB) return `${rowsA === 0 ? "A" : "B"} has no examples`;
      return `Examples of other lengths, ${countText(lengthA)} and ${countText(lengthB)} points`;
    }
  }
}

function othersThanRows(difference: Difference): string[] {
  const { t } = difference;
  return [...otherColumns(difference, true), ...(t !== null && t.changed > 0 ? ["t"] : [])];
}

/** Names of the columns beside x and y that differ. @param countsLastBits whether other last bits are a difference. */
function otherColumns({ yClean, columns }: Difference, countsLastBits: boolean): string[] {
  const differing = columns.filter(({ changed, lastBits }) => changed !== 0 && (countsLastBits || !lastBits));
  return [...(yClean !== null && yClean.changed !== 0 ? ["y_clean"] : []), ...differing.map(({ name }) => name)];
}

function otherShifts({ splits, furtherSplits: { a, b } }: Difference): string[] {
  const changed = splits.filter(({ compared, identical }) => identical < compared).map(({ name }) => name);
  return [
    ...(changed.length > 0 ? [`${namesOrCount(changed, "split")} ${changed.length === 1 ? "differs" : "differ"}`] : []),
    ...(a.length > 0 ? [`only A has ${namesOrCount(a, "split")}`] : []),
    ...(b.length > 0 ? [`only B has ${namesOrCount(b, "split")}`] : []),
  ];
}

/** What tells another distribution, from the largest to the smallest; undefined of other verdicts. */
export function evidence({ verdict, shape, positions, classes, balance }: Difference): string | undefined {
  if (verdict !== "other-distribution") return undefined;
  const items: string[] = [];
  if (!balance.differs) {
    const beyond = shape.filter((entry) => entry.beyond);
    beyond.sort((a, b) => b.distance / b.critical - a.distance / a.critical);
    if (beyond.length > 0) items.push(`${listOf(beyond.map(({ name }) => name))} of examples`);
    if (positions!.beyond > 0) items.push(`${positions!.beyond} of ${plural(positions!.distances.length, "position")}`);
  }
  const inClasses = classes.filter(({ beyond }) => beyond > 0).length;
  if (inClasses > 0) items.push(`positions within ${inClasses} of ${plural(classes.length, "class", "classes")}`);
  return items.join("; ");
}

/** Share of the rows up to which a change is one of these rows, and not of the dataset. */
const FEW_ROWS = 0.1;

/** Verdicts on whole datasets, which mean nothing where a few rows were damaged. */
const FEW_ROWS_VERDICTS: readonly Difference["verdict"][] = ["same-draws", "other-draws", "other-distribution"];

function fewRowsSentence({ rows, x }: Difference): string {
  if (rows.xChanged === 0) return `The same x in ${plural(rows.compared, "row")}, beside rows that only one has`;
  const sentence = differing(rows.xChanged!, rows.compared, "row");
  if (x === null || x.notFinite === 0) return `${sentence}, by ${figure(x?.largest ?? null, 2)} at most`;
  return `${sentence}: ${plural(x.notFinite, "value is", "values are")} NaN or infinite in one of the two`;
}

function sameRowsSentence({ common }: Difference, rowsA: number, rowsB: number): string {
  if (common!.a === rowsA && common!.b === rowsB) {
    return `The same ${plural(rowsA, "example")}, in another order or divided otherwise`;
  }
  const [part, whole, rows, others] =
    common!.a === rowsA ? ["A", "B", rowsA, rowsB - common!.b] : ["B", "A", rowsB, rowsA - common!.a];
  return `All ${plural(rows, "example")} of ${part} are in ${whole}, which has ${countText(others)} others`;
}

/** `45 of 5,000 rows differ (0.9 %)`. */
function shareDiffering(part: number, whole: number, noun: string): string {
  return `${differing(part, whole, noun)} (${percent(part, whole)})`;
}

/** `45 of 5,000 rows differ`. */
function differing(part: number, whole: number, noun: string): string {
  return `${countText(part)} of ${plural(whole, noun)} ${part === 1 ? "differs" : "differ"}`;
}

export type LabelledLine = readonly [label: string, text: string];

export function overallFigures(difference: Difference): LabelledLine[] {
  const { verdict, rows, common, x, first, yClean, t, balance } = difference;
  const [rowsA, rowsB] = comparedRows(difference);
  const [shapeA, shapeB] = [shapeText(difference.a), shapeText(difference.b)];
  const lines: LabelledLine[] = [[shapeA === shapeB ? "both" : "A", shapeA]];
  if (shapeA !== shapeB) lines.push(["B", shapeB]);
  const cleanLabels: LabelledLine[] = yClean === null ? [] : [["y_clean", cleanLabelsText(yClean, rows.compared)]];
  const beside = [...cleanLabels, ...columnLines(difference.columns, rows.compared)];
  if (verdict === "identical") return [...lines, ...beside];
  if (common !== null && rows.identical !== null) {
    lines.push(["in common", commonText(difference, common, rowsA, rowsB)]);
  }
  if (rows.compared > 0) lines.push(["labels", labelsText(difference)]);
  if (x !== null && rows.xChanged !== null) {
    lines.push(["x", xText(x, rows.xChanged, rows.compared)]);
    const changed = difference.splits.filter(({ xChanged }) => xChanged > 0).map(({ name }) => name);
    const isPart = changed.length > 0 && changed.length < difference.splits.length && difference.splits.length > 2;
    if (isPart) lines.push(["", `all of them in ${namesOrCount(changed, "split")}`]);
    if (rows.identical === 0 && verdict !== "other-order" && x.correlation !== null) {
      const what = x.related ? "each row is that of A, changed" : "rows at the same place are unrelated";
      lines.push(["", `${what} (correlation ${x.correlation.toFixed(2).replace("-0.00", "0.00")})`]);
    }
  }
  if (first !== null) {
    const place = first.point === null ? "label" : `point ${countText(first.point)}`;
    // Labels are integers, with all their digits.
    const dtype = first.point === null ? undefined : x?.dtype;
    const [from, to] = [first.a, first.b].map((value) => exactFigure(value, dtype ?? "float64"));
    lines.push(["first", `${first.split} row ${countText(first.row)}, ${place}: ${from} → ${to}`]);
  }
  lines.push(...beside);
  // The time axis is scaled by the standard deviation of x: that of other values is another.
  if (t !== null && t.changed > 0 && (x === null || rows.xChanged === 0 || x.lastBits)) {
    const points = differing(t.changed, difference.a.length, "point");
    lines.push(["t", `${points}, by ${figure(t.largest, 2)} at most`]);
  }
  if (balance.differs) {
    const figures = `χ² ${figure(balance.chiSquare)}, beyond chance from ${figure(balance.critical)} on`;
    lines.push(["classes", `their shares differ (${figures})`]);
  }
  return lines;
}

function shapeText({ length, dtype, splits }: SideFigures): string {
  return `${rowsOfSplits(splits)} examples of ${countText(length)} ${dtype}`;
}

function commonText({ rows }: Difference, { a, b }: NonNullable<Difference["common"]>, rowsA: number, rowsB: number) {
  if (a === 0) return "no row of A is in B";
  const inPlace = `${countText(rows.identical!)} of ${plural(rows.compared, "row")} at the same place`;
  if (rows.identical === a && rows.identical === b) return inPlace;
  return `${inPlace}, ${percent(a, rowsA)} of A's and ${percent(b, rowsB)} of B's anywhere`;
}

function labelsText({ rows, x }: Difference): string {
  if (rows.labelsChanged === 0) return "the same";
  const isPlain = x === null || x.related || rows.identical! > 0;
  return `${shareDiffering(rows.labelsChanged, rows.compared, "label")}${isPlain ? "" : ", as of unrelated rows"}`;
}

function cleanLabelsText({ a, changed, first }: CleanLabelFigures, compared: number): string {
  if (changed === null) return `only ${a ? "A" : "B"} has it`;
  if (first === null) return "the same";
  return `${shareDiffering(changed, compared, "label")}, first ${first.split} row ${countText(first.row)}: ${first.a} → ${first.b}`;
}

/** A line for the columns that are the same, one for those that only one has, and one for each that differs. */
function columnLines(columns: readonly ColumnDifference[], compared: number): LabelledLine[] {
  const named = (which: (column: ColumnDifference) => boolean) => listOf(columns.filter(which).map(({ name }) => name));
  const [same, onlyA, onlyB] = [
    named(({ changed }) => changed === 0),
    named(({ a, b }) => a && !b),
    named(({ a, b }) => b && !a),
  ];
  const texts = [
    same && `${same}: the same`,
    onlyA && `only A has ${onlyA}`,
    onlyB && `only B has ${onlyB}`,
    ...columns.filter(({ a, b, changed }) => a && b && changed !== 0).map((column) => columnText(column, compared)),
  ];
  return texts.filter((text) => text !== "").map((text, i) => [i === 0 ? "columns" : "", text]);
}

function columnText({ name, changed, largest, lastBits, first }: ColumnDifference, compared: number): string {
  if (changed === null || first === null) return `${name}: not compared`;
  const point = first.point === null ? "" : `, point ${countText(first.point)}`;
  const values = `${figure(first.a)} → ${figure(first.b)}`;
  const size = `by ${figure(largest, 2)} at most${lastBits ? " (last bits)" : ""}`;
  return `${name}: ${shareDiffering(changed, compared, "row")}, ${size}, first ${first.split} row ${countText(first.row)}${point}: ${values}`;
}

function xText(x: NonNullable<Difference["x"]>, changed: number, compared: number): string {
  if (changed === 0) return "the same";
  const rows = shareDiffering(changed, compared, "row");
  if (x.lastBits) return `${rows}, by ${figure(x.largest, 2)} at most (last bits)`;
  const sizes =
    x.relativeRms === null || x.relativeLargest === null
      ? `RMS ${figure(x.rms)}, largest ${figure(x.largest)}`
      : `RMS ${figure(x.relativeRms)}, largest ${figure(x.relativeLargest)} std`;
  return `${rows}: ${sizes}`;
}

/** Whether the rows at the same places are worth comparing: they are the same ones, or made from the same draws. */
export function arePaired({ x, rows }: Difference): boolean {
  return x !== null && (x.related || rows.identical! > 0);
}

/** A value with as many digits as tell it from its neighbours. */
export function exactFigure(value: number | null, dtype: Dtype): string {
  return value === null ? "not finite" : exactText(value, dtype);
}
