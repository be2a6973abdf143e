import { stripVTControlCharacters } from "node:util";
import { visibleLine } from "../../formats/printable.js";

/** Emphasis of a text, where that is shown. */
export type Style = (format: "bold" | "dim" | "yellow" | "red" | "green", text: string) => string;

/** What a report is written on: how it is emphasised, and most characters of a line. */
export interface Paper {
  readonly style: Style;
  readonly width: number;
}

/** What stands before each line below a headline. */
export const MARGIN = "  ";

/** A table, however it is drawn. */
export interface Table {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Columns of words, which start at one place; those of figures end at one. */
  readonly words: readonly number[];
}

/**
 * A table as lines, in columns two spaces apart; without space at the ends of lines. Columns for which there is no room
 * follow below, beside the first one again.
 */
export function tableLines({ header, rows, words }: Table, { style, width }: Paper): string[] {
  const all = [header, ...rows];
  const widths = widthsOf(all);
  const lines: string[] = [];
  for (let from = 1, to = 1; from <= widths.length && (to < widths.length || lines.length === 0); from = to) {
    let taken = MARGIN.length + (widths[0] ?? 0);
    for (to = from; to < widths.length && (to === from || taken + 2 + widths[to]! <= width); to++) {
      taken += 2 + widths[to]!;
    }
    for (const row of all) {
      const cells = row.map((cell, i) => (words.includes(i) ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)));
      lines.push([cells[0], ...cells.slice(from, to)].join("  ").trimEnd());
    }
  }
  return lines.map((line, i) => MARGIN + (i === 0 ? style("dim", line) : line));
}

function widthsOf(rows: readonly (readonly string[])[]): number[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  return Array.from({ length: columns }, (_, i) => Math.max(...rows.map((row) => (row[i] ?? "").length)));
}

export function widthOf(rows: readonly (readonly string[])[]): number {
  return widthsOf(rows).reduce((sum, width) => sum + width + 2, 0);
}

/** Rows of a label and its lines, the first of which stands beside the label. */
export function labelledLines(rows: readonly (readonly string[])[], style: Style, width = 6): string[] {
  return rows.flatMap(([label = "", ...lines]) =>
    lines.map((line, i) => `${MARGIN}${style("dim", (i === 0 ? label : "").padEnd(width))} ${visibleLine(line)}`),
  );
}

/** Sections of lines as a text, with an empty line between them; those without any are left out. */
export function textOf(sections: readonly (readonly string[])[]): string {
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

/** A text whose lines are broken between words where they are longer than a width; what follows starts below the last column. */
export function fitted(text: string, width: number): string {
  const lines = text.split("\n");
  return lines.map((line) => (lengthOf(line) <= width ? line : broken(line, width))).join("\n");
}

function broken(line: string, width: number): string {
  const column = /^ *(?:\S+ {2,})*/.exec(stripVTControlCharacters(line))![0].length;
  const lines = [""];
  for (const word of line.split(/(?<=\S) /)) {
    const last = lines.at(-1)!;
    const joined = last === "" ? word : `${last} ${word}`;
    if (last === "" || lengthOf(joined) <= width) lines[lines.length - 1] = joined;
    // What is longer than the column is wide, such as a digest, starts further left.
    else lines.push(" ".repeat(Math.max(2, Math.min(column, width - lengthOf(word)))) + word.trimStart());
  }
  return lines.join("\n");
}

function lengthOf(text: string): number {
  return stripVTControlCharacters(text).length;
}

/** Text in lines of at most `width` characters, unless a word is longer. @param margin of them, before each line. */
export function wrapped(text: string, width: number, margin = ""): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(margin + word);
  }
  return lines;
}
