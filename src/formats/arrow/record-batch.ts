import { printable } from "../printable.js";
import { readBytes, type Source } from "../source.js";
import { type Fail, type FlatTable, failIn, readInt, readSize, readTable, readVector, sizeAt } from "./flatbuffer.js";
import type { Message } from "./message.js";

/** The header of a record batch or of the values of a dictionary: what its body is made of. */
export interface RecordBatch {
  readonly rows: number;
  /** Columns and what is in their lists, in the order of the schema. */
  readonly nodes: readonly FieldNode[];
  /** In the order of the nodes. */
  readonly buffers: readonly BodyBuffer[];
  /** Bytes between the buffers and after the last. */
  readonly paddings: readonly ByteRange[];
  /** For each column of text views, how many buffers it has besides. */
  readonly viewBuffers: readonly number[];
  /** Makes the error for something that is wrong in it. */
  readonly fail: Fail;
}

export interface FieldNode {
  readonly length: number;
  readonly nulls: number;
}

export interface ByteRange {
  /** In the file. */
  readonly offset: number;
  readonly length: number;
}

export type Codec = "LZ4" | "zstd";

/** A buffer in the body of a batch; `length` is what it takes in the file. */
export interface BodyBuffer extends ByteRange {
  /** Bytes when it is decompressed. */
  readonly size: number;
  readonly codec: Codec | undefined;
}

const RECORD_BATCH = { length: 0, nodes: 1, buffers: 2, compression: 3, variadicBufferCounts: 4 };

const CODECS: readonly (Codec | undefined)[] = ["LZ4", "zstd"];

/** Of columns, buffers and the like; a dataset has 5 columns at most. */
const MAX_ITEMS = 1000;

/** Buffers begin at multiples of 64 at most, so that between them there is less. */
const MAX_ALIGNMENT = 64;

/** Before the bytes of a compressed buffer stands its length without compression, or -1 if it is not compressed. */
const SIZE_LENGTH = 8;

/**
 * What a batch may grow to when decompressed, by its length in the file: a thousandfold, and a megabyte. x is noise that
 * hardly gets smaller; labels and splits, which can get smaller than that, are little beside it.
 */
const MAX_RATIO = 1000;
const FREE_GROWTH = 2 ** 20;

/**
 * Reads the header of a batch and checks it against the body.
 *
 * @param header table `RecordBatch`.
 * @throws FormatError
 */
export async function readRecordBatch(source: Source, message: Message, header: FlatTable): Promise<RecordBatch> {
  const what = message.kind === "batch" ? "record batch" : "dictionary";
  const fail = failIn(source.path, `the ${what} at ${message.offset}`);
  const codec = codecOf(header, message, fail);
  const ranges = pairs(header, RECORD_BATCH.buffers, fail).map(([offset, length]) => ({ offset, length }));
  const paddings = paddingsBetween(ranges, message, fail);
  const buffers: BodyBuffer[] = [];
  for (const { offset, length } of ranges) {
    const range = { offset: message.offset + message.metadataLength + offset, length };
    buffers.push(await bodyBuffer(source, range, codec, fail));
  }
  const size = buffers.reduce((sum, buffer) => sum + buffer.size, 0);
  if (size > FREE_GROWTH + MAX_RATIO * message.bodyLength) {
    throw fail(
      `would grow from ${message.bodyLength} bytes to ${size} when decompressed, which no dataset does`,
      false,
    );
  }
  return {
    rows: readSize(header, RECORD_BATCH.length),
    nodes: pairs(header, RECORD_BATCH.nodes, fail).map(([length, nulls]) => ({ length, nulls })),
    buffers,
    paddings,
    viewBuffers: numbers(header, RECORD_BATCH.variadicBufferCounts, 1, fail),
    fail,
  };
}

/** What is between buffers that lie in the body one after the other. Where empty ones are doesn't matter. */
function paddingsBetween(ranges: readonly ByteRange[], message: Message, fail: Fail): ByteRange[] {
  const { bodyLength } = message;
  const paddings: ByteRange[] = [];
  let end = 0;
  for (const { offset, length } of [...ranges.filter((range) => range.length > 0), { offset: bodyLength, length: 0 }]) {
    const padding = offset - end;
    if (offset % 8 !== 0 || padding < 0 || padding >= MAX_ALIGNMENT || offset + length > bodyLength) {
      const place = `after ${end} of the ${bodyLength} bytes of its body`;
      throw fail(length === 0 ? `has nothing ${place}` : `has a buffer of ${length} bytes at ${offset}, ${place}`);
    }
    if (padding > 0) paddings.push({ offset: message.offset + message.metadataLength + end, length: padding });
    end = offset + length;
  }
  return paddings;
}

function codecOf(header: FlatTable, { oldCodec }: Message, fail: Fail): Codec | undefined {
  const compression = readTable(header, RECORD_BATCH.compression);
  if (compression === undefined) {
    if (oldCodec === undefined || oldCodec === "uncompressed") return undefined;
    const known = CODECS.find((name) => name?.toLowerCase() === oldCodec);
    if (known === undefined) throw fail(`is compressed in a way that is not known (${printable(oldCodec)})`, false);
    return known;
  }
  const [codec, method] = [readInt(compression, 0, 1), readInt(compression, 1, 1)];
  const name = CODECS[codec];
  if (name === undefined || method !== 0)
    throw fail(`is compressed in a way that is not known (${codec}, ${method})`, false);
  return name;
}

async function bodyBuffer(source: Source, range: ByteRange, codec: Codec | undefined, fail: Fail): Promise<BodyBuffer> {
  const { offset, length } = range;
  if (codec === undefined || length === 0) return { ...range, size: length, codec: undefined };
  if (length < SIZE_LENGTH) throw fail(`has a compressed buffer of ${length} bytes`);
  const bytes = await readBytes(source, offset, SIZE_LENGTH, "a buffer");
  const size = Number(new DataView(bytes.buffer).getBigInt64(0, true));
  const content = { offset: offset + SIZE_LENGTH, length: length - SIZE_LENGTH };
  // Of nothing, Java writes the length alone.
  if (size === -1 || (size === 0 && content.length === 0))
    return { ...content, size: content.length, codec: undefined };
  if (size < 0 || !Number.isSafeInteger(size)) throw fail(`has a compressed buffer of ${size} bytes`);
  return { ...content, size, codec };
}

/** A vector of structs of two numbers, which are lengths or offsets. */
function pairs(header: FlatTable, field: number, fail: Fail): [number, number][] {
  const found = numbers(header, field, 2, fail);
  return Array.from({ length: found.length / 2 }, (_, i) => [found[2 * i]!, found[2 * i + 1]!]);
}

function numbers(header: FlatTable, field: number, perItem: number, fail: Fail): number[] {
  const { start, count } = readVector(header, field, 8 * perItem);
  if (count > MAX_ITEMS) throw fail(`has ${count} columns or buffers, which no dataset has`, false);
  return Array.from({ length: count * perItem }, (_, i) => sizeAt(header, start + 8 * i));
}
