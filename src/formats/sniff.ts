import { PARAMETERS } from "../config/parameters.js";
import { startsOldStream } from "./arrow/message.js";
import type { FormatName } from "./format.js";
import { FormatError } from "./format-error.js";
import { formatNamed, formatOfPath } from "./registry.js";
import type { Source } from "./source.js";

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

/** How the binary formats begin, and what is said of a file that begins so. */
const MAGICS: readonly (readonly [format: FormatName, name: string, magic: readonly number[]])[] = [
  ["parquet", "Parquet", [0x50, 0x41, 0x52, 0x31]], // PAR1
  ["parquet", "Parquet", [0x50, 0x41, 0x52, 0x45]], // PARE, encrypted
  ["arrow", "Arrow", [0x41, 0x52, 0x52, 0x4f, 0x57, 0x31]], // ARROW1
  ["arrow", "Arrow", [0xff, 0xff, 0xff, 0xff]], // continuation marker of a stream's first message
  ["arrow", "Feather", [0x46, 0x45, 0x41, 0x31]], // FEA1, version 1
  ["npy", "NumPy array", [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]],
  ["npz", "zip archive", [0x50, 0x4b]], // PK
  ["pkl", "pickle", [0x80]],
];

/**
 * The format of a file: what its content says, which must not contradict its name.
 *
 * @throws FormatError for an empty file, one that is named otherwise than it is, and one that nothing is known of.
 */
export async function sniffFormat(source: Source): Promise<FormatName> {
  const claimed = claimedFormat(source.path);
  // JSON Lines without a line, as of a split without rows.
  if (source.size === 0 && claimed === "jsonl") return claimed;
  if (source.size === 0) throw new FormatError(source.path, "is empty");
  const head = new Uint8Array(Math.min(4096, source.size));
  await source.readInto(head, 0);
  const magic = MAGICS.find(([, , bytes]) => bytes.every((byte, i) => head[i] === byte));
  const found = startsOldStream(head) ? (["arrow", "Arrow"] as const) : magic;
  if (found !== undefined) {
    const [format, name] = found;
    if (claimed === undefined || claimed === format) return format;
    throw new FormatError(source.path, `is a ${name} file by its content, and ${claimed} by its name`);
  }
  if (claimed === "json") refuseConfig(head, source.path);
  if (claimed !== undefined) {
    if (formatNamed(claimed).isText) return claimed;
    throw new FormatError(source.path, `is not what its name says: it does not begin as a ${claimed} file does`);
  }
  return textFormat(head, source.path);
}

/** The first key of a JSON object, by how its text begins; undefined if it does not begin with one. */
export function firstKey(text: string): string | undefined {
  return /^\s*\{\s*"([^"\\]*)"\s*:/.exec(text)?.[1];
}

/** A config is JSON as well, and no dataset. */
function refuseConfig(head: Uint8Array, path: string): void {
  const key = firstKey(new TextDecoder("latin1").decode(head));
  const isConfigKey = key === "$schema" || PARAMETERS.some((parameter) => parameter.key === key);
  // Templates are in both.
  if (!isConfigKey || key === "templates") return;
  throw new FormatError(path, "is a config, not a dataset", "mnist1d generate --config makes one of it.");
}

function textFormat(head: Uint8Array, path: string): FormatName {
  const text = new TextDecoder("latin1").decode(head).trimStart();
  if (text.startsWith("{")) return /^\{\s*"x"\s*:\s*\[\s*[^[\s]/.test(text) ? "jsonl" : "json";
  if (/^[^\n]*\by\b[^\n]*\n/.test(text)) return "csv";
  throw new FormatError(path, "is of no format that mnist1d reads");
}
