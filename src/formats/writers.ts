import type { FormatName, FormatWriter } from "./format.js";

/** What writes each format; its code is imported when it is asked for: Arrow alone takes 80 ms to load. */
export const WRITERS: Readonly<Record<FormatName, () => Promise<FormatWriter>>> = {
  // Of these two, what reads a dataset loads nothing of what writes one: it takes as long as a small dataset.
  parquet: async () =>
    (await import("./table.js")).tableWriter(".parquet", {
      encodeTable: async (sink, info) => (await import("./parquet/write.js")).encodeTable(sink, info),
    }),
  arrow: async () =>
    (await import("./table.js")).tableWriter(".arrow", {
      encodeTable: async (sink, info) => (await import("./arrow/write.js")).encodeFile(sink, info),
      encodeOldTable: async (sink, info) => (await import("./arrow/write.js")).encodeOldFile(sink, info),
      encodeStream: async (sink, info) => (await import("./arrow/write.js")).encodeStream(sink, info),
    }),
  npy: async () => (await import("./npy/write.js")).npy,
  npz: async () => (await import("./npz/write.js")).npz,
  json: async () => (await import("./json/write.js")).json,
  jsonl: async () => (await import("./jsonl/write.js")).jsonl,
  csv: async () => (await import("./csv/write.js")).csv,
  pkl: async () => (await import("./pickle/write.js")).pickle,
};
