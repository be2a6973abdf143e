import { countText, plural } from "../../config/count-text.js";
import type { ClassFigures, CleanLabelFigures, Difference, SideFigures } from "../../diff/difference.js";
import { rowCount } from "../../generate/examples.js";
import { differing, share } from "./diff-sentences.js";
import { exactFigure, figure, percent, rowsOfSplits } from "./figures.js";

/** A line of figures by what they are of. */
export type LabelledLine = readonly [label: string, text: string];

/** The figures of a comparison that hold for all rows. */
export function overallFigures(difference: Difference): LabelledLine[] {
  const { verdict, rows, common, x, first, yClean, t, balance } = difference;
  const [rowsA, rowsB] = [rowCount(difference.a.splits), rowCount(difference.b.splits)];
  const lines: LabelledLine[] = shapeLines(difference.a, difference.b);
  const cleanLabels: LabelledLine[] = yClean === null ? [] : [["y_clean", cleanLabelsText(yClean, rows.compared)]];
  if (verdict === "identical") return [...lines, ...cleanLabels];
  if (common !== null && rows.identical !== null) {
    lines.push(["in common", commonText(rows.identical, rows.compared, common, rowsA, rowsB)]);
  }
  if (rows.compared > 0) lines.push(["labels", labelsText(difference)]);
  if (x !== null && rows.xChanged !== null) {
    lines.push(["x", xText(x, rows.xChanged, rows.compared)]);
    if (rows.identical === 0 && verdict !== "other-order" && x.correlation !== null) {
      lines.push(["", correlationText(x.correlation, x.related)]);
    }
  }
  if (first !== null) {
    const place = first.point === null ? "label" : `point ${countText(first.point)}`;
    const [from, to] = [first.a, first.b].map((value) => exactFigure(value, x?.dtype ?? "float64"));
    const values = `${from} → ${to}`;
    lines.push(["first", `${first.split} row ${countText(first.row)}, ${place}: ${values}`]);
  }
  lines.push(...cleanLabels);
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

function shapeLines(a: SideFigures, b: SideFigures): LabelledLine[] {
  const [textA, textB] = [shapeText(a), shapeText(b)];
  return textA === textB
    ? [["both", textA]]
    : [
        ["A", textA],
        ["B", textB],
      ];
}

function shapeText({ length, dtype, splits }: SideFigures): string {
  return `${rowsOfSplits(splits)} examples of ${countText(length)} ${dtype}`;
}

function commonText(
  identical: number,
  compared: number,
  common: { readonly a: number; readonly b: number },
  rowsA: number,
  rowsB: number,
): string {
  if (common.a === 0) return "no row of A is in B";
  const inPlace = `${countText(identical)} of ${plural(compared, "row")} at the same place`;
  if (identical === common.a && identical === common.b) return inPlace;
  const anywhere = `${percent(common.a, rowsA)} of A's and ${percent(common.b, rowsB)} of B's anywhere`;
  return `${inPlace}, ${anywhere}`;
}

function labelsText({ rows, x }: Difference): string {
  if (rows.labelsChanged === 0) return "the same";
  const isPlain = x === null || x.related || rows.identical! > 0;
  return `${share(rows.labelsChanged, rows.compared, "label")}${isPlain ? "" : ", as of unrelated rows"}`;
}

function cleanLabelsText({ a, changed, first }: CleanLabelFigures, compared: number): string {
  if (changed === null) return `only ${a ? "A" : "B"} has it`;
  if (first === null) return "the same";
  return `${share(changed, compared, "label")}, first ${first.split} row ${countText(first.row)}: ${first.a} → ${first.b}`;
}

function xText(x: NonNullable<Difference["x"]>, changed: number, compared: number): string {
  if (changed === 0) return "the same";
  const rows = share(changed, compared, "row");
  if (x.lastBits) return `${rows}, by ${figure(x.largest, 2)} at most (last bits)`;
  const sizes =
    x.relativeRms === null || x.relativeLargest === null
      ? `RMS ${figure(x.rms)}, largest ${figure(x.largest)}`
      : `RMS ${figure(x.relativeRms)}, largest ${figure(x.relativeLargest)} std`;
  return `${rows}: ${sizes}`;
}

function correlationText(correlation: number, related: boolean): string {
  const what = related ? "each row is that of A, changed" : "rows at the same place are unrelated";
  return `${what} (correlation ${correlation.toFixed(2).replace("-0.00", "0.00")})`;
}

/** Whether the rows at the same places are worth comparing: they are the same ones, or made from the same draws. */
export function arePaired({ x, rows }: Difference): boolean {
  return x !== null && (x.related || rows.identical! > 0);
}

/** Rows of a class in A and B; one number where they are the same. */
export function classRowsText({ a, b }: ClassFigures): string {
  const [rowsA, rowsB] = [a.train + a.test, b.train + b.test];
  return rowsA === rowsB ? countText(rowsA) : `${countText(rowsA)} → ${countText(rowsB)}`;
}
