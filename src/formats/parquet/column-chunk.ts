import { crc32 } from "node:zlib";
import { bytesOf } from "../../digest/bytes.js";
import type { ColumnReader } from "../column-table.js";
import { Damage, locating, locatingIn } from "../damage.js";
import { FormatError } from "../format-error.js";
import { ForwardInput } from "../forward-input.js";
import type { Source } from "../source.js";
import { DECOMPRESSORS } from "./compression.js";
import { checkRepetitionLevels, findAbsence } from "./encodings.js";
import { type Page, readPageHeader } from "./page.js";
import type { StoredColumn } from "./row-group.js";
import { dictionaryOf, type Fill, type Floats, pageValues, type ValueType } from "./values.js";

/** Bytes read at once at least: the header of a page of x and its levels. */
const WINDOW = 32 * 1024;

/** Reads the values of a column chunk from its first to its last, and checks that none is missing in any row. */
export class ChunkReader<T extends Floats> implements ColumnReader<T> {
  readonly #path: string;
  readonly #chunk: StoredColumn;
  readonly #type: ValueType<T>;
  /** Values of a row. */
  readonly #length: number;
  readonly #input: ForwardInput;
  #dictionary: T | undefined;
  /** Offset of the page. */
  #pageStart = 0;
  /** The next values of the page, and how many are left; without `#fill` they are the input's next bytes. */
  #fill: Fill<T> | undefined;
  #left = 0;
  /** Values of the chunk: those in pages so far, and those that were read. */
  #inPages = 0;
  #passed = 0;

  constructor(source: Source, chunk: StoredColumn, type: ValueType<T>, length: number) {
    this.#path = source.path;
    this.#chunk = chunk;
    this.#type = type;
    this.#length = length;
    this.#input = new ForwardInput(source, chunk.start, chunk.end, WINDOW);
  }

