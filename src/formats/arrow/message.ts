import { MAX_METADATA_BYTES } from "../../config/limits.js";
import { FormatError } from "../format-error.js";
import { readBytes, type Source } from "../source.js";
import { type FlatTable, readInt, readSize, requireTable, rootTable } from "./flatbuffer.js";

/** A message of the IPC format, without its body. */
export interface Message extends Block {
  readonly kind: "schema" | "dictionary" | "batch";
  /** Table `Schema`, `DictionaryBatch` or `RecordBatch`. */
  readonly header: FlatTable;
}

/** Where a message is in the file. */
export interface Block {
  readonly offset: number;
  /** Bytes before the body: marker, length, FlatBuffer and padding. */
  readonly metadataLength: number;
  readonly bodyLength: number;
}

/** Marker and length, which stand before each message; a length of 0 is the end of a stream. */
export const PREFIX_LENGTH = 8;

/** What a file has before its messages: the magic, padded. */
export const HEAD_LENGTH = 8;

/** Read at once, since a message rarely has more. */
const FIRST_LENGTH = 1024;

const MESSAGE = { version: 0, headerType: 1, header: 2, bodyLength: 3 };

/** Numbers of the enum `MetadataVersion`: V4 since 2016, V5 since 2020. */
const VERSIONS = [3, 4];

const KINDS: Readonly<Record<number, Message["kind"]>> = { 1: "schema", 2: "dictionary", 3: "batch" };

/**
 * The message at an offset; undefined if the stream ends there, as a marker says.
 *
 * @param end of the bytes that can be of messages.
 * @throws FormatError
 */
export async function readMessage(source: Source, offset: number, end: number): Promise<Message | undefined> {
  const fail = (problem: string) => new FormatError(source.path, `is damaged: the message at ${offset} ${problem}`);
  if (offset === end) {
    throw new FormatError(source.path, `is cut off: it ends at ${offset} without the marker of the end of a stream`);
  }
  const first = await readBytes(source, offset, Math.min(FIRST_LENGTH, end - offset), `a message at ${offset}`);
  if (first.length < PREFIX_LENGTH) throw fail("is cut off");
  if (!startsMessage(first)) throw fail("does not begin with the marker FF FF FF FF, as messages do since Arrow 0.15");
  const length = new DataView(first.buffer).getInt32(4, true);
  if (length === 0) return undefined;
  if (length < 0 || length % 8 !== 0 || length > MAX_METADATA_BYTES) throw fail(`would be ${length} bytes long`);
  if (offset + PREFIX_LENGTH + length > end) throw fail("is cut off");
  const metadata =
    first.length >= PREFIX_LENGTH + length
      ? first.subarray(PREFIX_LENGTH, PREFIX_LENGTH + length)
      : await readBytes(source, offset + PREFIX_LENGTH, length, `a message at ${offset}`);
  const { kind, header, bodyLength } = parseMessage(metadata, fail);
  const metadataLength = PREFIX_LENGTH + length;
  if (bodyLength % 8 !== 0) throw fail(`has a body of ${bodyLength} bytes, not of a multiple of 8`);
  if (offset + metadataLength + bodyLength > end) {
    throw new FormatError(
      source.path,
      `is cut off: the message at ${offset} would go on to ${offset + metadataLength + bodyLength}, and must end at ${end}`,
    );
  }
  return { kind, header, offset, metadataLength, bodyLength };
}

/** Whether bytes begin with the marker of a message. */
export function startsMessage(bytes: Uint8Array): boolean {
  return bytes.length >= 4 && bytes.subarray(0, 4).every((byte) => byte === 255);
}

/** The FlatBuffer of a message. */
export function parseMessage(
  bytes: Uint8Array,
  fail: (problem: string) => Error,
): Pick<Message, "kind" | "header" | "bodyLength"> {
  const message = rootTable(bytes, fail);
  checkVersion(message);
  const type = readInt(message, MESSAGE.headerType, 1);
  const kind = KINDS[type];
  if (kind === undefined) throw fail(`is of type ${type}, which no table has`);
  const bodyLength = readSize(message, MESSAGE.bodyLength);
  if (kind === "schema" && bodyLength > 0) throw fail("is a schema, and has a body");
  return { kind, header: requireTable(message, MESSAGE.header, "header"), bodyLength };
}

/** @param table `Message` or `Footer`, which both begin with the version. */
export function checkVersion(table: FlatTable): void {
  const version = readInt(table, MESSAGE.version, 2);
  if (!VERSIONS.includes(version)) throw table.fail(`is of metadata version V${version + 1}, not V4 or V5`);
}
