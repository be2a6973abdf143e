import type { Chunk } from "../../generate/examples.js";
import type { RowsInfo, Sink } from "../format.js";
import type { EncodeTable, TableCode, TableInfo } from "../table.js";

type EncodeRows = (sink: Sink, info: RowsInfo) => (chunk: Chunk) => Promise<void>;

/** The writing half of a format that is a header and lines. */
export function textTable(
  encodeRows: EncodeRows,
  header?: (info: TableInfo) => string,
): Pick<TableCode, "encodeTable" | "encodeStream" | "encodeRows"> {
  const encodeTable: EncodeTable = async (sink, info) => {
    if (header !== undefined) await sink.write(new TextEncoder().encode(header(info)));
    return {
      write: encodeRows(sink, info),
      writeText: (_rows, text) => sink.write(text),
      finish: () => sink.close(),
    };
  };
  return { encodeTable, encodeStream: encodeTable, encodeRows: async (sink, info) => encodeRows(sink, info) };
}
