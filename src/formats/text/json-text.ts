import type { Json } from "../../config/config-json.js";
import { isLabel } from "../../config/kinds.js";
import { MAX_CLASSES, MAX_JSON_DEPTH, MAX_POINTS, MAX_TEMPLATE_VALUES } from "../../config/limits.js";
import { isSplitName, SPLITS_TEXT } from "../../config/split-names.js";
import { FormatError } from "../format-error.js";
import { utf8 } from "./text-window.js";

/** What stands in a place: any JSON, a text, a number or one of 32 bits, a split, a list of numbers, or an object with no other keys. */
export type Shape =
  | "any"
  | "text"
  | "number"
  | "label"
  | "split"
  | "numbers"
  | "labels"
  | { readonly [key: string]: Shape };

/** Where a text is no JSON of its shape. */
export class JsonFault {
  /**
   * @param end of the token at `position`. Where that is the end of the text, more of it may make a right one.
   * @param problem for a message.
   */
  constructor(
    readonly position: number,
    readonly end: number,
    readonly problem: string,
    /** Whether the token cannot be there. Else it is JSON, and what it says cannot be. */
    readonly isSyntax = false,
  ) {}
}

/** A config has no more: values of templates, their time axis, and their labels. */
const MAX_CONFIG_VALUES = MAX_TEMPLATE_VALUES + MAX_POINTS + 2 * MAX_CLASSES + 1000;

