import { PARAMETERS } from "../config/parameters.js";
import { startsWithMessage } from "./arrow/message.js";
import { BEGINNINGS, type Content, foreignContent, hasBeginning } from "./beginnings.js";
import type { FormatName } from "./format.js";
import { FormatError } from "./format-error.js";
import { claimedFormat, formatNamed } from "./registry.js";
import type { Source } from "./source.js";
import { JsonCursor } from "./text/json-cursor.js";
import { openText } from "./text/text-window.js";

const UTF16: Content = {
  name: "UTF-16 text, not UTF-8",
  hint: "Windows PowerShell writes it with >: give mnist1d an output file instead.",
  isUtf16: true,
};

/** What a file is by its content: its first bytes, and of JSON its keys. */
export async function contentOf(source: Source): Promise<Content> {
  const head = new Uint8Array(Math.min(4096, source.size));
  await source.readInto(head, 0);
  const text = new TextDecoder("latin1").decode(head).replace(/^\xef\xbb\xbf/, "");
  const known = BEGINNINGS.find(([beginning]) => hasBeginning(head, beginning))?.[1] ?? foreignContent(head);
  if (known !== undefined) return known;
  if (startsWithMessage(head)) return { format: "arrow", name: "an Arrow stream" };
  if (hasBeginning(head, "\xff\xfe") || hasBeginning(head, "\xfe\xff") || /^(\0[{["x]|[{["x]\0)/.test(text))
    return UTF16;
  if (/^\s*\{/.test(text)) return jsonContent(source);
  if (/^\s*\[\s*[[{]/.test(text)) {
    const hint = "Write an object a line, as JSON Lines: in pandas to_json(orient='records', lines=True).";
    return { name: "a JSON array", hint };
  }
  const fields = text.split(/[\r\n]/, 1)[0]!.split(/[,;\t| ]/);
  return fields.some((field) => /^"?y"?$/.test(field)) && fields.length > 1 ? { format: "csv", name: "CSV" } : {};
}

/** Keys of a dataset's arrays, of which any tells. */
const ARRAYS = ["x", "x_test", "y", "y_test", "y_clean", "t"];

/** What a JSON object is, by the first of its keys that tells; what comes before it is passed by. */
async function jsonContent(source: Source): Promise<Content> {
  const keys: string[] = [];
  try {
    const cursor = new JsonCursor(await openText(source));
    for await (const key of cursor.keys()) {
      if (ARRAYS.includes(key)) return await arrayContent(cursor, key);
      if (key === "split") return JSON_LINES;
      if (key === "manifest_version") return MANIFEST;
      if (key === "golden_version") return GOLDEN;
      if (key === "$schema" || PARAMETERS.some((parameter) => parameter.key === key && key !== "templates"))
        return CONFIG;
      keys.push(key);
      await cursor.value("any");
    }
    if (keys.length === 0) return CONFIG;
    if ((await cursor.peek()) === "{") return { format: "jsonl" };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    // Damaged: whoever reads it says where.
    return { format: "json", isConfig: true };
  }
  if (keys.includes("config") || keys.includes("config_digest")) return { ...JSON_DATASET, isConfig: true };
  if (keys.every((key) => ["templates", "digest", "url"].includes(key))) return CONFIG;
  return { format: "json", isConfig: true, isBesideData: true };
}

const MANIFEST: Content = {
  name: "a manifest, not a dataset",
  hint: "Name the directory it is in.",
  isConfig: true,
  isBesideData: true,
};
const GOLDEN: Content = { name: "a file of golden values, not a dataset", isBesideData: true };
const CONFIG: Content = {
  name: "a config, not a dataset",
  hint: "mnist1d generate --config makes one of it.",
  isConfig: true,
  isBesideData: true,
};
const JSON_DATASET: Content = { format: "json", name: "JSON" };
const JSON_LINES: Content = { format: "jsonl", name: "JSON Lines" };

/** What an object is by an array of it, which begins at a cursor: one of examples, or an example, whose x is numbers and y is one. */
async function arrayContent(cursor: JsonCursor, key: string): Promise<Content> {
  const first = await cursor.peek();
  if (first === "{") {
    const hint = "In pandas, to_json(orient='records', lines=True) writes JSON Lines.";
    return { name: "JSON with its columns as objects", hint };
  }
  if (first !== "[") return JSON_LINES;
  if (key !== "x" && key !== "x_test") return JSON_DATASET;
  await cursor.expect("[");
  const inner = await cursor.peek();
  return inner === "[" || inner === "]" ? JSON_DATASET : JSON_LINES;
}

/**
 * The format of a file: what its content says, which must not contradict its name. JSON Lines may be called .json, as
 * Hugging Face and DuckDB call it.
 *
 * @throws FormatError for an empty file, one that is named otherwise than it is, and one that nothing is known of.
 */
export async function sniffFormat(source: Source): Promise<FormatName> {
  const claimed = claimedFormat(source.path);
  // JSON Lines without a line, as of a split without rows.
  if (source.size === 0 && claimed === "jsonl") return claimed;
  if (source.size === 0) throw new FormatError(source.path, "is empty");
  const { format, name, hint } = await contentOf(source);
  if (format !== undefined && (claimed ?? format) === format) return format;
  if (format === "jsonl" && claimed === "json") return format;
  if (name !== undefined && format === undefined) throw new FormatError(source.path, `is ${name}`, hint);
  if (claimed === undefined) throw new FormatError(source.path, "is of no format that mnist1d reads");
  if (name !== undefined) throw new FormatError(source.path, `is ${name} by its content, and ${claimed} by its name`);
  // Of text that says nothing of itself, its reader tells what is wrong.
  // Old pickles begin with no mark, and their reader knows them.
  if (formatNamed(claimed).isText || claimed === "pkl") return claimed;
  throw new FormatError(source.path, `is not what its name says: it does not begin as a ${claimed} file does`);
}
