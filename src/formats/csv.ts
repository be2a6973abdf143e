import type { Chunk } from "../generate/examples.js";
import type { RowsInfo, Sink } from "./format.js";
import { labelColumns, type TableInfo, tableFormat } from "./table.js";
import { readCsvHeader } from "./text/csv-header.js";
import { CsvLines } from "./text/csv-lines.js";
import { textTable } from "./text/text-table.js";
import { decodeTextTables } from "./text/text-tables.js";
import { TextWriter } from "./text/text-writer.js";

/** One line per example, with a header: x0, x1, …, y, in a single file with split. Numbers read back exactly, as their type. */
export const csv = tableFormat(".csv", {
  ...textTable(encodeRows, header),
  decode: (sources, stated) =>
    decodeTextTables(
      sources,
      async (window) => ({ parser: new CsvLines(await readCsvHeader(window)), line: 2 }),
      stated,
    ),
});

function header(info: TableInfo): string {
  const columns = Array.from({ length: info.length }, (_, i) => `x${i}`);
  columns.push("y", ...(info.hasCleanLabels ? ["y_clean"] : []), ...(info.hasSplitColumn ? ["split"] : []));
  return `${columns.join(",")}\n`;
}

function encodeRows(sink: Sink, info: RowsInfo): (chunk: Chunk) => Promise<void> {
  const out = new TextWriter(sink);
  return async (chunk) => {
    const split = info.hasSplitColumn ? `,${chunk.split}` : "";
    const labels = labelColumns(chunk);
    for (let row = 0; row < chunk.rows; row++) {
      await out.numbers(chunk.x, row * info.length, (row + 1) * info.length);
      for (const [, column] of labels) out.text(`,${column[row]}`);
      out.text(`${split}\n`);
    }
    await out.flush();
  };
}
