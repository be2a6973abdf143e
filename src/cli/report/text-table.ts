import { stripVTControlCharacters } from "node:util";

/** A column's cells start, or end, in one place. */
export type Alignment = "left" | "right";

/**
 * Rows of cells as lines, in columns two spaces apart; without space at the ends of lines. Columns for which there is no
 * room follow below, beside the first one again.
 *
 * @param alignments of each column; further ones are left.
 * @param width most characters of a line.
 */
export function tableLines(
  rows: readonly (readonly string[])[],
  alignments: readonly Alignment[],
  width = Number.POSITIVE_INFINITY,
): string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, i) => Math.max(...rows.map((row) => (row[i] ?? "").length)));
  const lines: string[] = [];
  for (let from = 1, to = 1; from <= columns && (to < columns || lines.length === 0); from = to) {
    let taken = widths[0] ?? 0;
    for (to = from; to < columns && (to === from || taken + 2 + widths[to]! <= width); to++) taken += 2 + widths[to]!;
    for (const row of rows) {
      const cells = row.map((cell, i) =>
        alignments[i] === "right" ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!),
      );
      lines.push([cells[0], ...cells.slice(from, to)].join("  ").trimEnd());
    }
  }
  return lines;
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

/** Text in lines of at most `width` characters, unless a word is longer. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
