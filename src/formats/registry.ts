import { ConfigError, show } from "../config/config-error.js";
import type { Format, FormatEntry, FormatName } from "./format.js";

/** What most formats are; values are as they are in memory, and integers int64. */
const BINARY = {
  leastBytes: { float32: 4, float64: 8, integer: 8 },
  isText: false,
  isTable: false,
  singleFile: true,
  stream: undefined,
} as const;

/** Of a number there is a digit at least, and what separates it from the next. */
const TEXT = { ...BINARY, leastBytes: { float32: 2, float64: 2, integer: 2 }, isText: true } as const;

/** All formats, which callers share. Their code is imported when one is asked for: Arrow alone takes 100 ms to load. */
export const FORMATS: readonly FormatEntry[] = Object.freeze([
  entry("parquet", async (...files) => (await import("./parquet/read.js")).decodeParquet(...files), {
    ...BINARY,
    description: "columns x, y; for pandas, polars, DuckDB, Hugging Face",
    isTable: true,
    stream: "binary",
  }),
  entry("arrow", async (...files) => (await import("./arrow/read.js")).decodeArrow(...files), {
    ...BINARY,
    description: "Arrow IPC file (a stream on standard output)",
    isTable: true,
    stream: "binary",
  }),
  entry("npy", async (files) => (await import("./npy/read.js")).decodeNpy(files), {
    ...BINARY,
    description: "one NumPy array a file; a directory, or --array on standard output",
    singleFile: false,
    stream: "binary",
  }),
  entry("npz", async (files) => (await import("./npz/read.js")).decodeNpz(files), {
    ...BINARY,
    description: "NumPy arrays in one archive",
    stream: "binary",
  }),
  entry("json", async (...files) => (await import("./json/read.js")).decodeJson(...files), {
    ...TEXT,
    description: "one object with the keys of the original's dict",
  }),
  entry("jsonl", async (...files) => (await import("./jsonl/read.js")).decodeJsonl(...files), {
    ...TEXT,
    description: "one JSON object per example",
    isTable: true,
    stream: "text",
  }),
  entry("csv", async (...files) => (await import("./csv/read.js")).decodeCsv(...files), {
    ...TEXT,
    description: "columns x0, x1, …, y",
    isTable: true,
    stream: "text",
  }),
  entry("pkl", async (files) => (await import("./pickle/read.js")).decodePickle(files), {
    ...BINARY,
    description: "the original's pickle: a dict of float64 arrays",
    dtype: "float64",
    leastBytes: { float32: 8, float64: 8, integer: 8 },
  }),
]);

/** What writes a format is loaded with it, what reads it when it first does. */
function entry(
  name: FormatName,
  decode: Format["decode"],
  facts: Omit<FormatEntry, "name" | "extension" | "load">,
): FormatEntry {
  const load = async () => ({ ...(await (await import("./writers.js")).WRITERS[name]()), decode });
  return Object.freeze({ name, extension: `.${name}`, ...facts, load });
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
