import { MAX_METADATA_BYTES } from "../../config/limits.js";
import { FormatError } from "../format-error.js";
import { readBytes, type Source } from "../source.js";
import {
  type Fail,
  type FlatTable,
  failIn,
  readInt,
  readSize,
  readString,
  readTables,
  requireTable,
  rootTable,
} from "./flatbuffer.js";

/** A message of the IPC format, without its body. */
export interface Message extends Block {
  readonly kind: "schema" | "dictionary" | "batch";
  /** Table `Schema`, `DictionaryBatch` or `RecordBatch`. */
  readonly header: FlatTable;
  /** How Arrow 0.17 compressed the body: it had no place for that yet but among the metadata. */
  readonly oldCodec: string | undefined;
}

/** Where a message is in the file. */
export interface Block {
  readonly offset: number;
  /** Bytes before the body: marker, length, FlatBuffer and padding. */
  readonly metadataLength: number;
  readonly bodyLength: number;
}

/** Marker and length, which stand before each message; a length of 0 is the end of a stream. */
const PREFIX_LENGTH = 8;

/** The length alone: before Arrow 0.15 there was no marker. */
const OLD_PREFIX_LENGTH = 4;

/** Read at once, since a message rarely has more. */
const FIRST_LENGTH = 1024;

const MESSAGE = { version: 0, headerType: 1, header: 2, bodyLength: 3, customMetadata: 4 };

const OLD_CODEC_KEY = "ARROW:experimental_compression";

/** Numbers of the enum `MetadataVersion`: V4 since 2016, V5 since 2020. */
const VERSIONS = [3, 4];

/** Number of a schema in the union `MessageHeader`. */
const SCHEMA = 1;

const KINDS: Readonly<Record<number, Message["kind"]>> = { [SCHEMA]: "schema", 2: "dictionary", 3: "batch" };

/** The end of a stream, as a marker says. */
export interface EndMarker {
  readonly kind: "end";
  readonly length: number;
}

/**
 * The message at an offset.
 *
 * @param end of the bytes that can be of messages; there is one at least.
 * @throws FormatError
 */
export async function readMessage(source: Source, offset: number, end: number): Promise<Message | EndMarker> {
  const fail = failIn(source.path, `the message at ${offset}`);
  const first = await readBytes(source, offset, Math.min(FIRST_LENGTH, end - offset), `a message at ${offset}`);
  const prefix = startsMessage(first) ? PREFIX_LENGTH : OLD_PREFIX_LENGTH;
  if (first.length < prefix) throw fail("is cut off");
  const length = new DataView(first.buffer).getInt32(prefix - 4, true);
  if (length === 0) return { kind: "end", length: prefix };
  const metadataLength = prefix + length;
  if (length < 0 || metadataLength % 8 !== 0 || length > MAX_METADATA_BYTES)
    throw fail(`would be ${length} bytes long`);
  if (offset + metadataLength > end) throw fail("is cut off");
  const metadata =
    first.length >= metadataLength
      ? first.subarray(prefix, metadataLength)
      : await readBytes(source, offset + prefix, length, `a message at ${offset}`);
  const { kind, header, bodyLength, oldCodec } = parseMessage(metadata, fail);
  if (bodyLength % 8 !== 0) throw fail(`has a body of ${bodyLength} bytes, not of a multiple of 8`);
  if (offset + metadataLength + bodyLength > end) {
    throw new FormatError(
      source.path,
      `is cut off: the message at ${offset} would go on to ${offset + metadataLength + bodyLength}, and must end at ${end}`,
    );
  }
  return { kind, header, oldCodec, offset, metadataLength, bodyLength };
}

/** Whether bytes begin with the marker of a message. */
export function startsMessage(bytes: Uint8Array): boolean {
  return bytes.length >= 4 && bytes.subarray(0, 4).every((byte) => byte === 255);
}

/** Whether a stream from before Arrow 0.15 begins so, which has no magic: with the length of a schema, and that. */
export function startsOldStream(head: Uint8Array): boolean {
  if (head.length < 2 * OLD_PREFIX_LENGTH) return false;
  const length = new DataView(head.buffer, head.byteOffset).getInt32(0, true);
  if (length <= 0 || length > MAX_METADATA_BYTES || (OLD_PREFIX_LENGTH + length) % 8 !== 0) return false;
  try {
    const message = rootTable(head.subarray(OLD_PREFIX_LENGTH), () => new RangeError());
    return readInt(message, MESSAGE.headerType, 1) === SCHEMA && readInt(message, MESSAGE.version, 2) <= VERSIONS[1]!;
  } catch {
    return false;
  }
}

/** The FlatBuffer of a message. */
export function parseMessage(
  bytes: Uint8Array,
  fail: Fail,
): Pick<Message, "kind" | "header" | "bodyLength" | "oldCodec"> {
  const message = rootTable(bytes, fail);
  checkVersion(message);
  const type = readInt(message, MESSAGE.headerType, 1);
  const kind = KINDS[type];
  if (kind === undefined) throw fail(`is of type ${type}, as tensors are, and not of a table`, false);
  const bodyLength = readSize(message, MESSAGE.bodyLength);
  if (kind === "schema" && bodyLength > 0) throw fail("is a schema, and has a body");
  let oldCodec: string | undefined;
  for (const entry of readTables(message, MESSAGE.customMetadata)) {
    if (readString(entry, 0) === OLD_CODEC_KEY) oldCodec = readString(entry, 1)?.toLowerCase();
  }
  return { kind, header: requireTable(message, MESSAGE.header, "header"), bodyLength, oldCodec };
}

/** @param table `Message` or `Footer`, which both begin with the version. */
export function checkVersion(table: FlatTable): void {
  const version = readInt(table, MESSAGE.version, 2);
  if (!VERSIONS.includes(version)) throw table.fail(`is of metadata version V${version + 1}, not V4 or V5`, false);
}
