import type { Chunk } from "../../generate/examples.js";
import type { RowsInfo, Sink } from "../format.js";
import { type TableInfo, tableWriter } from "../table.js";
import { TextWriter, textTable } from "../text/text-writer.js";

/** One line per example, with a header: x0, x1, …, y, in a single file with split. Numbers read back exactly, as their type. */
export const csv = tableWriter(".csv", {
  ...textTable(encodeRows, header),
});

function header(info: TableInfo): string {
  const columns = info.columns.flatMap(({ name, kind }) =>
    kind === "signal" ? Array.from({ length: info.length }, (_, i) => `${name}${i}`) : [name],
  );
  return `${[...columns, ...(info.hasSplitColumn ? ["split"] : [])].join(",")}\n`;
}

function encodeRows(sink: Sink, info: RowsInfo): (chunk: Chunk) => Promise<void> {
  const out = new TextWriter(sink);
  return async (chunk) => {
    const split = info.hasSplitColumn ? `,${chunk.split}` : "";
    for (let row = 0; row < chunk.rows; row++) {
      for (const [i, { field, kind }] of info.columns.entries()) {
        const values = chunk[field]!;
        if (i > 0) out.text(",");
        if (kind === "integer") out.text(`${values[row]}`);
        else if (kind === "real") await out.numbers(values as Float64Array, row, row + 1);
        else await out.numbers(values as Chunk["x"], row * info.length, (row + 1) * info.length);
      }
      out.text(`${split}\n`);
    }
    await out.flush();
  };
}
