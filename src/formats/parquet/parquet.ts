import { eachTable, tableFormat } from "../table.js";

/**
 * Parquet. Writing does not load what reads, nor reading what writes: either takes as long as a small dataset.
 *
 * @see https://github.com/apache/parquet-format
 */
export const parquet = tableFormat(".parquet", {
  encodeTable: async (sink, info) => (await import("./encode-table.js")).encodeTable(sink, info),
  decode: eachTable(async (source) => (await import("./decode/decode-table.js")).decodeTable(source)),
});
