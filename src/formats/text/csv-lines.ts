import type { ByteWindow } from "./byte-window.js";
import { COMMA, NEWLINE, QUOTE, RETURN } from "./characters.js";
import { columnName, INDEX, SPLIT, Y_CLEAN } from "./csv-header.js";
import { explainToken, textOf } from "./explain-token.js";
import { readLabel } from "./read-label.js";
import { readNumber } from "./read-number.js";
import { isTestName, splitEnd } from "./read-split.js";
import { skipLineEnd } from "./skip-space.js";
import type { Explanation, LineParser } from "./text-lines.js";

/** The lines below the header of a CSV file, with fields in quotes or not. */
export class CsvLines implements LineParser {
  readonly length: number;
  readonly hasCleanLabels: boolean;
  readonly hasSplitColumn: boolean;
  readonly x: Float64Array;
  readonly labels = new Float64Array(2);
  isTest = false;
  readonly #columns: Int32Array;
  /** Where `parse` stopped: index of the field, its beginning, and whether all of it was read. */
  #field = 0;
  #fieldStart = 0;
  #isFieldRead = false;

  /** @param columns as `readCsvHeader` returns them. */
  constructor(columns: Int32Array) {
    this.#columns = columns;
    this.length = columns.filter((column) => column >= 0).length;
    this.hasCleanLabels = columns.includes(Y_CLEAN);
    this.hasSplitColumn = columns.includes(SPLIT);
    this.x = new Float64Array(this.length);
  }

  parse(window: ByteWindow, start: number): number {
    const { bytes } = window;
    const columns = this.#columns;
    const last = columns.length - 1;
    for (let field = 0, from = start; ; field++) {
      const column = columns[field]!;
      const isQuoted = bytes[from] === QUOTE;
      let end = this.#parseValue(bytes, isQuoted ? from + 1 : from, column, isQuoted);
      if (end >= 0 && isQuoted) end = bytes[end] === QUOTE ? end + 1 : ~end;
      if (end < 0) return this.#stop(end, field, from, false);
      if (field === last) {
        const next = skipLineEnd(window, end);
        return next < 0 ? this.#stop(next, field, from, true) : next;
      }
      if (bytes[end] !== COMMA) return this.#stop(~end, field, from, true);
      from = end + 1;
    }
  }

  #parseValue(bytes: Uint8Array, start: number, column: number, isQuoted: boolean): number {
    if (column >= 0) return readNumber(bytes, start, this.x, column);
    if (column === INDEX) return indexEnd(bytes, start, isQuoted);
    if (column !== SPLIT) return readLabel(bytes, start, this.labels, column === Y_CLEAN ? 1 : 0);
    const end = splitEnd(bytes, start);
    this.isTest = isTestName(start, end);
    return end;
  }

  #stop(at: number, field: number, start: number, isRead: boolean): number {
    this.#field = field;
    this.#fieldStart = start;
    this.#isFieldRead = isRead;
    return at;
  }

  explain({ bytes, limit }: ByteWindow, _start: number, at: number): Explanation {
    const { length } = this.#columns;
    const isLineOver = at === limit || bytes[at] === NEWLINE || bytes[at] === RETURN;
    if (this.#isFieldRead && this.#field < length - 1 && isLineOver) {
      return { problem: `ends after field ${this.#field + 1} of ${length}` };
    }
    if (this.#isFieldRead && this.#field === length - 1 && bytes[at] === COMMA) {
      return {
        problem: `has more fields than the ${length} of the header`,
        hint: "Numbers have a point, not a comma.",
      };
    }
    const column = this.#columns[this.#field]!;
    const text = this.#fieldText(bytes, limit);
    return { place: `column ${columnName(column)}`, problem: explainField(text, column) };
  }

  /** The field that `parse` stopped in, or the beginning of a long one. */
  #fieldText(bytes: Uint8Array, limit: number): string {
    let end = this.#fieldStart;
    const goTo = (...stops: number[]) => {
      while (end < limit && end <= this.#fieldStart + 1000 && !stops.includes(bytes[end]!)) end++;
    };
    if (bytes[end] === QUOTE) {
      end++;
      goTo(QUOTE, NEWLINE, RETURN);
    }
    goTo(COMMA, NEWLINE, RETURN);
    return textOf(bytes, this.#fieldStart, end).replace(/^"([^"]*)"$/, "$1");
  }
}

/** Where a field ends that is passed by, but for its closing quote. */
function indexEnd(bytes: Uint8Array, start: number, isQuoted: boolean): number {
  let i = start;
  for (;;) {
    const byte = bytes[i]!;
    if (byte === 0 || byte === NEWLINE || byte === RETURN) return isQuoted ? ~i : i;
    if (byte === QUOTE && isQuoted && bytes[i + 1] !== QUOTE) return i;
    if (byte === QUOTE && isQuoted) i++;
    if (byte === COMMA && !isQuoted) return i;
    i++;
  }
}

function explainField(text: string, column: number): string {
  if (column === INDEX) return explainToken(text, undefined);
  if (column === SPLIT) return `${JSON.stringify(text.slice(0, 30))} is neither "train" nor "test"`;
  return explainToken(text, column >= 0 ? "number" : "label");
}
