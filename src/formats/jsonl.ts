import type { Chunk } from "../generate/examples.js";
import type { RowsInfo, Sink } from "./format.js";
import { labelColumns, tableFormat } from "./table.js";
import { JsonlLines } from "./text/jsonl-lines.js";
import { textTable } from "./text/text-table.js";
import { decodeTextTables } from "./text/text-tables.js";
import { TextWriter } from "./text/text-writer.js";

/** One JSON object per example: {"x":[…],"y":3}, in a single file with "split". Numbers read back exactly. */
export const jsonl = tableFormat(".jsonl", {
  ...textTable(encodeRows),
  decode: (sources, stated) => decodeTextTables(sources, async () => ({ parser: new JsonlLines(), line: 1 }), stated),
});

function encodeRows(sink: Sink, info: RowsInfo): (chunk: Chunk) => Promise<void> {
  const out = new TextWriter(sink);
  return async (chunk) => {
    const split = info.hasSplitColumn ? `,"split":"${chunk.split}"` : "";
    const labels = labelColumns(chunk);
    for (let row = 0; row < chunk.rows; row++) {
      out.text('{"x":[');
      await out.numbers(chunk.x, row * info.length, (row + 1) * info.length);
      out.text("]");
      for (const [name, column] of labels) out.text(`,"${name}":${column[row]}`);
      out.text(`${split}}\n`);
    }
    await out.flush();
  };
}
