import { plural } from "../../dataset/readable-numbers.js";
import { codeSpan, textCell } from "../../describe/markdown.js";
import type { Difference } from "../../diff/difference.js";
import { evidence, overallFigures, verdictSentence } from "./diff-sentences.js";
import {
  classesTable,
  criticalText,
  type DiffReport,
  levelText,
  momentsTable,
  parameterChanges,
  partsOf,
  positionLines,
  shapeTable,
} from "./diff-tables.js";
import { type EvaluateReport, evaluateParts, modelMarkdown } from "./evaluate-report.js";
import { markdownTable } from "./markdown-table.js";
import { labelledLines, MARGIN, type Paper, type Style, tableLines, textOf, wrapped } from "./text-table.js";

const LABEL_WIDTH = 10;

const FEW_CLASSES = 20;

/** What stands beside a picture over all positions, and most characters of the picture. */
const POSITIONS_MARGIN = 30;
const POSITIONS_WIDTH = 45;

/** What was changed, what came of it in a sentence, then the figures. @param all with what did not change, and every class. */
export function diffText(report: DiffReport, paper: Paper, all = false): string {
  const { difference } = report;
  const { style, width } = paper;
  const parts = partsOf(difference, all);
  const hasDistances = parts.includes("distances");
  const room = width - MARGIN.length - LABEL_WIDTH - 1;
  const figures = overallFigures(difference).map(([label, text]) => [label, ...wrapped(text, room)]);
  return textOf([
    headSection(report, paper, all),
    labelledLines(figures, style, LABEL_WIDTH),
    hasDistances ? tableLines(shapeTable(difference), paper) : [],
    hasDistances ? positionsSection(difference, paper) : [],
    [
      ...(parts.includes("classes") ? classesSection(difference, paper, all) : []),
      ...(hasDistances ? footnotes(difference, style) : []),
    ],
    parts.includes("moments") ? tableLines(momentsTable(difference), paper) : [],
    difference.notes.flatMap((note) => wrapped(note, width, MARGIN)),
    ...(report.models ? modelSections(report.models, paper) : []),
  ]);
}

function headSection({ a, b, parameters, difference }: DiffReport, { style, width }: Paper, all: boolean): string[] {
  const why = evidence(difference);
  return [
    `${style("dim", "A")} ${style("bold", a)}`,
    `${style("dim", "B")} ${style("bold", b)}`,
    ...parameterLines(parameters, style, all),
    "",
    ...wrapped(verdictSentence(difference), width).map((line) => style("bold", line)),
    ...(why === undefined ? [] : wrapped(`beyond chance: ${why}`, width, MARGIN)),
  ];
}

function parameterLines(parameters: DiffReport["parameters"], style: Style, all: boolean): string[] {
  if (parameters === undefined) return [MARGIN + style("dim", "the config of one is not known")];
  const changes = parameterChanges(parameters, all);
  if (changes.length === 0) return [MARGIN + style("dim", "no parameter differs")];
  const width = Math.max(0, ...changes.map(({ key }) => key.length));
  return changes.map(({ key, a, b, factor, isChanged }) => {
    if (!isChanged) return style("dim", `${MARGIN}${key.padEnd(width)}  ${a}`);
    return `${MARGIN}${key.padEnd(width)}  ${a} → ${style("bold", b)}${factor === undefined ? "" : ` (${factor})`}`;
  });
}

function classesSection(difference: Difference, paper: Paper, all: boolean): string[] {
  const { classes } = difference;
  const shown = all ? classes : classes.slice(0, FEW_CLASSES);
  const lines = tableLines(classesTable(difference, shown, paper.width - MARGIN.length), paper);
  const rest = classes.length - shown.length;
  if (rest > 0) lines.push(MARGIN + paper.style("dim", `and ${plural(rest, "class", "classes")} more`));
  return lines;
}

