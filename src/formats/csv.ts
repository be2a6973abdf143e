import type { Encoder, Format, Sink } from "./format.js";
import { joinNumbers } from "./number-text.js";
import { labelColumns, type TableInfo, tableFormat } from "./table.js";
import { readCsvHeader } from "./text/csv-header.js";
import { CsvLines } from "./text/csv-lines.js";
import { decodeTextTables } from "./text/text-tables.js";

/** One line per example, with a header: x0, x1, …, y, in a single file with split. Numbers read back exactly. */
export const csv: Format = {
  ...tableFormat(".csv", encodeTable, encodeTable),
  decode: (sources) =>
    decodeTextTables(sources, async (window) => ({ parser: new CsvLines(await readCsvHeader(window)), line: 2 })),
};

async function encodeTable(sink: Sink, info: TableInfo): Promise<Encoder> {
  const encoder = new TextEncoder();
  const columns = Array.from({ length: info.length }, (_, i) => `x${i}`);
  columns.push("y", ...(info.hasCleanLabels ? ["y_clean"] : []), ...(info.hasSplitColumn ? ["split"] : []));
  await sink.write(encoder.encode(`${columns.join(",")}\n`));
  return {
    async write(chunk) {
      const split = info.hasSplitColumn ? `,${chunk.split}` : "";
      const labels = labelColumns(chunk);
      let text = "";
      for (let row = 0; row < chunk.rows; row++) {
        text += joinNumbers(chunk.x, row * info.length, (row + 1) * info.length);
        for (const [, column] of labels) text += `,${column[row]}`;
        text += `${split}\n`;
      }
      await sink.write(encoder.encode(text));
    },
    finish: () => sink.close(),
  };
}
