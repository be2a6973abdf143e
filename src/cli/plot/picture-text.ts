import { visibleLine } from "../../formats/printable.js";
import { finiteOrNull } from "../../inspect/running-moments.js";
import type { Picture } from "../../plot/pictures.js";
import { rangeOf, sparkline } from "../../plot/sparkline.js";
import { MARGIN, type Paper, tableLines, textOf, widthOf } from "../report/text-table.js";

/** Most characters of a signal. */
const MOST_WIDTH = 60;

/** A picture in the terminal: rows of small ones, which share a scale in each column. */
export function pictureText({ title, header, rows }: Picture, paper: Paper): string {
  const labels = rows.map(({ label }) => visibleLine(label));
  const columns = header.slice(1);
  const isText = columns.map((_, i) => rows.every(({ series }) => typeof series[i] === "string"));
  const beside = rows.map(({ series }, row) => [labels[row]!, ...series.filter((own) => typeof own === "string")]);
  const names = [header[0]!, ...columns.filter((_, i) => isText[i])];
  const pictures = isText.filter((own) => !own).length;
  const room = paper.width - MARGIN.length - widthOf([names, ...beside]);
  const width = Math.min(MOST_WIDTH, Math.max(8, Math.floor((room + 2) / Math.max(1, pictures)) - 2));
  const cells = columns.map((_, i) => {
    const signals = rows.map(({ series }) => series[i] ?? "");
    if (isText[i]) return signals as string[];
    const values = signals.map((own) => (typeof own === "string" ? [] : Array.from(own, finiteOrNull)));
    const range = rangeOf(values.flat());
    return values.map((own) => sparkline(own, { range, width }));
  });
  const table = {
    header,
    rows: labels.map((label, row) => [label, ...cells.map((column) => column[row]!)]),
    words: [
      0,
      ...columns.flatMap((_, i) =>
        isText[i] && rows.every(({ series }) => /^[\d,]*$/.test(String(series[i]))) ? [] : [i + 1],
      ),
    ],
  };
  return textOf([[paper.style("bold", title), ...tableLines(table, paper)]]);
}
