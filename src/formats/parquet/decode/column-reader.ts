import { bytesOf } from "../../../digest/bytes.js";
import { FormatError } from "../../format-error.js";
import type { Source } from "../../source.js";
import { type PageOptions, PageReader } from "./page-reader.js";
import { BadValue, type Fill, pageValues, type ValueDecoder, type Values } from "./page-values.js";
import type { StoredColumn, StoredRowGroup } from "./row-groups.js";
import { Encoding, nameIn } from "./structures.js";

/** Reads the values of a column, from its first to its last, one row group after the other. */
export class ColumnReader<T extends Values> {
  readonly #source: Source;
  readonly #index: number;
  readonly #decoder: ValueDecoder<T>;
  readonly #options: Omit<PageOptions, "firstRow">;
  #column!: StoredColumn;
  #pages!: PageReader;
  #dictionary: T | undefined;
  /** The next values of the page, and how many are left; without `#fill` they are the input's next bytes. */
  #fill: Fill<T> | undefined;
  #left = 0;
  /** Values of the row group that were read. */
  #passed = 0;

  /**
   * @param index of the column among the leaves of the schema.
   * @param length values of a row.
   */
  constructor(source: Source, index: number, length: number, decoder: ValueDecoder<T>, isOwn: boolean) {
    this.#source = source;
    this.#index = index;
    this.#decoder = decoder;
    this.#options = { isOwn, length, directSize: decoder.directSize };
  }

  /** Goes to the first value of a row group. */
  begin(group: StoredRowGroup): void {
    this.#column = group.columns[this.#index]!;
    this.#pages = new PageReader(this.#source, this.#column, { ...this.#options, firstRow: group.start }, this.#pages);
    this.#dictionary = undefined;
    this.#left = 0;
    this.#passed = 0;
  }

  /** Fills `target` with the next values of the row group, which must have them. @throws FormatError */
  async read(target: T): Promise<void> {
    for (let filled = 0; filled < target.length; ) {
      if (this.#left === 0) {
        if (!(await this.#nextPage())) throw this.#pages.rowError(this.#passed, "is missing");
        continue;
      }
      const count = Math.min(this.#left, target.length - filled);
      const part = target.subarray(filled, filled + count) as T;
      if (this.#fill === undefined) await this.#pages.input.readInto(bytesOf(part));
      else this.#decode(this.#fill, part);
      filled += count;
      this.#left -= count;
      this.#passed += count;
    }
  }

  /** Checks that the row group has no more values. @throws FormatError */
  async end(): Promise<void> {
    while (this.#left === 0 && (await this.#nextPage())) {}
    if (this.#left > 0) throw this.#pages.rowError(this.#passed, "is more than the row group should have");
  }

  /** Goes to the next page of values, if there is one. */
  async #nextPage(): Promise<boolean> {
    for (;;) {
      const page = await this.#pages.next();
      if (page === undefined) return false;
      const { kind, values, encoding, bytes } = page;
      if (kind === "other") continue;
      if (kind === "dictionary") {
        const isFirst = this.#dictionary === undefined && this.#passed === 0;
        if (!isFirst) throw this.#pages.damage("is a dictionary out of place");
        this.#dictionary = this.#dictionaryOf(bytes!, values);
        continue;
      }
      this.#left = values;
      this.#fill = bytes && this.#fillOf(encoding, bytes, values);
      return true;
    }
  }

  #dictionaryOf(bytes: Uint8Array, values: number): T {
    try {
      return this.#pages.located(() => this.#decoder.dictionary(bytes, values));
    } catch (error) {
      if (!(error instanceof BadValue)) throw error;
      const problem = `has a value in the dictionary of ${this.#column.name} that ${error.problem}`;
      throw new FormatError(this.#source.path, problem);
    }
  }

  #fillOf(encoding: number, bytes: Uint8Array, values: number): Fill<T> {
    const fill = this.#pages.located(() => pageValues(this.#decoder, encoding, bytes, values, this.#dictionary));
    if (fill !== undefined) return fill;
    const problem = `has ${this.#column.name} in the encoding ${nameIn(Encoding, encoding)}, which is not supported there`;
    throw new FormatError(this.#source.path, problem);
  }

  #decode(fill: Fill<T>, part: T): void {
    try {
      this.#pages.located(() => fill(part));
    } catch (error) {
      if (!(error instanceof BadValue)) throw error;
      throw this.#pages.rowError(this.#passed + error.index, error.problem);
    }
  }
}
