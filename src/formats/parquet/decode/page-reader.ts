import { crc32 } from "node:zlib";
import { FormatError } from "../../format-error.js";
import type { Source } from "../../source.js";
import { checkRepetitionLevels, findAbsence } from "./check-levels.js";
import { locating } from "./damage.js";
import { DECOMPRESSORS } from "./decompress.js";
import { ForwardInput } from "./forward-input.js";
import { type PageInfo, readPageInfo } from "./page-info.js";
import type { StoredColumn } from "./row-groups.js";
import { Encoding } from "./structures.js";

/** The values of a page whose levels were checked, in memory that the next page reuses. */
export interface Page {
  readonly kind: PageInfo["kind"];
  readonly values: number;
  readonly encoding: number;
  /** The values; undefined if they are what comes next in `input`. */
  readonly bytes: Uint8Array | undefined;
}

/** Reads the pages of a column in a row group, and checks that no value is missing in any row. */
export class PageReader {
  readonly input: ForwardInput;
  readonly #path: string;
  readonly #column: StoredColumn;
  readonly #options: PageOptions;
  /** Offset of the last page, and values of the column in pages so far. */
  #pageStart: number;
  #values = 0;
  #memory: Uint8Array;

  /** @param last the reader of the row group before, whose memory is used again. */
  constructor(source: Source, column: StoredColumn, options: PageOptions, last?: PageReader) {
    this.input = new ForwardInput(source, column.start, column.end, last?.input.window);
    this.#path = source.path;
    this.#column = column;
    this.#options = options;
    this.#pageStart = column.start;
    this.#memory = last === undefined ? new Uint8Array(0) : last.#memory;
  }