function footnotes(difference: Difference, style: Style): string[] {
  const { shape, classes } = difference;
  const lines = [`distance: Kolmogorov-Smirnov; critical: ${levelText(difference)}`];
  const hasStars = shape.some(({ beyond }) => beyond) || classes.some(({ beyond }) => beyond > 0);
  if (hasStars) lines.push("* beyond chance: more than critical, and than standardisation explains");
  return lines.map((line) => MARGIN + style("dim", line));
}

function positionsSection(difference: Difference, { style, width }: Paper): string[] {
  const lines = positionLines(difference, Math.min(POSITIONS_WIDTH, width - POSITIONS_MARGIN));
  const rows = lines.map(({ label, picture, range }) => [label, `${picture}  ${range}`]);
  const all = labelledLines([...rows, ["", criticalText(difference)]], style, LABEL_WIDTH);
  return [MARGIN + style("dim", "by position"), ...all];
}

function modelSections(models: EvaluateReport, paper: Paper): string[][] {
  const { protocol, tables, notes } = evaluateParts(models);
  return [
    [...protocol.flatMap((line) => wrapped(line, paper.width)), ...tables.flatMap((table) => tableLines(table, paper))],
    notes.flatMap((note) => wrapped(note, paper.width - MARGIN.length, MARGIN)),
  ];
}

/** Characters of a line of classes, of which pictures take what the figures leave. */
const ROOM = 120;

const MARKDOWN_WIDTH = 60;

/** A comparison as a comment on a pull request: the verdict, then what was changed; details folded. */
export function diffMarkdown(report: DiffReport, all = false): string {
  const { a, b, difference } = report;
  const why = evidence(difference);
  const blocks = [
    `### ${textCell(verdictSentence(difference))}`,
    ...(why === undefined ? [] : [`Beyond chance: ${textCell(why)}.`]),
    `A: ${codeSpan(a)}  \nB: ${codeSpan(b)}`,
    parametersBlock(report, all),
    markdownTable({ header: ["", ""], rows: overallFigures(difference), words: [0, 1] }),
    ...difference.notes.map(textCell),
    ...detailBlocks(report, all),
    ...(report.models ? [modelMarkdown(report.models)] : []),
  ];
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

function parametersBlock({ parameters }: DiffReport, all: boolean): string {
  if (parameters === undefined) return "The config of one is not known.";
  const changes = parameterChanges(parameters, all);
  if (changes.length === 0) return "No parameter differs.";
  const rows = changes.map(({ key, a, b, factor }) => [
    codeSpan(key),
    codeSpan(a),
    codeSpan(b) + (factor === undefined ? "" : ` (${factor})`),
  ]);
  return markdownTable({ header: ["parameter", "A", "B"], rows, words: [0, 1, 2] }, asItIs);
}

function detailBlocks({ difference }: DiffReport, all: boolean): string[] {
  const parts = partsOf(difference, all);
  const blocks: string[] = [];
  if (parts.includes("distances")) {
    const lines = positionLines(difference, MARKDOWN_WIDTH);
    const rows = lines.map(({ label, picture, range }) => [label, codeSpan(picture), range]);
    blocks.push(
      markdownTable({ header: ["by position", "", ""], rows, words: [0, 1, 2] }, asItIs),
      `Distances (Kolmogorov-Smirnov): ${criticalText(difference)}, ${levelText(difference)}. ` +
        "A star marks one beyond chance: more than critical, and than standardisation explains.",
      details("Examples as a whole", markdownTable(shapeTable(difference))),
    );
  }
  if (parts.includes("classes")) {
    const { header, rows, words } = classesTable(difference, difference.classes, ROOM);
    const cells = rows.map((row) => row.map((cell, i) => (words.includes(i) ? codeSpan(cell) : textCell(cell))));
    blocks.push(details("Classes", markdownTable({ header, rows: cells, words }, asItIs)));
  }
  if (parts.includes("moments")) blocks.push(details("Moments", markdownTable(momentsTable(difference))));
  return blocks;
}

function details(summary: string, block: string): string {
  return `<details><summary>${summary}</summary>\n\n${block}\n\n</details>`;
}

const asItIs = (cell: string) => cell;
