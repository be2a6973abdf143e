import { lz4Content } from "../compression/lz4.js";
import { zstdContent } from "../compression/zstd.js";
import { Damage, locatingIn, Unsupported } from "../damage.js";
import { integersFrom } from "../integers.js";
import { readBytes, type Source, sliceOf } from "../source.js";
import type { BatchMessage } from "./message.js";
import type { IntType } from "./schema.js";

/** Before the bytes of a compressed buffer stands its length without compression, or -1 if it is not compressed. */
const SIZE_LENGTH = 8;

/** By the numbers of the enum `CompressionType`. */
const CODECS: readonly ((frame: Source, size: number) => Source)[] = [lz4Content, zstdContent];

/** Buffers begin at multiples of 64 at most, so that between them there is less. */
const MAX_ALIGNMENT = 64;

/**
 * What a batch may grow to when decompressed, by its length in the file: a thousandfold, and a megabyte. x is noise that
 * hardly gets smaller; labels and splits, which can get smaller than that, are little beside it.
 */
const MAX_RATIO = 1000;
const FREE_GROWTH = 2 ** 20;

/** The bytes of a buffer, had in order. Reading beyond its size is a mistake of the caller. */
export class BufferReader {
  readonly size: number;
  readonly #source: Source;
  #at = 0;

  constructor(source: Source) {
    this.#source = source;
    this.size = source.size;
  }

  /** Fills the target with the next bytes. */
  async read(target: Uint8Array): Promise<void> {
    await this.#source.readInto(target, this.#at);
    this.#at += target.length;
  }

  /** Fills the target with the next integers. Those that a double does not hold are rounded. */
  async readIntegers({ bits, isSigned }: IntType, target: Float64Array): Promise<void> {
    const bytes = new Uint8Array((target.length * bits) / 8);
    await this.read(bytes);
    integersFrom(bytes.buffer, bits, isSigned, target);
  }

  /** Passes over bytes. What can be had at any place can go back, by a negative count. */
  skip(count: number): void {
    if (count < 0 && this.#source.isForwardOnly) {
      const where = "list views in another order than their values, which are compressed";
      throw new Unsupported(`has ${where}: that is not supported`);
    }
    this.#at += count;
  }

  /** Passes over what was not read. Of a compressed buffer the end is checked, as it is when its last byte is read. */
  async end(): Promise<void> {
    const isChecked = !this.#source.isForwardOnly || this.#at >= this.size;
    if (!isChecked) await this.#source.readInto(new Uint8Array(1), this.size - 1);
  }
}

/**
 * The columns of a record batch, or the values of a dictionary, handed out in the order of the schema. Methods throw Damage
 * and Unsupported.
 */
export class RecordBatch {
  readonly path: string;
  /** As messages name it in its file. */
  readonly where: string;
  readonly rows: number;
  readonly #nodes: BatchMessage["nodes"][number][];
  readonly #buffers: Source[];
  readonly #viewBuffers: number[];

  /** Checks the header of a batch against its body. @throws FormatError */
  static open(source: Source, message: BatchMessage): Promise<RecordBatch> {
    const where = `the ${message.kind === "batch" ? "record batch" : "dictionary"} at ${message.offset}`;
    return locatingIn(source.path, where, async () => {
      checkLayout(message);
      const buffers: Source[] = [];
      for (const [offset, length] of message.buffers) {
        const stored = sliceOf(source, message.offset + message.metadataLength + offset, length);
        buffers.push(await contentOf(stored, message.compression));
      }
      const size = buffers.reduce((sum, buffer) => sum + buffer.size, 0);
      if (size > FREE_GROWTH + MAX_RATIO * message.bodyLength) {
        const growth = `from ${message.bodyLength} bytes to ${size}`;
        throw new Unsupported(`would grow ${growth} when decompressed, which no dataset does`);
      }
      return new RecordBatch(source.path, where, message, buffers);
    });
  }

  private constructor(path: string, where: string, message: BatchMessage, buffers: Source[]) {
    this.path = path;
    this.where = where;
    this.rows = message.rows;
    this.#nodes = [...message.nodes];
    this.#buffers = buffers;
    this.#viewBuffers = [...message.viewBuffers];
  }

  /**
   * Takes the node of a column or of what is in its lists, and the bits that say which values are null: none, so that they need
   * not be read.
   *
   * @returns its length.
   */
  node(what: string, length?: number): number {
    const [count, nulls] = this.#nodes.shift() ?? [];
    if (count === undefined || nulls === undefined) throw new Damage("has fewer columns than its schema");
    if (nulls > 0) {
      throw new Unsupported(`has ${nulls} ${nulls === 1 ? "null" : "nulls"} in ${what}, and a dataset has none`);
    }
    if (length !== undefined && count !== length) throw new Damage(`has ${count} values in ${what}, not ${length}`);
    this.buffer(what);
    return count;
  }

  /** Takes a buffer of a size at least: of other rows of a table that these were sliced from, it may have more. */
  buffer(what: string, size = 0): BufferReader {
    const found = this.#buffers.shift();
    if (found === undefined) throw new Damage("has fewer buffers than its columns need");
    if (found.size < size) throw new Damage(`has ${found.size} bytes for ${what}, and ${size} are needed`);
    return new BufferReader(found);
  }

  /** Passes over the buffers of characters that views lead to. */
  passViewBuffers(): void {
    for (let count = this.#viewBuffers.shift() ?? 0; count > 0; count--) this.buffer("split");
  }

  /** Checks that everything was taken. */
  end(): void {
    if (this.#nodes.length + this.#buffers.length + this.#viewBuffers.length > 0) {
      throw new Damage("has more columns or buffers than its schema");
    }
  }
}

/** Checks that the buffers lie in the body one after the other. Where empty ones are doesn't matter. */
function checkLayout({ buffers, bodyLength }: BatchMessage): void {
  let end = 0;
  for (const [offset, length] of [...buffers.filter(([, length]) => length > 0), [bodyLength, 0] as const]) {
    if (offset % 8 === 0 && offset >= end && offset < end + MAX_ALIGNMENT && offset + length <= bodyLength) {
      end = offset + length;
      continue;
    }
    const what = length === 0 ? "nothing" : `a buffer of ${length} bytes at ${offset},`;
    throw new Damage(`has ${what} after ${end} of the ${bodyLength} bytes of its body`);
  }
}

/** The content of a buffer. */
async function contentOf(stored: Source, compression: BatchMessage["compression"]): Promise<Source> {
  if (compression === undefined) return stored;
  const open = CODECS[compression[1] === 0 ? compression[0] : -1];
  if (open === undefined) throw new Unsupported(`is compressed in a way that is not known (${compression.join(", ")})`);
  if (stored.size === 0) return stored;
  if (stored.size < SIZE_LENGTH) throw new Damage(`has a compressed buffer of ${stored.size} bytes`);
  const bytes = await readBytes(stored, 0, SIZE_LENGTH, "a buffer");
  const size = Number(new DataView(bytes.buffer).getBigInt64(0, true));
  const content = sliceOf(stored, SIZE_LENGTH, stored.size - SIZE_LENGTH);
  // Of nothing, Java writes the length alone.
  if (size === -1 || (size === 0 && content.size === 0)) return content;
  if (size < 0 || !Number.isSafeInteger(size)) throw new Damage(`has a compressed buffer of ${size} bytes`);
  return open(content, size);
}