  /** The next page; undefined after the last. @throws FormatError */
  async next(): Promise<Page | undefined> {
    if (this.input.left === 0) {
      this.#checkEnd();
      return undefined;
    }
    this.#pageStart = this.input.position;
    const { left } = this.input;
    const window = await this.input.peek();
    const { page, headerSize } = this.located(() => readPageInfo(window, this.#column, left, this.#options.isOwn));
    this.input.pass(headerSize);
    if (page.kind === "data") return this.#readData(page);
    const stored = await this.#readStored(page);
    if (page.kind === "other") return { kind: page.kind, values: 0, encoding: page.encoding, bytes: stored };
    const bytes = page.isCompressed ? this.#decompress(stored, page.size) : stored;
    return { kind: page.kind, values: page.values, encoding: page.encoding, bytes };
  }

  /** Calls `decode`, which decodes the last page. @throws FormatError where it throws Damage. */
  located<T>(decode: () => T): T {
    return locating(this.#path, this.#where, decode);
  }

  /** The error that the last page has this problem. */
  damage(problem: string): FormatError {
    return new FormatError(this.#path, `is damaged: ${this.#where} ${problem}`);
  }

  get #where(): string {
    return `the page at byte ${this.#pageStart}, of ${this.#column.name},`;
  }

  /** The error that a row has this problem. @param value of the row group, by its number, that is in the row. */
  rowError(value: number, problem: string, hint?: string): FormatError {
    const row = this.#options.firstRow + Math.floor(value / this.#options.length);
    return new FormatError(this.#path, `row ${row} of ${this.#column.leaf.name} ${problem}`, hint);
  }

  /** Bytes of a page as they are in the file. */
  async #readStored(page: PageInfo): Promise<Uint8Array> {
    const stored = await this.input.take(page.storedSize);
    if (page.crc !== undefined && (crc32(stored) | 0) !== page.crc) {
      throw this.damage("is not what its checksum says");
    }
    return stored;
  }

  #decompress(stored: Uint8Array, size: number): Uint8Array {
    if (this.#memory.length < size) this.#memory = new Uint8Array(size);
    const bytes = this.#memory.subarray(0, size);
    // Writers store nothing where there is nothing to compress.
    if (size > 0 || stored.length > 0) {
      this.located(() => DECOMPRESSORS[this.#column.codec]!.decompress(stored, bytes));
    }
    return bytes;
  }

  async #readData(page: PageInfo): Promise<Page> {
    const { kind, values, encoding, levelSizes } = page;
    if (values > this.#column.values - this.#values) throw this.damage(`has ${values} values, more than its column`);
    const { directSize } = this.#options;
    const isDirect = directSize > 0 && encoding === Encoding.PLAIN && !page.isCompressed && page.crc === undefined;
    const stored = isDirect ? undefined : await this.#readStored(page);
    const isWhole = page.isCompressed && levelSizes === undefined;
    const body = stored && isWhole ? this.#decompress(stored, page.size) : stored;

    let at = 0;
    const take = async (length: number): Promise<Uint8Array> => {
      if (length > page.size - at) throw this.damage("ends within its levels");
      at += length;
      return body === undefined ? this.input.take(length) : body.subarray(at - length, at);
    };
    const takeLevels = async (size: number | undefined): Promise<Uint8Array> => take(size ?? uint32Of(await take(4)));
    await this.#checkLevels(page, takeLevels);

    this.#values += values;
    const size = page.size - at;
    if (body === undefined) {
      const bytes = size === values * directSize ? undefined : await this.input.take(size);
      return { kind, values, encoding, bytes };
    }
    const rest = body.subarray(at);
    return { kind, values, encoding, bytes: page.isCompressed && !isWhole ? this.#decompress(rest, size) : rest };
  }

  /** Checks that each row has as many values as it should. */
  async #checkLevels(page: PageInfo, take: (size: number | undefined) => Promise<Uint8Array>): Promise<void> {
    const { maxRepetition, absences } = this.#column.leaf;
    const { values, levelSizes, rows } = page;
    const { length } = this.#options;
    let whole = values; // up to the first fault of the repetition levels
    if (maxRepetition > 0 || levelSizes?.[0]) {
      const levels = await take(levelSizes?.[0]);
      const position = this.#values % length;
      if (maxRepetition > 0) whole = this.located(() => checkRepetitionLevels(levels, values, position, length));
    }
    if (absences.length > 0 || levelSizes?.[1]) {
      const levels = await take(levelSizes?.[1]);
      const absence = this.located(() =>
        absences.length === 0 ? undefined : findAbsence(levels, values, absences.length),
      );
      if (absence !== undefined && absence.index <= whole) {
        throw this.rowError(this.#values + absence.index, absences[absence.level]!);
      }
    }
    if (whole < values) this.#throwRagged(this.#values + whole);
    if (rows !== undefined && rows * length !== values) throw this.damage(`has ${values} values in ${rows} rows`);
  }

  /** @param value whose row is too short, or too long by it. */
  #throwRagged(value: number): never {
    const { length } = this.#options;
    const before = value % length;
    const { name, values, rows } = this.#column;
    const hint = `There are ${values} values in ${rows} rows in ${name}, and all rows must have as many.`;
    if (before > 0) throw this.rowError(value, `has ${before} values, not ${length}`, hint);
    if (value > 0) throw this.rowError(value - 1, `has more than ${length} values`, hint);
    throw this.rowError(value, "has no beginning");
  }

  #checkEnd(): void {
    const { values, name } = this.#column;
    if (this.#values % this.#options.length > 0) this.#throwRagged(this.#values);
    if (this.#values === values) return;
    throw new FormatError(this.#path, `is damaged: ${name} announces ${values} values and has ${this.#values}`);
  }
}

/** What a reader of pages has to know besides where they are. */
export interface PageOptions {
  /** Whether this product wrote the file. */
  readonly isOwn: boolean;
  /** Values of a row. */
  readonly length: number;
  /** Row of the file that the row group begins with. */
  readonly firstRow: number;
  /** Bytes of PLAIN values that can stay in the input if nothing else is to be done to them; or 0. */
  readonly directSize: number;
}

function uint32Of(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true);
}
