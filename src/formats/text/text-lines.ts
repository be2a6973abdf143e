import { FormatError } from "../format-error.js";
import type { ByteWindow } from "./byte-window.js";
import { NEWLINE, RETURN } from "./characters.js";
import { skipLineEnd } from "./skip-space.js";

/** Reads the lines of one table: each an example. What is read of a line is overwritten by the next. */
export interface LineParser {
  /** Points per example; undefined as long as no line has told. */
  readonly length: number | undefined;
  /** As `length`. */
  readonly hasCleanLabels: boolean | undefined;
  readonly hasSplitColumn: boolean;
  /** The first `length` are x. */
  readonly x: Float64Array;
  /** y, and after it y_clean if there is one. */
  readonly labels: Float64Array;
  /** Of a table with a split column: whether the example is test's. */
  readonly isTest: boolean;
  /** @returns where the next line begins, or ~position of a byte that cannot be, which `explain` explains. */
  parse(window: ByteWindow, start: number): number;
  /** What is wrong with the line that `parse` stopped in. */
  explain(window: ByteWindow, start: number, at: number): Explanation;
}

export interface Explanation {
  /** Where in the line, as in `column 12`; absent if that is all of it. */
  readonly place?: string;
  readonly problem: string;
  readonly hint?: string;
}

/** The lines of a file, one after the other: `do { while (lines.next()) … } while (await lines.more())`. */
export class TextLines {
  /** Number of the next line, counted from 1. */
  line: number;
  readonly #window: ByteWindow;
  readonly #parser: LineParser;
  /** The first of the empty lines that only the end of a file may have. */
  #emptyLine: number | undefined;

  /** @param line number of the line that `window` is at. */
  constructor(window: ByteWindow, parser: LineParser, line: number) {
    this.#window = window;
    this.#parser = parser;
    this.line = line;
  }

  /**
   * Reads the next line into the parser. False if it has to wait for `more`, or if there is none.
   *
   * @throws FormatError
   */
  next(): boolean {
    const window = this.#window;
    while (window.position < window.limit) {
      const { position } = window;
      const byte = window.bytes[position];
      const isEmpty = byte === NEWLINE || byte === RETURN;
      if (!isEmpty && this.#emptyLine !== undefined) throw this.problem({ problem: "is empty" }, this.#emptyLine);
      const end = isEmpty ? skipLineEnd(window, position) : this.#parser.parse(window, position);
      if (end < 0) {
        if (window.runsOut(~end)) return false;
        if (window.bytes[~end - 1] === RETURN) {
          throw this.problem({ problem: "has a carriage return in the middle", hint: "Lines end in \\n or \\r\\n." });
        }
        throw this.problem(this.#parser.explain(window, position, ~end));
      }
      window.position = end;
      if (isEmpty) this.#emptyLine ??= this.line;
      this.line++;
      if (!isEmpty) return true;
    }
    return false;
  }

  /** Reads on in the file. False if it is over. @throws FormatError */
  async more(): Promise<boolean> {
    if (this.#window.isAtEnd) return false;
    await this.#window.more(`line ${this.line}`);
    return true;
  }

  problem({ place, problem, hint }: Explanation, line = this.line): FormatError {
    const where = place === undefined ? `line ${line} ` : `line ${line}, ${place}: `;
    return new FormatError(this.#window.source.path, where + problem, hint);
  }
}
