import { textCell } from "../../describe/markdown.js";
import type { Table } from "./text-table.js";

/** @param cellFrom what makes Markdown of a cell. */
export function markdownTable({ header, rows, words }: Table, cellFrom: (cell: string) => string = textCell): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cellFrom(cell.trim())).join(" | ")} |`;
  const rule = `|${header.map((_, i) => (words.includes(i) ? " :-- |" : " --: |")).join("")}`;
  return [line(header), rule, ...rows.map(line)].join("\n");
}
