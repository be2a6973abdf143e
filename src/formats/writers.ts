import type { FormatName, FormatWriter } from "./format.js";

type Writers<Name extends FormatName> = Readonly<Record<Name, () => Promise<FormatWriter>>>;

/** What writes each format but Arrow's own, which takes a library of 270 kB; its code is imported when it is asked for. */
export const SMALL_WRITERS: Writers<Exclude<FormatName, "arrow">> = {
  // Of tables, what reads a dataset loads nothing of what writes one: it takes as long as a small dataset.
  parquet: async () =>
    (await import("./table.js")).tableWriter(".parquet", {
      encodeTable: async (sink, info) => (await import("./parquet/write.js")).encodeTable(sink, info),
    }),
  npy: async () => (await import("./npy/write.js")).npy,
  npz: async () => (await import("./npz/write.js")).npz,
  json: async () => (await import("./json/write.js")).json,
  jsonl: async () => (await import("./jsonl/write.js")).jsonl,
  csv: async () => (await import("./csv/write.js")).csv,
  pkl: async () => (await import("./pickle/write.js")).pickle,
};

const { parquet, ...others } = SMALL_WRITERS;

/** What writes each format: Arrow alone takes 80 ms to load. */
export const WRITERS: Writers<FormatName> = {
  parquet,
  arrow: async () =>
    (await import("./table.js")).tableWriter(".arrow", {
      encodeTable: async (sink, info) => (await import("./arrow/write.js")).encodeFile(sink, info),
      encodeOldTable: async (sink, info) => (await import("./arrow/write.js")).encodeOldFile(sink, info),
      encodeStream: async (sink, info) => (await import("./arrow/write.js")).encodeStream(sink, info),
    }),
  ...others,
};
