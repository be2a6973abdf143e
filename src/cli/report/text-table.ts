/** A column's cells start, or end, in one place. */
export type Alignment = "left" | "right";

/**
 * Rows of cells as lines, in columns two spaces apart; without space at the ends of lines.
 *
 * @param alignments of each column; further ones are left.
 */
export function tableLines(rows: readonly (readonly string[])[], alignments: readonly Alignment[]): string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, i) => Math.max(...rows.map((row) => (row[i] ?? "").length)));
  return rows.map((row) => {
    const cells = row.map((cell, i) =>
      alignments[i] === "right" ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!),
    );
    return cells.join("  ").trimEnd();
  });
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
