import type { Chunk } from "../../generate/examples.js";
import type { RowsInfo, Sink } from "../format.js";
import { tableWriter } from "../table.js";
import { TextWriter, textTable } from "../text/text-writer.js";

/** One JSON object per example: {"x":[…],"y":3}, in a single file with "split". Numbers read back exactly. */
export const jsonl = tableWriter(".jsonl", {
  ...textTable(encodeRows),
});

function encodeRows(sink: Sink, info: RowsInfo): (chunk: Chunk) => Promise<void> {
  const out = new TextWriter(sink);
  return async (chunk) => {
    const split = info.hasSplitColumn ? `,"split":"${chunk.split}"` : "";
    for (let row = 0; row < chunk.rows; row++) {
      for (const [i, { field, name, kind }] of info.columns.entries()) {
        const values = chunk[field]!;
        out.text(`${i === 0 ? "{" : ","}"${name}":`);
        if (kind === "integer") out.text(`${values[row]}`);
        else if (kind === "real") await out.numbers(values as Float64Array, row, row + 1);
        else {
          out.text("[");
          await out.numbers(values as Chunk["x"], row * info.length, (row + 1) * info.length);
          out.text("]");
        }
      }
      out.text(`${split}}\n`);
    }
    await out.flush();
  };
}
