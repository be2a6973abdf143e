import type { Chunk } from "../../generate/examples.js";
import type { RowsInfo } from "../format.js";
import { tableWriter } from "../table.js";
import { type TextWriter, textTable } from "../text/text-writer.js";

/** One JSON object per example: {"x":[…],"y":3}, in a single file with "split". Numbers read back exactly. */
export const jsonl = tableWriter(".jsonl", {
  ...textTable(encodeRows),
});

function encodeRows(out: TextWriter, info: RowsInfo): (chunk: Chunk) => Promise<void> {
  return async (chunk) => {
    const end = info.hasSplitColumn ? `,"split":"${chunk.split}"}\n` : "}\n";
    const columns = info.columns.map((column, i) => {
      const [open, close] = column.kind === "signal" ? ["[", "]"] : ["", ""];
      return { column, values: chunk[column.field]!, before: `${i === 0 ? "{" : ","}"${column.name}":${open}`, close };
    });
    for (let row = 0; row < chunk.rows; row++) {
      for (const { column, values, before, close } of columns) {
        out.text(before);
        out.value(column, values, row, info.length);
        out.text(close);
      }
      out.text(end);
      if (out.isFull) await out.flush();
    }
    await out.flush();
  };
}
