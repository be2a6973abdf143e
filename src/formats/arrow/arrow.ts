import { eachTable, tableFormat } from "../table.js";
import { decodeTable } from "./decode-table.js";

/**
 * Arrow IPC: a file in a directory or alone, a stream in a pipe; both are read. Only writing loads apache-arrow, which
 * takes 80 ms.
 */
export const arrow = tableFormat(".arrow", {
  encodeTable: async (sink, info) => (await import("./encode-table.js")).encodeFile(sink, info),
  encodeOldTable: async (sink, info) => (await import("./encode-table.js")).encodeOldFile(sink, info),
  encodeStream: async (sink, info) => (await import("./encode-table.js")).encodeStream(sink, info),
  decode: eachTable(decodeTable),
});
