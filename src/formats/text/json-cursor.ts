import type { Json } from "../../config/config-json.js";
import { FormatError } from "../format-error.js";
import type { Source } from "../source.js";
import { explainAt, JsonFault, type Shape, scanJson, skipSpace } from "./json-text.js";
import { type TextWindow, utf8 } from "./text-window.js";

/** Known keys are shorter. */
const MAX_SHOWN = 40;

/** A place in a JSON file of any length that moves on, value by value. */
export class JsonCursor {
  readonly window: TextWindow;
  /** What is being read, for messages; a key of the file's object, or of an object in it. */
  #name = "";

  constructor(window: TextWindow) {
    this.window = window;
  }

  /** The next character that is not whitespace, which is not passed; undefined at the end of the file. */
  async peek(): Promise<string | undefined> {
    const { window } = this;
    for (;;) {
      window.position = skipSpace(window.text, window.position);
      if (window.position < window.text.length || window.isAtEnd) return window.text[window.position];
      await window.more("the file");
    }
  }

  /** Passes a character, which must come next but for whitespace; undefined stands for the end. @throws FormatError */
  async expect(character: string | undefined): Promise<void> {
    if ((await this.peek()) !== character) throw await this.failure(this.window.position);
    if (character !== undefined) this.window.position++;
  }

  /** Reads a value of a shape, which is in memory as a whole. @throws FormatError */
  async value(shape: Shape): Promise<Json> {
    const { window } = this;
    await this.peek();
    for (;;) {
      const { text, position } = window;
      try {
        const end = scanJson(text, position, shape);
        if (end < text.length || window.isAtEnd) {
          window.position = end;
          return JSON.parse(utf8(text.slice(position, end)));
        }
      } catch (fault) {
        if (!(fault instanceof JsonFault)) throw fault;
        if (fault.end < text.length || window.isAtEnd) throw await this.failure(fault.position, fault.problem);
      }
      await window.more(this.#name || "a key");
    }
  }

  /**
   * Reads an object key by key, each of which is there once. Its value is to be read before the next is asked for.
   *
   * @throws FormatError
   */
  async *keys(): AsyncGenerator<string, void, void> {
    const [outer, seen] = [this.#name, new Set<string>()];
    await this.expect("{");
    if ((await this.peek()) === "}") return this.expect("}");
    for (;;) {
      await this.peek();
      const offset = this.window.offsetOf(this.window.position);
      const key = (await this.value("text")) as string;
      if (seen.has(key)) throw await this.failureAt(offset, `the key ${JSON.stringify(key)} is there twice`);
      seen.add(key);
      await this.expect(":");
      this.#name = (outer === "" ? key : `${outer}.${key}`).slice(0, MAX_SHOWN);
      yield key;
      this.#name = outer;
      if ((await this.peek()) !== ",") return this.expect("}");
      await this.expect(",");
    }
  }

  /**
   * The error that a position cannot be passed.
   *
   * @param problem what is wrong, if it is not that the token there cannot be.
   * @param part of what is being read, as in "row 17".
   */
  failure(position: number, problem?: string, part?: string): Promise<FormatError> {
    const { window } = this;
    return this.failureAt(window.offsetOf(position), problem ?? explainAt(window.text, position, undefined), part);
  }

  /** What is being read, for messages. @param part of it. */
  nameOf(part: string | undefined): string {
    return [part, this.#name].filter((name) => name !== undefined && name !== "").join(" of ");
  }

  /** The same of a place in the file. */
  async failureAt(offset: number, problem: string, part?: string): Promise<FormatError> {
    const { source } = this.window;
    const what = this.nameOf(part);
    const where = await placeOf(source, offset);
    return new FormatError(source.path, `${where}${what === "" ? "" : `, in ${what}`}: ${problem}`);
  }
}

/** Line and column, both counted from 1, of a place in a file. Counted when needed: readers that count are slower. */
async function placeOf(source: Source, offset: number): Promise<string> {
  const bytes = new Uint8Array(Math.min(offset, 1 << 20));
  let [line, lineStart] = [1, 0];
  for (let start = 0; start < offset; start += bytes.length) {
    const part = bytes.subarray(0, offset - start);
    await source.readInto(part, start);
    for (let i = part.indexOf(0x0a); i >= 0; i = part.indexOf(0x0a, i + 1)) {
      line++;
      lineStart = start + i + 1;
    }
  }
  return `line ${line}, column ${offset - lineStart + 1}`;
}
