import { createReadStream } from "node:fs";
import { show } from "../config/config-error.js";
import { MAX_CONFIG_BYTES } from "../config/limits.js";
import { FileError, fileErrorFrom } from "../dataset/errors.js";
import { readRegular } from "../dataset/read/regular-file.js";
import { foreignContent } from "../formats/beginnings.js";
import { JsonFault, scanJson, skipSpace } from "../formats/text/json-text.js";
import { UsageError } from "./exit-code.js";

/**
 * Reads a JSON file strictly: what `JSON.parse` would let pass in silence, such as a key that is there twice, is an
 * error with its line.
 *
 * @param path `-` for standard input.
 * @throws FileError if the file cannot be read; UsageError if it is too large or not strict JSON.
 */
export async function readJsonFile(path: string): Promise<unknown> {
  const label = path === "-" ? "standard input" : path || '""';
  const text = await readText(path, label);
  if (text.trim() === "") {
    const hint =
      "A shell empties the file after > before a command reads it: write configs with mnist1d config -o FILE.";
    throw new UsageError(label, "is empty", hint);
  }
  // The scanner takes a character for each byte.
  const bytes = /^[\0-\x7f]*$/.test(text) ? text : Buffer.from(text).toString("latin1");
  const problem = problemOf(bytes);
  if (problem !== undefined) throw new UsageError(label, problem);
  return JSON.parse(text);
}

/** What is wrong with a text that should be JSON, and where. */
function problemOf(bytes: string): string | undefined {
  let fault: Pick<JsonFault, "position" | "problem" | "isSyntax">;
  try {
    const position = skipSpace(bytes, scanJson(bytes, 0));
    if (position === bytes.length) return undefined;
    fault = { position, problem: "", isSyntax: true };
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    fault = error;
  }
  const text = Buffer.from(bytes, "latin1").toString();
  const at = Buffer.from(bytes.slice(0, fault.position), "latin1").toString().length;
  if (fault.isSyntax) return `is not JSON: ${syntaxProblem(text, at)}`;
  return `${placeOf(text, at)}: ${fault.problem}`;
}

function placeOf(text: string, at: number): string {
  const lines = text.slice(0, at).split("\n");
  return `line ${lines.length}, column ${lines.at(-1)!.length + 1}`;
}

/** What follows a place where JSON ends, in words: the beginning of the text there, and what it is. */
const JSON_PROBLEMS: readonly (readonly [RegExp, string])[] = [
  [/^,\s*[}\]]/, "a comma with nothing after it: remove it"],
  [/^,/, "a comma with no value before it: remove it"],
  [/^(\/[/*]|#)/, "a comment, which JSON does not have: remove it"],
  [/^(True|False)\b/, "JSON writes true and false in lower case"],
  [/^None\b/, "JSON writes null for None"],
  [/^[+-]?(NaN|Infinity|inf)\b/i, "JSON has no such number"],
  [/^-?\d+(\.\d+)?(e[+-]?\d+)?(?![\w.+-])/i, "a number that is too large for a float64"],
  [/^[+-]?\.?\d/, "a number that JSON writes otherwise: 0.5, not .5 or 00.5"],
  [/^['‘’“”]/, 'text is in straight double quotes: "seed"'],
  [/^["{[]/, "a comma or a colon is missing before this"],
  [/^[\p{L}_$]/u, 'expected a value or a name in double quotes, as in {"seed": 7}'],
];

function syntaxProblem(text: string, at: number): string {
  const end = text.trimEnd().length;
  if (at >= end) return `${placeOf(text, end)}: the text ends here, and a bracket or quote is still open`;
  // Of a comma with nothing after it the scanner has the bracket.
  const comma = /^[}\]]/.test(text.slice(at)) ? /,\s*$/.exec(text.slice(0, at))?.index : undefined;
  const place = comma ?? at;
  const rest = text.slice(place);
  const known = JSON_PROBLEMS.find(([pattern]) => pattern.test(rest))?.[1] ?? `unexpected ${show(rest[0])}`;
  return `${placeOf(text, place)}: ${known}`;
}

/**
 * Whether a path is one of the shell's for what is open already, such as `<(git show HEAD:my.json)`: that can be a pipe. One
 * that has a name of its own may never be written to.
 */
export function isOpenAlready(path: string): boolean {
  return /^\/(dev\/stdin|(dev|proc\/self)\/fd\/\d+)$/.test(path);
}

async function readText(path: string, label: string): Promise<string> {
  const isStream = path === "-" || isOpenAlready(path);
  const bytes = isStream ? await readStream(path, label) : await readRegular(path, MAX_CONFIG_BYTES, "config");
  const foreign = foreignContent(bytes);
  if (foreign !== undefined) throw new UsageError(label, `is ${foreign.name}`, foreign.hint);
  try {
    return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
  } catch {
    throw new UsageError(label, "is not JSON: it is not UTF-8 text");
  }
}

async function readStream(path: string, label: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  try {
    for await (const part of path === "-" ? process.stdin : createReadStream(path)) {
      parts.push(part as Buffer);
      length += (part as Buffer).length;
      if (length > MAX_CONFIG_BYTES)
        throw new FileError(label, `is larger than ${MAX_CONFIG_BYTES / 1e6} MB, which no config is`);
    }
  } catch (error) {
    throw fileErrorFrom(error, label);
  }
  return Buffer.concat(parts);
}

/** UTF-8, or what `>` of Windows PowerShell writes: JSON begins with a mark or with ASCII, of which one byte is 0. */
function encodingOf([first, second]: Buffer): string {
  if ((first === 0xff && second === 0xfe) || second === 0) return "utf-16le";
  return (first === 0xfe && second === 0xff) || first === 0 ? "utf-16be" : "utf-8";
}
