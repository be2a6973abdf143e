import { FormatError } from "../format-error.js";
import type { Source } from "../source.js";
import type { ByteWindow } from "./byte-window.js";
import { CLOSE_BRACE, COLON, COMMA, NEWLINE, OPEN_BRACE } from "./characters.js";
import { explainStop, type Wanted } from "./explain-token.js";
import { JsonStop, stringEnd, stringFrom } from "./json-value.js";
import { skipSpace } from "./skip-space.js";

/** Known keys are shorter. */
const MAX_SHOWN = 40;

/** A place in a JSON file that moves on, token by token. */
export class JsonCursor {
  readonly window: ByteWindow;
  /** What is being read, for messages; a key of the file's object, or of an object in it. */
  #name = "";

  constructor(window: ByteWindow) {
    this.window = window;
  }

  /** The next byte that is not whitespace, which is not passed; 0 at the end of the file. */
  async peek(): Promise<number> {
    const { window } = this;
    for (;;) {
      window.position = skipSpace(window.bytes, window.position, true);
      if (!window.runsOut(window.position)) return window.bytes[window.position]!;
      await window.more("the file");
    }
  }

  /** Passes a byte, which must come next but for whitespace. @throws FormatError */
  async expect(byte: number): Promise<void> {
    if ((await this.peek()) !== byte) throw await this.stopped(this.window.position);
    this.window.position++;
  }

  /** @throws FormatError unless nothing comes next but whitespace. */
  async expectEnd(): Promise<void> {
    await this.peek();
    if (this.window.position !== this.window.limit) throw await this.stopped(this.window.position);
  }

  /**
   * Reads what comes next, as one piece.
   *
   * @param parse returns what it read and where that ends, or throws JsonStop; is called again with more of the file
   * where it stopped for lack of it.
   * @throws FormatError
   */
  async read<T>(parse: (bytes: Uint8Array, start: number) => { value: T; end: number }): Promise<T> {
    await this.peek();
    const { window } = this;
    for (;;) {
      try {
        const { value, end } = parse(window.bytes, window.position);
        window.position = end;
        return value;
      } catch (stop) {
        if (!(stop instanceof JsonStop)) throw stop;
        if (!window.runsOut(stop.position)) throw await this.stopped(stop.position, stop.problem);
        await window.more(this.#name || "a key");
      }
    }
  }

  async string(): Promise<string> {
    return this.read((bytes, start) => {
      const end = stringEnd(bytes, start);
      return { value: stringFrom(bytes, start, end), end };
    });
  }

  /**
   * Reads an object.
   *
   * @param readMember reads the value of a key, which is there once.
   * @throws FormatError
   */
  async members(readMember: (key: string) => Promise<void>): Promise<void> {
    const outer = this.#name;
    const keys = new Set<string>();
    await this.expect(OPEN_BRACE);
    if ((await this.peek()) === CLOSE_BRACE) return void this.window.position++;
    for (;;) {
      await this.peek();
      const place = this.window.position;
      const key = await this.string();
      if (keys.has(key)) throw await this.stopped(place, `the key ${JSON.stringify(key)} is there twice`);
      keys.add(key);
      await this.expect(COLON);
      this.#name = (outer === "" ? key : `${outer}.${key}`).slice(0, MAX_SHOWN);
      await readMember(key);
      this.#name = outer;
      if ((await this.peek()) !== COMMA) return this.expect(CLOSE_BRACE);
      this.window.position++;
    }
  }

  /**
   * The error that a position cannot be passed.
   *
   * @param problem what is wrong, if it is not that the byte there cannot be.
   * @param part of what is being read, as in "row 17".
   */
  async stopped(at: number, problem?: string, wanted?: Wanted, part?: string): Promise<FormatError> {
    const { source } = this.window;
    const where = await placeOf(source, this.window.offsetOf(at));
    const what = [part, this.#name].filter((name) => name !== undefined && name !== "").join(" of ");
    const text = problem ?? explainStop(this.window, at, wanted);
    return new FormatError(source.path, `${where}${what === "" ? "" : `, in ${what}`}: ${text}`);
  }
}

/** Line and column, both counted from 1, of a place in a file. Counted when needed: parsers that count are slower. */
async function placeOf(source: Source, offset: number): Promise<string> {
  const buffer = new Uint8Array(Math.min(offset, 1 << 20));
  let line = 1;
  let lineStart = 0;
  for (let start = 0; start < offset; start += buffer.length) {
    const bytes = buffer.subarray(0, Math.min(buffer.length, offset - start));
    await source.readInto(bytes, start);
    for (let i = bytes.indexOf(NEWLINE); i >= 0; i = bytes.indexOf(NEWLINE, i + 1)) {
      line++;
      lineStart = start + i + 1;
    }
  }
  return `line ${line}, column ${offset - lineStart + 1}`;
}
