import type { Json, JsonObject } from "../../config/config-json.js";
import { MAX_CLASSES, MAX_JSON_DEPTH, MAX_POINTS, MAX_TEMPLATE_VALUES } from "../../config/limits.js";
import { FormatError } from "../format-error.js";
import { BACKSLASH, CLOSE_BRACE, CLOSE_BRACKET, COLON, COMMA, OPEN_BRACE, OPEN_BRACKET, QUOTE } from "./characters.js";
import { readNumber } from "./read-number.js";
import { wordEnd } from "./read-split.js";
import { skipSpace } from "./skip-space.js";

/** Where a text is no JSON. */
export class JsonStop {
  /** @param problem where it is not that the byte at `position` cannot be. */
  constructor(
    readonly position: number,
    readonly problem?: string,
  ) {}
}

/** A config has no more: values of templates, their time axis, and their labels. */
const MAX_CONFIG_VALUES = MAX_TEMPLATE_VALUES + MAX_POINTS + 2 * MAX_CLASSES + 1000;

/**
 * Reads any JSON value, strictly: keys must be distinct.
 *
 * @param bytes with a byte after the value that cannot belong to it.
 * @returns the value, and where it ends.
 * @throws JsonStop
 */
export function readJson(
  bytes: Uint8Array,
  start: number,
  maxValues = MAX_CONFIG_VALUES,
): { value: Json; end: number } {
  const number = new Float64Array(1);
  let i = start;
  let values = 0;

  function valueAt(depth: number): Json {
    if (++values > maxValues) throw new JsonStop(i, `more than ${maxValues} values`);
    if (depth > MAX_JSON_DEPTH) throw new JsonStop(i, `nested more than ${MAX_JSON_DEPTH} deep`);
    const byte = bytes[i];
    if (byte === OPEN_BRACE) return object(depth);
    if (byte === OPEN_BRACKET) return array(depth);
    if (byte === QUOTE) return string();
    for (const [word, value] of WORDS) {
      if (byte !== word[0]) continue;
      moveTo(wordEnd(bytes, i, word));
      return value;
    }
    moveTo(readNumber(bytes, i, number, 0));
    return number[0]!;
  }

  function array(depth: number): Json[] {
    const elements: Json[] = [];
    i = skipSpace(bytes, i + 1, true);
    if (bytes[i] !== CLOSE_BRACKET) {
      for (i--; elements.length === 0 || bytes[i] === COMMA; i = skipSpace(bytes, i, true)) {
        i = skipSpace(bytes, i + 1, true);
        elements.push(valueAt(depth + 1));
      }
    }
    expect(CLOSE_BRACKET);
    return elements;
  }

  function object(depth: number): JsonObject {
    const entries = new Map<string, Json>();
    i = skipSpace(bytes, i + 1, true);
    if (bytes[i] !== CLOSE_BRACE) {
      for (i--; entries.size === 0 || bytes[i] === COMMA; i = skipSpace(bytes, i, true)) {
        i = skipSpace(bytes, i + 1, true);
        const place = i;
        const key = string();
        if (entries.has(key)) throw new JsonStop(place, `the key ${JSON.stringify(key)} is there twice`);
        i = skipSpace(bytes, i, true);
        expect(COLON);
        i = skipSpace(bytes, i, true);
        entries.set(key, valueAt(depth + 1));
      }
    }
    expect(CLOSE_BRACE);
    return Object.fromEntries(entries);
  }

  function string(): string {
    const from = i;
    i = stringEnd(bytes, i);
    return stringFrom(bytes, from, i);
  }

  function expect(byte: number): void {
    if (bytes[i] !== byte) throw new JsonStop(i);
    i++;
  }

  /** @param end as `readNumber` returns it. */
  function moveTo(end: number): void {
    if (end < 0) throw new JsonStop(~end);
    i = end;
  }

  const value = valueAt(0);
  return { value, end: i };
}

/**
 * A JSON text as a whole, read as strictly: what `JSON.parse` passes over, a key that is there twice, is an error.
 *
 * @param path what the text is, as messages name it.
 * @throws FormatError
 */
export function parseJson(text: string, path: string, maxValues?: number): Json {
  const bytes = new TextEncoder().encode(`${text}\0`);
  try {
    const { value, end } = readJson(bytes, skipSpace(bytes, 0, true), maxValues);
    if (skipSpace(bytes, end, true) === bytes.length - 1) return value;
  } catch (error) {
    if (!(error instanceof JsonStop)) throw error;
    if (error.problem !== undefined) throw new FormatError(path, `is not sound JSON: ${error.problem}`);
  }
  throw new FormatError(path, "is not JSON");
}

const WORDS = (["true", "false", "null"] as const).map((word): readonly [Uint8Array, Json] => [
  new TextEncoder().encode(word),
  JSON.parse(word),
]);

/** Where a string ends that begins at a position, with its quotes. @throws JsonStop */
export function stringEnd(bytes: Uint8Array, start: number): number {
  if (bytes[start] !== QUOTE) throw new JsonStop(start);
  let i = start + 1;
  for (; bytes[i] !== QUOTE; i++) {
    if (bytes[i]! < 0x20) throw new JsonStop(i);
    if (bytes[i] === BACKSLASH && bytes[i + 1]! >= 0x20) i++;
  }
  return i + 1;
}

/** The string between two positions, which has its quotes. @throws JsonStop */
export function stringFrom(bytes: Uint8Array, start: number, end: number): string {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes.subarray(start, end)));
  } catch {
    throw new JsonStop(start, "a string that is no UTF-8 text, or has an unknown escape");
  }
}
