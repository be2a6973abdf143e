import type { Encoder, Format, Sink } from "./format.js";
import { joinNumbers } from "./number-text.js";
import { labelColumns, type TableInfo, tableFormat } from "./table.js";
import { JsonlLines } from "./text/jsonl-lines.js";
import { decodeTextTables } from "./text/text-tables.js";

/** One JSON object per example: {"x":[…],"y":3}, in a single file with "split". Numbers read back exactly. */
export const jsonl: Format = {
  ...tableFormat(".jsonl", encodeTable, encodeTable),
  decode: (sources) => decodeTextTables(sources, async () => ({ parser: new JsonlLines(), line: 1 })),
};

async function encodeTable(sink: Sink, info: TableInfo): Promise<Encoder> {
  const encoder = new TextEncoder();
  return {
    async write(chunk) {
      const split = info.hasSplitColumn ? `,"split":"${chunk.split}"` : "";
      const labels = labelColumns(chunk);
      let text = "";
      for (let row = 0; row < chunk.rows; row++) {
        text += `{"x":[${joinNumbers(chunk.x, row * info.length, (row + 1) * info.length)}]`;
        for (const [name, column] of labels) text += `,"${name}":${column[row]}`;
        text += `${split}}\n`;
      }
      await sink.write(encoder.encode(text));
    },
    finish: () => sink.close(),
  };
}
