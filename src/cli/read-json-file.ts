import { createReadStream } from "node:fs";
import type { ObjectNode, ValueNode } from "@humanwhocodes/momoa";
import { OutputError, outputErrorFrom } from "../dataset/output-error.js";
import { UsageError } from "./usage-error.js";

/** A config is 300 bytes, a thousand templates some megabytes: anything larger was not meant. */
const MAX_BYTES = 16_000_000;

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
  // Loaded here: most command lines name no file.
  const { evaluate, parse } = await import("@humanwhocodes/momoa");
  try {
    const document = parse(text);
    refuseRepeatedKeys(document.body, label);
    return evaluate(document);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    if (error instanceof RangeError) throw new UsageError(label, "is nested too deeply");
    throw new UsageError(label, `is not JSON: ${(error as Error).message}`);
  }
}

async function readText(path: string, label: string): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  try {
    // As a stream, and not by its size: pipes have none.
    for await (const part of path === "-" ? process.stdin : createReadStream(path)) {
      parts.push(part as Buffer);
      length += (part as Buffer).length;
      if (length > MAX_BYTES) throw new OutputError(label, `is larger than ${MAX_BYTES / 1e6} MB, which no config is`);
    }
  } catch (error) {
    throw outputErrorFrom(error, label);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(parts));
  } catch {
    throw new UsageError(label, "is not JSON: it is not UTF-8 text");
  }
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
