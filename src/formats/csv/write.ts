import type { Chunk } from "../../generate/examples.js";
import type { RowsInfo } from "../format.js";
import { type TableInfo, tableWriter } from "../table.js";
import { type TextWriter, textTable } from "../text/text-writer.js";

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

function encodeRows(out: TextWriter, info: RowsInfo): (chunk: Chunk) => Promise<void> {
  return async (chunk) => {
    const end = info.hasSplitColumn ? `,${chunk.split}\n` : "\n";
    const columns = info.columns.map((column) => ({ column, values: chunk[column.field]! }));
    for (let row = 0; row < chunk.rows; row++) {
      for (let i = 0; i < columns.length; i++) {
        if (i > 0) out.text(",");
        out.value(columns[i]!.column, columns[i]!.values, row, info.length);
      }
      out.text(end);
      if (out.isFull) await out.flush();
    }
    await out.flush();
  };
}
