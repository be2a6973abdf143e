import type { Difference } from "../../diff/difference.js";
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

/** Characters of a line of classes, of which pictures take what the figures leave. */
const ROOM = 120;

/** Most characters of a picture over all positions. */
const POSITIONS_WIDTH = 60;

/** A comparison as a comment on a pull request: the verdict, then what was changed; details folded. */
export function diffMarkdown(report: DiffReport, { all = false }: { readonly all?: boolean } = {}): string {
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
    const lines = positionLines(difference, POSITIONS_WIDTH, false);
    const rows = lines.map(({ label, picture, range }) => [label, codeSpan(picture), range]);
    blocks.push(
      markdownTable({ header: ["by position", "", ""], rows, words: [0, 1, 2] }, asItIs),
      `Distances (Kolmogorov-Smirnov): ${criticalText(difference)}, ${levelText(difference)}. ` +
        "A star marks one beyond chance: more than critical, and than standardisation explains.",
      details("Examples as a whole", markdownTable(shapeTable(difference))),
    );
  }
  if (parts.includes("classes")) blocks.push(details("Classes", classesBlock(difference)));
  if (parts.includes("moments")) blocks.push(details("Moments", markdownTable(momentsTable(difference))));
  return blocks;
}

function classesBlock(difference: Difference): string {
  const { header, rows, words } = classesTable(difference, difference.classes, ROOM, false);
  const cells = rows.map((row) => row.map((cell, i) => (words.includes(i) ? codeSpan(cell) : textCell(cell))));
  return markdownTable({ header, rows: cells, words }, asItIs);
}

function details(summary: string, block: string): string {
  return `<details><summary>${summary}</summary>\n\n${block}\n\n</details>`;
}

/** @param cellFrom what makes Markdown of a cell. */
function markdownTable({ header, rows, words }: Table, cellFrom: (cell: string) => string = textCell): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cellFrom(cell.trim())).join(" | ")} |`;
  const rule = `|${header.map((_, i) => (words.includes(i) ? " :-- |" : " --: |")).join("")}`;
  return [line(header), rule, ...rows.map(line)].join("\n");
}

function asItIs(cell: string): string {
  return cell;
}

/** Text that Markdown takes as it is, in a table too. */
function textCell(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[\\`*_{}[\]<>#|~&]/g, (character) => `\\${character}`);
}

/** Text as code, in a table too. What would end the span or the row is replaced. */
function codeSpan(text: string): string {
  return `\`${text.replace(/\s+/g, " ").replaceAll("`", "'").replaceAll("|", "\\|")}\``;
}