const WORD = /[^\s"[\]{},:]*/y;

/** The numbers of a list; undefined of what is no list of finite numbers, or of more than an example has. */
export function numbersFrom(value: unknown): number[] | undefined {
  if (!Array.isArray(value) || value.length > MAX_POINTS) return undefined;
  for (let i = 0; i < value.length; i++) {
    if (typeof value[i] !== "number" || !Number.isFinite(value[i])) return undefined;
  }
  return value;
}

/**
 * Looks through a JSON value token by token, and makes nothing of it: says what is wrong with one that `JSON.parse` has
 * refused, and of a stranger's whether it can be parsed at all. Keys must be distinct and numbers finite, which `JSON.parse`
 * does not ask.
 *
 * @param text with a character for each byte of UTF-8, see `TextWindow`.
 * @returns where the value ends.
 * @throws JsonFault
 */
export function scanJson(text: string, start: number, shape: Shape = "any", maxValues = MAX_CONFIG_VALUES): number {
  let at = start;
  let values = 0;

  function refuse(problem: string, end: number): never {
    throw new JsonFault(at, end, problem);
  }
  function refuseToken(wanted?: Wanted, end = at + 1): never {
    throw new JsonFault(at, Math.min(end, text.length), explainAt(text, at, wanted), true);
  }
  function peek(): string | undefined {
    at = skipSpace(text, at);
    return text[at];
  }
  function expect(character: string): void {
    if (peek() !== character) refuseToken();
    at++;
  }

  function scanText(): string {
    if (peek() !== '"') refuseToken();
    const end = textEnd(text, at);
    const quoted = text.slice(at, end);
    const control = quoted.search(/[^ -\xff]/);
    if (control >= 0) at += control;
    else if (end === undefined) at = text.length;
    if (control >= 0 || end === undefined) refuseToken();
    const value = textFrom(quoted);
    if (value === undefined) refuse("a string that is no UTF-8 text, or has an unknown escape", end);
    at = end;
    return value;
  }

  function scanWord(wanted: Wanted): void {
    WORD.lastIndex = at;
    WORD.test(text);
    const word = text.slice(at, WORD.lastIndex);
    const value = numberFrom(word);
    const isRight = wanted === "label" ? isLabel(value) : value !== undefined;
    if (!isRight && (wanted !== undefined || !/^(true|false|null)$/.test(word))) refuseToken(wanted, at + word.length);
    at += word.length;
  }

  /** What is between two brackets, with commas. @param scanItem reads an item, of which so many came before. */
  function scanItems(open: string, close: string, scanItem: (count: number) => void): void {
    expect(open);
    for (let count = 0; peek() !== close || count > 0; count++) {
      scanItem(count);
      if (peek() !== ",") break;
      at++;
    }
    expect(close);
  }

  function scanNumbers(wanted: "number" | "label", depth: number): void {
    if (peek() !== "[") refuseToken("number");
    scanItems("[", "]", (count) => {
      if (count === MAX_POINTS) refuse(`more than ${MAX_POINTS} values`, at);
      scanValue(wanted, depth + 1);
    });
  }

  function scanMembers(members: Shape, depth: number): void {
    const seen = new Set<string>();
    scanItems("{", "}", () => scanMember(members, seen, depth));
  }

  function scanMember(members: Shape, seen: Set<string>, depth: number): void {
    peek();
    const place = at;
    const key = scanText();
    if (seen.has(key)) throw new JsonFault(place, at, `the key ${JSON.stringify(key)} is there twice`);
    seen.add(key);
    const shape = typeof members !== "object" ? "any" : Object.hasOwn(members, key) ? members[key] : undefined;
    if (shape === undefined) {
      const problem = `the key ${JSON.stringify(key.slice(0, 30))} is none of ${Object.keys(members).join(", ")}`;
      throw new JsonFault(place, at, problem);
    }
    expect(":");
    scanValue(shape, depth + 1);
  }

  function scanValue(wanted: Shape, depth: number): void {
    if (++values > maxValues) refuse(`more than ${maxValues} values`, at);
    if (depth > MAX_JSON_DEPTH) refuse(`nested more than ${MAX_JSON_DEPTH} deep`, at);
    const first = peek();
    if (wanted === "number" || wanted === "label") scanWord(wanted);
    else if (wanted === "numbers" || wanted === "labels") scanNumbers(wanted === "labels" ? "label" : "number", depth);
    else if (wanted === "split" && !isSplitName(/^"([a-z_0-9]+)"/.exec(text.slice(at, at + 60))?.[1])) {
      refuse(`split is none of ${SPLITS_TEXT}`, at + 7);
    } else if (wanted === "split" || wanted === "text") scanText();
    else if (first === "{" || wanted !== "any") scanMembers(wanted, depth);
    else if (first === '"') scanText();
    else if (first === "[") scanItems("[", "]", () => scanValue("any", depth + 1));
    else scanWord(undefined);
  }

  scanValue(shape, 0);
  return at;
}

/** The same of a text that must have nothing else than the value. */
export function checkJson(text: string, shape?: Shape, maxValues?: number): void {
  const end = scanJson(text, 0, shape, maxValues);
  const rest = skipSpace(text, end);
  if (rest < text.length) throw new JsonFault(rest, rest, explainAt(text, rest, undefined), true);
}

/**
 * Parses a JSON text of a shape, such as a row: by `JSON.parse`, so that it takes no time to be strict.
 *
 * @param take what of the value is wanted; undefined where that is not as it must be.
 * @throws JsonFault
 */
export function parseRow<T>(text: string, shape: Shape, take: (value: unknown) => T | undefined): T {
  if (isOverfull(text)) checkJson(text, shape);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {}
  const taken = value === undefined ? undefined : take(value);
  if (taken !== undefined) return taken;
  checkJson(text, shape);
  throw new JsonFault(0, text.length, "is not what it must be");
}

/**
 * A JSON text as a whole, read strictly: what `JSON.parse` passes over, a key that is there twice, is an error.
 *
 * @param path what the text is, as messages name it.
 * @throws FormatError
 */
export function parseJson(text: string, path: string, maxValues?: number): Json {
  try {
    // Of ASCII, which most texts are, each character is a byte already.
    const isAscii = !/[^\0-\x7f]/.test(text);
    checkJson(isAscii ? text : Buffer.from(text).toString("latin1"), "any", maxValues);
    return JSON.parse(text);
  } catch (fault) {
    if (!(fault instanceof JsonFault)) throw fault;
    throw new FormatError(path, fault.isSyntax ? "is not JSON" : `is not sound JSON: ${fault.problem}`);
  }
}

/** Where a quoted text ends that begins at a position; undefined if it does not. */
function textEnd(text: string, start: number): number | undefined {
  for (let quote = text.indexOf('"', start + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let first = quote;
    while (text[first - 1] === "\\") first--;
    if ((quote - first) % 2 === 0) return quote + 1;
  }
  return undefined;
}

/** What a quoted text says; undefined if that is no UTF-8, or has an unknown escape. */
function textFrom(quoted: string): string | undefined {
  if (/^[ -[\]-~]*$/.test(quoted)) return quoted.slice(1, -1);
  try {
    return JSON.parse(utf8(quoted, true));
  } catch {
    return undefined;
  }
}

const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?$/;

/** A number in JSON's notation; undefined of anything else, and of what is too large for a double. */
export function numberFrom(text: string): number | undefined {
  const value = NUMBER.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
}

const SPACE = /[ \t\r\n]*/y;

/** The first position from another on where there is no whitespace of JSON. */
export function skipSpace(text: string, position: number): number {
  SPACE.lastIndex = position;
  SPACE.test(text);
  return SPACE.lastIndex;
}

/** Whether a text has more values than a row can have: `JSON.parse` would make all of them, or as many lists in each other. */
export function isOverfull(text: string): boolean {
  if (text.length <= MAX_POINTS) return false;
  let count = 0;
  for (const separator of ",[{") {
    for (let at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, at + 1)) {
      if (++count > 2 * MAX_POINTS + 10) return true;
    }
  }
  return false;
}

/** What a token should have been; undefined for anything else that the grammar asks for. */
export type Wanted = "number" | "label" | undefined;

const TOKEN = /"[^"\n]{0,28}"?|[,:[\]{}]|[^\s"[\]{},:]+/y;

