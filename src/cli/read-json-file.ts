import { createReadStream } from "node:fs";
import type { ObjectNode, ValueNode } from "@humanwhocodes/momoa";
import { show } from "../config/config-error.js";
import { MAX_CONFIG_BYTES } from "../config/limits.js";
import { OutputError, outputErrorFrom } from "../dataset/output-error.js";
import { readRegular } from "../dataset/regular-file.js";
import { foreignContent } from "../formats/beginnings.js";
import { UsageError } from "./usage-error.js";

/**
 * Reads a JSON file strictly: what `JSON.parse` would let pass in silence, such as a key that is there twice, is an
 * error with its line.
 *
 * @param path `-` for standard input.
 * @throws OutputError if the file cannot be read; UsageError if it is too large or not strict JSON.
 */
export async function readJsonFile(path: string): Promise<unknown> {
  const label = path === "-" ? "standard input" : path || '""';
  const text = await readText(path, label);
  if (text.trim() === "") {
    const hint =
      "A shell empties the file after > before a command reads it: write configs with mnist1d config -o FILE.";
    throw new UsageError(label, "is empty", hint);
  }
  // Loaded here: most command lines name no file.
  const { evaluate, parse } = await import("@humanwhocodes/momoa");
  try {
    const document = parse(text);
    refuseRepeatedKeys(document.body, label);
    return evaluate(document);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    if (error instanceof RangeError) throw new UsageError(label, "is nested too deeply");
    throw new UsageError(label, `is not JSON: ${jsonProblem(text, error as Error & { readonly offset?: number })}`);
  }
}

/** What follows a place where JSON ends, in words: the beginning of the text there, and what it is. */
const JSON_PROBLEMS: readonly (readonly [RegExp, string])[] = [
  [/^,\s*[}\]]/, "a comma with nothing after it: remove it"],
  [/^,/, "a comma with no value before it: remove it"],
  [/^(\/[/*]|#)/, "a comment, which JSON does not have: remove it"],
  [/^(True|False)\b/, "JSON writes true and false in lower case"],
  [/^None\b/, "JSON writes null for None"],
  [/^[+-]?(NaN|Infinity|inf)\b/i, "JSON has no such number"],
  [/^[+-]?\.?\d/, "a number that JSON writes otherwise: 0.5, not .5 or 00.5"],
  [/^['‘’“”]/, 'text is in straight double quotes: "seed"'],
  [/^["{[]/, "a comma or a colon is missing before this"],
  [/^[\p{L}_$]/u, 'expected a value or a name in double quotes, as in {"seed": 7}'],
];

/** Where a text is no JSON, and why. */
function jsonProblem(text: string, { message, offset = 0 }: Error & { readonly offset?: number }): string {
  // Of a text that is cut off the parser names its last token, and of a trailing comma the bracket after it.
  const isLastToken = message.includes(" token ") && /^([,:]|"[^"\n]*"|[^\s,:{}[\]"]+)\s*$/.test(text.slice(offset));
  const isCutOff = isLastToken || message.includes("end of input");
  const comma = /^[}\]]/.test(text.slice(offset)) ? /,\s*$/.exec(text.slice(0, offset))?.index : undefined;
  const place = isCutOff ? text.trimEnd().length : (comma ?? offset);
  const before = text.slice(0, place).split("\n");
  const rest = text.slice(place);
  const known = JSON_PROBLEMS.find(([pattern]) => pattern.test(rest))?.[1] ?? `unexpected ${show(rest[0])}`;
  const problem = isCutOff ? "the text ends here, and a bracket or quote is still open" : known;
  return `line ${before.length}, column ${before.at(-1)!.length + 1}: ${problem}`;
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
        throw new OutputError(label, `is larger than ${MAX_CONFIG_BYTES / 1e6} MB, which no config is`);
    }
  } catch (error) {
    throw outputErrorFrom(error, label);
  }
  return Buffer.concat(parts);
}

/** UTF-8, or what `>` of Windows PowerShell writes: JSON begins with a mark or with ASCII, of which one byte is 0. */
function encodingOf([first, second]: Buffer): string {
  if ((first === 0xff && second === 0xfe) || second === 0) return "utf-16le";
  return (first === 0xfe && second === 0xff) || first === 0 ? "utf-16be" : "utf-8";
}

function refuseRepeatedKeys(node: ValueNode, label: string): void {
  if (node.type === "Array") for (const element of node.elements) refuseRepeatedKeys(element.value, label);
  if (node.type !== "Object") return;
  const seen = new Set<string>();
  for (const { name, value } of (node as ObjectNode).members) {
    const key = name.type === "String" ? name.value : name.name;
    if (seen.has(key)) throw new UsageError(label, `has the key "${key}" twice, in line ${name.loc.start.line} again`);
    seen.add(key);
    refuseRepeatedKeys(value, label);
  }
}
