import { MAX_POINTS } from "../../config/limits.js";
import type { ByteWindow } from "./byte-window.js";
import { CLOSE_BRACE, COLON, COMMA, OPEN_BRACE, QUOTE } from "./characters.js";
import { explainStop, textOf, type Wanted } from "./explain-token.js";
import { NumberList, readList } from "./number-list.js";
import { readLabel } from "./read-label.js";
import { isTestName, splitEnd, wordEnd } from "./read-split.js";
import { skipLineEnd, skipSpace } from "./skip-space.js";
import type { Explanation, LineParser } from "./text-lines.js";

/** The keys of a line. A set of them is the sum of 1 << index. */
const KEYS = ["x", "y", "y_clean", "split"] as const;
const WORDS = KEYS.map((key) => new TextEncoder().encode(`"${key}"`));
const [X, Y, Y_CLEAN, SPLIT] = [0, 1, 2, 3];

/** The lines of a file with a JSON object in each: `{"x": […], "y": 3}`, its keys in any order. */
export class JsonlLines implements LineParser {
  length: number | undefined;
  readonly labels = new Float64Array(2);
  isTest = false;
  readonly #list = new NumberList(false);
  /** The set of keys that the first line has, and so must all others. */
  #keys = 0;
  /** What is wrong with the line as a whole, and what was wanted where `parse` stopped. */
  #problem: string | undefined;
  #wanted: Wanted | "split";

  get x(): Float64Array {
    return this.#list.values;
  }

  get hasCleanLabels(): boolean | undefined {
    return this.length === undefined ? undefined : (this.#keys & (1 << Y_CLEAN)) !== 0;
  }

  get hasSplitColumn(): boolean {
    return (this.#keys & (1 << SPLIT)) !== 0;
  }

  parse(window: ByteWindow, start: number): number {
    const { bytes } = window;
    this.#wanted = undefined;
    this.#problem = undefined;
    let keys = 0;
    let i = skipSpace(bytes, start, false);
    if (bytes[i] !== OPEN_BRACE) return ~i;
    do {
      i = skipSpace(bytes, i + 1, false);
      const key = keyAt(bytes, i);
      if (key < 0) return this.#unknownKey(bytes, i, start);
      if (keys & (1 << key)) return this.#refuse(start, `has the key "${KEYS[key]}" twice`);
      keys |= 1 << key;
      i = skipSpace(bytes, i + WORDS[key]!.length, false);
      if (bytes[i] !== COLON) return ~i;
      i = this.#parseValue(bytes, skipSpace(bytes, i + 1, false), key);
      if (i < 0) return i;
      this.#wanted = undefined;
      i = skipSpace(bytes, i, false);
    } while (bytes[i] === COMMA);
    if (bytes[i] !== CLOSE_BRACE) return ~i;
    const end = skipLineEnd(window, skipSpace(bytes, i + 1, false));
    if (end < 0) return end;
    return this.#check(keys) ? end : ~start;
  }

  #parseValue(bytes: Uint8Array, start: number, key: number): number {
    this.#wanted = key === X ? "number" : key === SPLIT ? "split" : "label";
    if (key === X) return readList(bytes, start, this.#list);
    if (key !== SPLIT) return readLabel(bytes, start, this.labels, key === Y ? 0 : 1);
    if (bytes[start] !== QUOTE) return ~start;
    const end = splitEnd(bytes, start + 1);
    if (end < 0) return end;
    this.isTest = isTestName(start + 1, end);
    return bytes[end] === QUOTE ? end + 1 : ~end;
  }

  /** Whether a line that was read is like the first. */
  #check(keys: number): boolean {
    const { count } = this.#list;
    if (this.length === undefined) {
      const missing = [X, Y].find((key) => (keys & (1 << key)) === 0);
      if (missing !== undefined) this.#problem = `has no key "${KEYS[missing]}"`;
      else if (count === 0) this.#problem = "has no values in x";
      if (this.#problem !== undefined) return false;
      this.length = count;
      this.#keys = keys;
    } else if (keys !== this.#keys) {
      const key = KEYS[31 - Math.clz32(keys ^ this.#keys)];
      this.#problem = `has ${keys > this.#keys ? "a" : "no"} key "${key}", unlike the first`;
    } else if (count !== this.length) {
      this.#problem = `has an x of length ${count}, not ${this.length} as the first`;
    }
    return this.#problem === undefined;
  }

  #unknownKey(bytes: Uint8Array, position: number, start: number): number {
    if (bytes[position] !== QUOTE) return ~position;
    let end = position + 1;
    while (bytes[end]! >= 0x20 && bytes[end] !== QUOTE) end++;
    if (bytes[end] !== QUOTE) return ~end;
    const name = textOf(bytes, position + 1, Math.min(end, position + 31));
    return this.#refuse(start, `has the key ${JSON.stringify(name)}, which is none of ${KEYS.join(", ")}`);
  }

  #refuse(start: number, problem: string): number {
    this.#problem = problem;
    return ~start;
  }

  explain(window: ByteWindow, start: number, at: number): Explanation {
    if (this.#problem !== undefined) return { problem: this.#problem };
    const place = `column ${at - start + 1}`;
    if (this.#wanted === "split") return { place, problem: 'split is neither "train" nor "test"' };
    if (this.#wanted === "number" && this.#list.isTooLong)
      return { problem: `has more than ${MAX_POINTS} values in x` };
    return { place, problem: explainStop(window, at, this.#wanted) };
  }
}

/** Index of the key that stands at a position with its quotes, or -1. */
function keyAt(bytes: Uint8Array, position: number): number {
  for (let key = 0; key < WORDS.length; key++) if (wordEnd(bytes, position, WORDS[key]!) >= 0) return key;
  return -1;
}
