import { countText, plural } from "../../config/count-text.js";
import { visibleLine } from "../../formats/printable.js";
import type { Inspection } from "../../inspect/inspect-examples.js";
import { rangeOf, sparkline } from "../../plot/sparkline.js";
import type { Style } from "../terminal.js";
import { figure } from "./figures.js";
import { tableLines } from "./text-table.js";

const MARGIN = "  ";

/** Most characters of the picture of an example. */
const PICTURE_WIDTH = 60;

/** What a dataset is, and what is in it. */
export interface InspectReport {
  /** As the user named it. */
  readonly name: string;
  /** What is known besides the data, such as format, config and digest: lines, each group under a label. */
  readonly facts: readonly (readonly [label: string, lines: readonly string[]])[];
  readonly inspection: Inspection;
}

/** For people. @param options.ascii without characters beyond ASCII. */
export function inspectText(
  { name, facts, inspection }: InspectReport,
  { style, width = 80 }: { readonly style: Style; readonly width?: number },
  { ascii = false }: { readonly ascii?: boolean } = {},
): string {
  const sections = [
    [style("bold", name), ...factLines(facts, style)],
    splitLines(inspection, style, width),
    classLines(inspection, style, width, ascii),
    headLines(inspection, style, width, ascii),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

function factLines(facts: InspectReport["facts"], style: Style): string[] {
  const width = Math.max(6, ...facts.map(([label]) => label.length));
  return facts.flatMap(([label, lines]) =>
    lines.map((line, i) => `${MARGIN}${style("dim", (i === 0 ? label : "").padEnd(width))} ${visibleLine(line)}`),
  );
}

function splitLines({ splits, testRowsInTrain }: Inspection, style: Style, room: number): string[] {
  const header = ["", "rows", "mean", "std", "min", "max", "NaN", "infinite", "duplicates"];
  const rows = splits.map(({ name, rows, mean, std, min, max, nan, infinite, duplicates }) => [
    name,
    countText(rows),
    ...[mean, std, min, max].map((value) => figure(value, 4)),
    countText(nan),
    countText(infinite),
    countText(duplicates),
  ]);
  const lines = tableSection([header, ...rows], [0], style, room);
  if (testRowsInTrain === null || testRowsInTrain === 0) return lines;
  const verb = testRowsInTrain === 1 ? "is" : "are";
  return [...lines, MARGIN + style("yellow", `${plural(testRowsInTrain, "row")} of test ${verb} also in train`)];
}

function classLines(
  { classes, unlistedRows, splits }: Inspection,
  style: Style,
  room: number,
  ascii: boolean,
): string[] {
  if (classes.length === 0) return [];
  const range = rangeOf(classes.flatMap(({ example }) => example.x));
  const names = splits.map(({ name }) => name);
  const figures = [
    ["class", ...names],
    ...classes.map((entry) => [String(entry.label), ...names.map((name) => countText(entry[name]))]),
  ];
  const width = Math.min(PICTURE_WIDTH, room - MARGIN.length - widthOf(figures));
  const pictures = classes.map(({ example }) => sparkline(example.x, { range, width, ascii }));
  const rows = figures.map((cells, i) => [...cells, i === 0 ? "first example" : pictures[i - 1]!]);
  const lines = tableSection(rows, [names.length + 1], style, room);
  if (unlistedRows === 0) return lines;
  return [...lines, MARGIN + style("dim", `and ${plural(unlistedRows, "row")} of further classes`)];
}

function headLines({ head }: Inspection, style: Style, width: number, ascii: boolean): string[] {
  if (head.length === 0) return [];
  const places = head.map(({ split, row, y }) => [`${split} ${countText(row)}`, String(y)]);
  const header = ["row", "label"];
  const taken = [0, 1].reduce(
    (sum, i) => sum + 2 + Math.max(...[header, ...places].map((cells) => cells[i]!.length)),
    0,
  );
  const room = width - MARGIN.length - taken;
  const rows = places.map((cells, i) => [...cells, valuesText(head[i]!.x, room, ascii ? ".." : "…")]);
  return tableSection([[...header, "x"], ...rows], [0, 2], style, width);
}

/** As many values as there is room for. */
function valuesText(values: readonly (number | null)[], room: number, more: string): string {
  let text = "";
  for (const [i, value] of values.entries()) {
    const next = `${text}${i === 0 ? "" : " "}${figure(value)}`;
    const isLast = i === values.length - 1;
    if (next.length + (isLast ? 0 : 1 + more.length) > room) return `${text} ${more}`;
    text = next;
  }
  return text;
}

/** What the columns of a table take, with the space after each. */
function widthOf(rows: readonly (readonly string[])[]): number {
  const widths = rows[0]!.map((_, i) => Math.max(...rows.map((cells) => cells[i]!.length)));
  return widths.reduce((sum, width) => sum + width + 2, 0);
}

/** @param words columns of words, which start at one place; those of figures end at one. */
function tableSection(
  rows: readonly (readonly string[])[],
  words: readonly number[],
  style: Style,
  width: number,
): string[] {
  const alignments = rows[0]!.map((_, i) => (words.includes(i) ? "left" : "right"));
  const [header, ...others] = tableLines(rows, alignments, width - MARGIN.length);
  return [MARGIN + style("dim", header!), ...others.map((line) => MARGIN + line)];
}
