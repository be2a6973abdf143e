import { ConfigError, show } from "../config/config-error.js";
import type { FormatEntry, FormatName } from "./format.js";

/** Values as they are in memory; labels are int64. */
const BINARY = { float32: 4, float64: 8, label: 8 } as const;

/** A digit, and what separates it from the next. Most numbers have 17 digits and more, but none must. */
const TEXT = { float32: 2, float64: 2, label: 2 } as const;

/** All formats. Their code is imported when one is asked for: Arrow alone takes 100 ms to load. */
export const FORMATS: readonly FormatEntry[] = freezeAll([
  {
    name: "parquet",
    extension: ".parquet",
    description: "columns x, y; for pandas, polars, DuckDB, Hugging Face",
    leastBytes: BINARY,
    isText: false,
    isTable: true,
    singleFile: true,
    stream: undefined,
    load: async () => (await import("./parquet/parquet.js")).parquet,
  },
  {
    name: "arrow",
    extension: ".arrow",
    description: "Arrow IPC file (a stream on standard output)",
    leastBytes: BINARY,
    isText: false,
    isTable: true,
    singleFile: true,
    stream: "binary",
    load: async () => (await import("./arrow/arrow.js")).arrow,
  },
  {
    name: "npy",
    extension: ".npy",
    description: "one NumPy array a file; directory only",
    leastBytes: BINARY,
    isText: false,
    isTable: false,
    singleFile: false,
    stream: undefined,
    load: async () => (await import("./npy.js")).npy,
  },
  {
    name: "npz",
    extension: ".npz",
    description: "NumPy arrays in one archive",
    leastBytes: BINARY,
    isText: false,
    isTable: false,
    singleFile: true,
    stream: undefined,
    load: async () => (await import("./npz.js")).npz,
  },
  {
    name: "json",
    extension: ".json",
    description: "one object with the keys of the original's dict",
    leastBytes: TEXT,
    isText: true,
    isTable: false,
    singleFile: true,
    stream: undefined,
    load: async () => (await import("./json.js")).json,
  },
  {
    name: "jsonl",
    extension: ".jsonl",
    description: "one JSON object per example",
    leastBytes: TEXT,
    isText: true,
    isTable: true,
    singleFile: true,
    stream: "text",
    load: async () => (await import("./jsonl.js")).jsonl,
  },
  {
    name: "csv",
    extension: ".csv",
    description: "columns x0, x1, …, y",
    leastBytes: TEXT,
    isText: true,
    isTable: true,
    singleFile: true,
    stream: "text",
    load: async () => (await import("./csv.js")).csv,
  },
  {
    name: "pkl",
    extension: ".pkl",
    description: "the original's pickle: a dict of float64 arrays",
    dtype: "float64",
    leastBytes: { float32: 8, float64: 8, label: 8 },
    isText: false,
    isTable: false,
    singleFile: true,
    stream: undefined,
    load: async () => (await import("./pickle.js")).pickle,
  },
]);

/** Callers share them. */
function freezeAll(entries: FormatEntry[]): readonly FormatEntry[] {
  for (const entry of entries) Object.freeze(entry);
  return Object.freeze(entries);
}

/** @throws ConfigError */
export function formatNamed(name: FormatName): FormatEntry {
  const format = FORMATS.find((known) => known.name === name);
  if (format !== undefined) return format;
  throw new ConfigError("format", `one of ${FORMATS.map((known) => known.name).join(", ")}`, show(name));
}

/** The format that a file name's extension stands for. */
export function formatOfPath(path: string): FormatEntry | undefined {
  return FORMATS.find((format) => path.toLowerCase().endsWith(format.extension));
}

/** Names that others give to files of our formats. */
const OTHER_EXTENSIONS: Readonly<Record<string, FormatName>> = {
  ".pq": "parquet",
  ".feather": "arrow",
  ".arrows": "arrow",
  ".ipc": "arrow",
  ".ndjson": "jsonl",
  ".pickle": "pkl",
};

/** The format that a file's name claims, in our spelling or others'; undefined if it claims none. */
export function claimedFormat(path: string): FormatName | undefined {
  const other = Object.entries(OTHER_EXTENSIONS).find(([extension]) => path.toLowerCase().endsWith(extension));
  return formatOfPath(path)?.name ?? other?.[1];
}