  /** @throws FormatError */
  async read(target: T, rows: number): Promise<void> {
    const size = rows * this.#length;
    for (let filled = 0; filled < size; ) {
      if (this.#left === 0) {
        if (!(await this.#nextPage())) throw this.#rowError(this.#passed, "is missing");
        continue;
      }
      const count = Math.min(this.#left, size - filled);
      const part = target.subarray(filled, filled + count) as T;
      const fill = this.#fill;
      if (fill === undefined) await this.#input.readInto(bytesOf(part));
      else locating(this.#path, this.#where, () => fill(part));
      filled += count;
      this.#left -= count;
      this.#passed += count;
    }
  }

  /** @throws FormatError */
  async end(): Promise<void> {
    while (this.#left === 0 && (await this.#nextPage())) {}
    if (this.#left > 0) throw this.#rowError(this.#passed, "is more than the row group should have");
  }

  /** Goes to the next page of values, if there is one. */
  async #nextPage(): Promise<boolean> {
    const { values, name, codec } = this.#chunk;
    await DECOMPRESSORS[codec]?.load?.();
    while (this.#input.left > 0) {
      this.#pageStart = this.#input.position;
      if (await locatingIn(this.#path, this.#where, () => this.#beginPage())) return true;
    }
    if (this.#inPages % this.#length > 0) this.#throwRagged(this.#inPages);
    if (this.#inPages === values) return false;
    throw new FormatError(this.#path, `is damaged: ${name} announces ${values} values and has ${this.#inPages}`);
  }

  /** Reads a page, but for its values. @returns whether it has some. @throws Damage, Unsupported */
  async #beginPage(): Promise<boolean> {
    const { left } = this.#input;
    const page = readPageHeader(await this.#input.peek(), this.#chunk, left);
    this.#input.pass(page.headerSize);
    if (page.kind === "data") await this.#beginValues(page);
    else await this.#readDictionary(page);
    return page.kind === "data";
  }

  /** Bytes of a page as they are in the file. */
  async #readStored({ storedSize, crc }: Page): Promise<Uint8Array> {
    const stored = await this.#input.take(storedSize);
    if (crc !== undefined && (crc32(stored) | 0) !== crc) throw new Damage("is not what its checksum says");
    return stored;
  }

  #decompress(stored: Uint8Array, size: number): Uint8Array {
    // Writers store nothing where there is nothing to compress.
    return size + stored.length === 0 ? stored : DECOMPRESSORS[this.#chunk.codec]!.decompress(stored, size);
  }

  /** Reads a dictionary, or passes over a page of an index. */
  async #readDictionary(page: Page): Promise<void> {
    const stored = await this.#readStored(page);
    if (page.kind === "other") return;
    if (this.#dictionary !== undefined || this.#passed > 0) throw new Damage("is a dictionary out of place");
    const bytes = page.isCompressed ? this.#decompress(stored, page.size) : stored;
    this.#dictionary = dictionaryOf(this.#type, bytes, page.values);
  }

  async #beginValues(page: Page): Promise<void> {
    const { values, encoding, size, isCompressed, levelSizes, crc } = page;
    if (values > this.#chunk.values - this.#inPages) throw new Damage(`has ${values} values, more than its column`);
    const isDirect = this.#type.isDirect && encoding === "PLAIN" && !isCompressed && crc === undefined;
    const stored = isDirect ? undefined : await this.#readStored(page);
    const isWhole = isCompressed && levelSizes === undefined;
    const body = stored && isWhole ? this.#decompress(stored, size) : stored;

    let at = 0;
    const take = async (length: number): Promise<Uint8Array> => {
      if (length > size - at) throw new Damage("ends within its levels");
      at += length;
      return body === undefined ? this.#input.take(length) : body.subarray(at - length, at);
    };
    await this.#checkLevels(page, async (length) => take(length ?? uint32Of(await take(4))));
    this.#inPages += values;
    this.#left = values;
    this.#fill = undefined;
    const rest = size - at;
    if (body === undefined && rest === values * this.#type.size) return;
    const bytes = body === undefined ? await this.#input.take(rest) : body.subarray(at);
    const decompressed = isCompressed && !isWhole ? this.#decompress(bytes, rest) : bytes;
    this.#fill = pageValues(this.#type, encoding, decompressed, values, this.#dictionary);
  }

  /**
   * Checks that each row has as many values as it should.
   *
   * @param take gives so many of the next bytes of the page, or as many as four bytes before them say.
   */
  async #checkLevels(page: Page, take: (size: number | undefined) => Promise<Uint8Array>): Promise<void> {
    const { isList, absences } = this.#chunk.leaf;
    const { values, levelSizes, rows } = page;
    const length = this.#length;
    let whole = values; // up to the first fault of the repetition levels
    if (isList || levelSizes?.[0]) {
      const levels = await take(levelSizes?.[0]);
      if (isList) whole = checkRepetitionLevels(levels, values, this.#inPages % length, length);
    }
    if (absences.length > 0 || levelSizes?.[1]) {
      const levels = await take(levelSizes?.[1]);
      const absence = absences.length === 0 ? undefined : findAbsence(levels, values, absences.length);
      if (absence !== undefined && absence.index <= whole) {
        throw this.#rowError(this.#inPages + absence.index, absences[absence.level]!);
      }
    }
    if (whole < values) this.#throwRagged(this.#inPages + whole);
    if (rows !== undefined && rows * length !== values) throw new Damage(`has ${values} values in ${rows} rows`);
  }

  get #where(): string {
    return `the page at byte ${this.#pageStart}, of ${this.#chunk.name},`;
  }

  /** The error that a row has this problem. @param value of the chunk, by its number, that is in the row. */
  #rowError(value: number, problem: string, hint?: string): FormatError {
    const row = this.#chunk.group.start + Math.floor(value / this.#length);
    return new FormatError(this.#path, `row ${row} of ${this.#chunk.leaf.name} ${problem}`, hint);
  }

  /** @param value whose row is too short, or too long by it. */
  #throwRagged(value: number): never {
    const length = this.#length;
    const before = value % length;
    const { name, values, group } = this.#chunk;
    const hint = `There are ${values} values in ${group.rows} rows in ${name}, and all rows must have as many.`;
    if (before > 0) throw this.#rowError(value, `has ${before} values, not ${length}`, hint);
    if (value > 0) throw this.#rowError(value - 1, `has more than ${length} values`, hint);
    throw this.#rowError(value, "has no beginning");
  }
}

function uint32Of(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true);
}
