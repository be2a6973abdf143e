import type { ByteWindow } from "./byte-window.js";
import { NEWLINE, QUOTE, RETURN } from "./characters.js";

/** What a token should have been; undefined for anything else that the grammar asks for. */
export type Wanted = "number" | "label" | undefined;

/** What is wrong where a parser stopped, for a message: a token is quoted as it stands in the file. */
export function explainStop(window: ByteWindow, at: number, wanted: Wanted): string {
  const { bytes, limit } = window;
  const byte = bytes[at]!;
  if (at === limit) return "the file ends too early";
  if (byte === NEWLINE || byte === RETURN) return "the line ends too early";
  if (byte === 0) return "unexpected NUL byte";
  if (byte < 0x20 || byte >= 0x80) return `unexpected byte 0x${byte.toString(16).padStart(2, "0")}`;
  return explainToken(tokenAt(bytes, at), wanted);
}

/** Longer numbers are refused, and no token is shown at more length than this. */
const MAX_CHARACTERS = 1000;
const MAX_SHOWN = 30;

const NUMBER = /^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?$/;
const SEPARATOR = /^[,:[\]{}]$/;
const NOT_FINITE = /^[-+]?(nan|inf(inity)?)$/i;
const MISSING = /^(null|none|na|<na>|n\/a|)$/i;

/** What is wrong with a token. @param text up to 1,001 characters of it. */
export function explainToken(text: string, wanted: Wanted): string {
  const start = text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
  const shown = start.startsWith('"') ? start : JSON.stringify(start);
  if (wanted === undefined || SEPARATOR.test(text)) return `unexpected ${shown}`;
  if (MISSING.test(text)) return text === "" ? "the value is missing" : `${text}: the value is missing`;
  if (NOT_FINITE.test(text)) return `${text} is not a finite number`;
  if (text.length > MAX_CHARACTERS && /^"?[-+.\de]+$/i.test(text)) return "a number of more than 1,000 characters";
  if (/^[-+]?\d+,\d+$/.test(text)) return `${shown} has a comma where numbers have a point`;
  if (!NUMBER.test(text)) return `${shown} is not a number`;
  if (wanted === "label") return `${start} is not an integer of 32 bits`;
  return Number.isFinite(Number(text)) ? `unexpected ${shown}` : `${start} is too large for a float64`;
}

/** The word, number or quoted text that a position is in. */
function tokenAt(bytes: Uint8Array, at: number): string {
  if (bytes[at] === QUOTE) return textOf(bytes, at, stringEnd(bytes, at));
  if (isSeparator(bytes[at]!)) return textOf(bytes, at, at + 1);
  let start = at;
  let end = at;
  while (start > 0 && start > at - MAX_CHARACTERS && !isSeparator(bytes[start - 1]!)) start--;
  while (end <= start + MAX_CHARACTERS && !isSeparator(bytes[end]!)) end++;
  return textOf(bytes, start, end);
}

function stringEnd(bytes: Uint8Array, start: number): number {
  let end = start + 1;
  while (end < start + MAX_SHOWN && bytes[end]! >= 0x20 && bytes[end] !== QUOTE) end++;
  return bytes[end] === QUOTE ? end + 1 : end;
}

/** As all text is shown in messages: bytes that are no UTF-8 become U+FFFD. */
export function textOf(bytes: Uint8Array, start: number, end: number): string {
  return new TextDecoder().decode(bytes.subarray(start, end));
}

function isSeparator(byte: number): boolean {
  return byte <= 0x20 || byte === QUOTE || SEPARATOR.test(String.fromCharCode(byte));
}
