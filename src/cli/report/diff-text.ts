import { plural } from "../../config/count-text.js";
import type { Difference } from "../../diff/difference.js";
import type { Style } from "../terminal.js";
import { overallFigures } from "./diff-figures.js";
import { partsOf } from "./diff-parts.js";
import type { DiffReport } from "./diff-report.js";
import { evidence, verdictSentence } from "./diff-sentences.js";
import {
  classesTable,
  criticalText,
  levelText,
  momentsTable,
  positionLines,
  shapeTable,
  type Table,
} from "./diff-tables.js";
import { parameterChanges } from "./parameter-changes.js";
import { tableLines, wrapped } from "./text-table.js";

const MARGIN = "  ";
const LABEL_WIDTH = 11;

/** Most classes that are listed without being asked for. */
const FEW_CLASSES = 20;

/** What stands beside a picture over all positions, and most characters of the picture. */
const POSITIONS_MARGIN = 30;
const POSITIONS_WIDTH = 45;

export interface DiffTextOptions {
  /** Everything: parameters that did not change, every class. */
  readonly all?: boolean;
  /** Without characters beyond ASCII. */
  readonly ascii?: boolean;
}

/** A comparison for people: what was changed, what came of it in a sentence, then the figures. */
export function diffText(
  report: DiffReport,
  { style, width = 80 }: { readonly style: Style; readonly width?: number },
  { all = false, ascii = false }: DiffTextOptions = {},
): string {
  const { difference } = report;
  const parts = partsOf(difference, all);
  const sections = [
    headSection(report, style, width, all),
    figuresSection(difference, style, width),
    parts.includes("distances") ? tableSection(shapeTable(difference), style, width) : [],
    parts.includes("distances") ? positionsSection(difference, style, width, ascii) : [],
    [
      ...(parts.includes("classes") ? classesSection(difference, style, width, all, ascii) : []),
      ...(parts.includes("distances") ? footnotes(difference, style) : []),
    ],
    parts.includes("moments") ? tableSection(momentsTable(difference), style, width) : [],
    difference.notes.flatMap((note) => wrapped(note, width - MARGIN.length).map((line) => MARGIN + line)),
  ];
  const text = sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
  return ascii ? asciiFrom(text) : text;
}

function headSection(
  { a, b, parameters, difference }: DiffReport,
  style: Style,
  width: number,
  all: boolean,
): string[] {
  const why = evidence(difference);
  return [
    `${style("dim", "A")} ${style("bold", a)}`,
    `${style("dim", "B")} ${style("bold", b)}`,
    ...parameterLines(parameters, style, all),
    "",
    ...wrapped(verdictSentence(difference), width).map((line) => style("bold", line)),
    ...(why === undefined ? [] : wrapped(`beyond chance: ${why}`, width - MARGIN.length).map((line) => MARGIN + line)),
  ];
}

function parameterLines(parameters: DiffReport["parameters"], style: Style, all: boolean): string[] {
  if (parameters === undefined) return [MARGIN + style("dim", "the config of one is not known")];
  const changes = parameterChanges(parameters, all);
  if (!changes.some(({ isChanged }) => isChanged)) {
    const line = MARGIN + style("dim", "no parameter differs");
    if (!all) return [line];
  }
  const width = Math.max(0, ...changes.map(({ key }) => key.length));
  return changes.map(({ key, a, b, factor, isChanged }) => {
    if (!isChanged) return style("dim", `${MARGIN}${key.padEnd(width)}  ${a}`);
    return `${MARGIN}${key.padEnd(width)}  ${a} → ${style("bold", b)}${factor === undefined ? "" : ` (${factor})`}`;
  });
}

function figuresSection(difference: Difference, style: Style, width: number): string[] {
  return overallFigures(difference).flatMap(([label, text]) =>
    wrapped(text, width - MARGIN.length - LABEL_WIDTH).map((line, i) => labelled(i === 0 ? label : "", line, style)),
  );
}

function classesSection(difference: Difference, style: Style, width: number, all: boolean, ascii: boolean): string[] {
  const { classes } = difference;
  const shown = all ? classes : classes.slice(0, FEW_CLASSES);
  const lines = tableSection(classesTable(difference, shown, width - MARGIN.length, ascii), style, width);
  const rest = classes.length - shown.length;
  if (rest > 0) lines.push(MARGIN + style("dim", `and ${plural(rest, "class", "classes")} more`));
  return lines;
}

/** What distances are, when they are critical, and what a star says. */
function footnotes(difference: Difference, style: Style): string[] {
  const { shape, classes } = difference;
  const lines = [`distance: Kolmogorov-Smirnov; critical: ${levelText(difference)}`];
  const hasStars = shape.some(({ beyond }) => beyond) || classes.some(({ beyond }) => beyond > 0);
  if (hasStars) lines.push("* beyond chance: more than critical, and than standardisation explains");
  return lines.map((line) => MARGIN + style("dim", line));
}

function positionsSection(difference: Difference, style: Style, width: number, ascii: boolean): string[] {
  const lines = positionLines(difference, Math.min(POSITIONS_WIDTH, width - POSITIONS_MARGIN), ascii).map(
    ({ label, picture, range }) => labelled(label, `${picture}  ${range}`, style),
  );
  return [MARGIN + style("dim", "by position"), ...lines, labelled("", criticalText(difference), style)];
}

function tableSection({ header, rows, words }: Table, style: Style, width: number): string[] {
  const alignments = header.map((_, i) => (words.includes(i) ? "left" : "right"));
  const [first, ...others] = tableLines([header, ...rows], alignments, width - MARGIN.length);
  return [MARGIN + style("dim", first!), ...others.map((line) => MARGIN + line)];
}

function labelled(label: string, text: string, style: Style): string {
  return `${MARGIN}${style("dim", label.padEnd(LABEL_WIDTH))}${text}`;
}

const ASCII_FOR: Readonly<Record<string, string>> = { "→": "->", "…": "..", "χ²": "chi2" };

function asciiFrom(text: string): string {
  return text.replace(/→|…|χ²/g, (character) => ASCII_FOR[character]!);
}