/** What cannot be at a position of a text, for a message; a token is quoted as it stands there. */
export function explainAt(text: string, at: number, wanted: Wanted): string {
  if (at === text.length) return "the file ends too early";
  const code = text.charCodeAt(at);
  if (code === 0x0a || code === 0x0d) return "the line ends too early";
  if (code === 0) return "unexpected NUL byte";
  if (code < 0x20 || code >= 0x80) return `unexpected byte 0x${code.toString(16).padStart(2, "0")}`;
  TOKEN.lastIndex = at;
  return explainToken(TOKEN.exec(text)?.[0] ?? "", wanted);
}

const SEPARATOR = /^[,:[\]{}]$/;
const NOT_FINITE = /^[-+]?(nan|inf(inity)?)$/i;
const MISSING = /^(null|none|na|<na>|n\/a|)$/i;

/** No token is shown at more length. */
const MAX_SHOWN = 30;

/** What is wrong with a token, for a message. @param token as a `TextWindow` has it. */
export function explainToken(token: string, wanted: Wanted): string {
  const text = utf8(token);
  const start = text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
  const shown = start.startsWith('"') ? start : JSON.stringify(start);
  if (wanted === undefined || SEPARATOR.test(text)) return `unexpected ${shown}`;
  if (MISSING.test(text)) return text === "" ? "the value is missing" : `${text}: the value is missing`;
  if (NOT_FINITE.test(text)) return `${text} is not a finite number`;
  if (/^[-+]?\d+,\d+$/.test(text)) return `${shown} has a comma where numbers have a point`;
  if (!NUMBER.test(text)) return `${shown} is not a number`;
  if (numberFrom(text) === undefined) return `${start} is too large for a float64`;
  return wanted === "label" ? `${start} is not an integer of 32 bits` : `unexpected ${shown}`;
}
