import { MAX_METADATA_BYTES } from "../../config/limits.js";
import { Damage, locating, Unsupported } from "../damage.js";
import { FormatError } from "../format-error.js";
import { readBytes, type Source } from "../source.js";
import { FlatTable } from "./flatbuffer.js";
import { readSchema, type Schema } from "./schema.js";

/** Where a message is in the file. */
export interface Block {
  readonly offset: number;
  /** Bytes before the body: marker, length, FlatBuffer and padding. */
  readonly metadataLength: number;
  readonly bodyLength: number;
}

/** A message of the IPC format, without its body; or the end of a stream, as a marker says. */
export type Message = Block & (Content | { readonly kind: "end" });

type Content = { readonly kind: "schema"; readonly schema: Schema } | BatchHeader;

/** Columns, or the values of a dictionary. */
export type BatchMessage = Block & BatchHeader;

/** What a table `RecordBatch` or `DictionaryBatch` says: what a body is made of. */
interface BatchHeader {
  readonly kind: "batch" | "dictionary";
  /** Of a dictionary: which it is, and whether it is added to what was there. */
  readonly id: number;
  readonly isDelta: boolean;
  readonly rows: number;
  /** Length and number of nulls of each column and of what is in its lists, in the order of the schema. */
  readonly nodes: readonly (readonly [length: number, nulls: number])[];
  /** In the body, in the order of the nodes. */
  readonly buffers: readonly (readonly [offset: number, length: number])[];
  /** By the numbers of the format's enums. */
  readonly compression: readonly [codec: number, method: number] | undefined;
  /** For each column of text views, how many buffers it has besides. */
  readonly viewBuffers: readonly number[];
}

/** Marker and length, which stand before each message; a length of 0 is the end of a stream. */
const PREFIX_LENGTH = 8;

/** The length alone: before Arrow 0.15 there was no marker. */
const OLD_PREFIX_LENGTH = 4;

/** Read at once, since a message rarely has more. */
const FIRST_LENGTH = 1024;

/** Numbers of the fields of tables. */
const MESSAGE = { version: 0, headerType: 1, header: 2, bodyLength: 3 };
const DICTIONARY_BATCH = { id: 0, data: 1, isDelta: 2 };
const RECORD_BATCH = { length: 0, nodes: 1, buffers: 2, compression: 3, variadicBufferCounts: 4 };

/** Numbers of the enum `MetadataVersion`: V4 since 2016, V5 since 2020. */
const VERSIONS = [3, 4];

/** Numbers of the union `MessageHeader`. */
const HEADERS = { schema: 1, dictionary: 2, batch: 3 };

/**
 * The message at an offset.
 *
 * @param end of the bytes that can be of messages; there is one at least.
 * @throws FormatError
 */
export async function readMessage(source: Source, offset: number, end: number): Promise<Message> {
  const where = `the message at ${offset}`;
  const damage = (problem: string) => new FormatError(source.path, `is damaged: ${where} ${problem}`);
  const first = await readBytes(source, offset, Math.min(FIRST_LENGTH, end - offset), `a message at ${offset}`);
  const frame = frameOf(first);
  if (frame === undefined) throw damage("is cut off");
  const { prefix, length } = frame;
  if (length === 0) return { kind: "end", offset, metadataLength: prefix, bodyLength: 0 };
  const metadataLength = prefix + length;
  if (length < 0 || metadataLength % 8 !== 0 || length > MAX_METADATA_BYTES)
    throw damage(`would be ${length} bytes long`);
  if (offset + metadataLength > end) throw damage("is cut off");
  const metadata =
    first.length >= metadataLength
      ? first.subarray(prefix, metadataLength)
      : await readBytes(source, offset + prefix, length, `a message at ${offset}`);
  const { content, bodyLength } = locating(source.path, where, () => parseMessage(metadata));
  if (bodyLength % 8 !== 0) throw damage(`has a body of ${bodyLength} bytes, not of a multiple of 8`);
  const bodyEnd = offset + metadataLength + bodyLength;
  if (bodyEnd > end) {
    throw new FormatError(source.path, `is cut off: ${where} would go on to ${bodyEnd}, and must end at ${end}`);
  }
  return { ...content, offset, metadataLength, bodyLength };
}

/** What stands before a message: bytes of it, and the length that it says. Undefined if it is cut off. */
export function frameOf(bytes: Uint8Array): { prefix: number; length: number } | undefined {
  const prefix = hasMarker(bytes) ? PREFIX_LENGTH : OLD_PREFIX_LENGTH;
  if (bytes.length < prefix) return undefined;
  return { prefix, length: new DataView(bytes.buffer, bytes.byteOffset).getInt32(prefix - 4, true) };
}

function hasMarker(bytes: Uint8Array): boolean {
  return bytes.length >= 4 && bytes.subarray(0, 4).every((byte) => byte === 255);
}

/**
 * Whether bytes begin with a message, as streams do: with its marker, or as before Arrow 0.15, which had no magic for it, with
 * the length of a schema, and that.
 */
export function startsWithMessage(bytes: Uint8Array): boolean {
  if (hasMarker(bytes)) return true;
  if (bytes.length < 2 * OLD_PREFIX_LENGTH) return false;
  const length = new DataView(bytes.buffer, bytes.byteOffset).getInt32(0, true);
  if (length <= 0 || length > MAX_METADATA_BYTES || (OLD_PREFIX_LENGTH + length) % 8 !== 0) return false;
  try {
    const message = FlatTable.root(bytes.subarray(OLD_PREFIX_LENGTH));
    return message.int(MESSAGE.headerType, 1) === HEADERS.schema && message.int(MESSAGE.version, 2) <= VERSIONS[1]!;
  } catch {
    return false;
  }
}

/** What the FlatBuffer of a message says. @throws Damage, Unsupported */
function parseMessage(bytes: Uint8Array): { content: Content; bodyLength: number } {
  const message = FlatTable.root(bytes);
  checkVersion(message);
  const type = message.int(MESSAGE.headerType, 1);
  if (!Object.values(HEADERS).includes(type)) {
    throw new Unsupported(`is of type ${type}, as tensors are, and not of a table`);
  }
  const bodyLength = message.size(MESSAGE.bodyLength);
  if (type === HEADERS.schema && bodyLength > 0) throw new Damage("is a schema, and has a body");
  const header = message.required(MESSAGE.header, "header");
  if (type === HEADERS.schema) return { content: { kind: "schema", schema: readSchema(header) }, bodyLength };
  const isDictionary = type === HEADERS.dictionary;
  const batch = isDictionary ? header.required(DICTIONARY_BATCH.data, "data") : header;
  const compression = batch.table(RECORD_BATCH.compression);
  const content: BatchHeader = {
    kind: isDictionary ? "dictionary" : "batch",
    id: isDictionary ? header.size(DICTIONARY_BATCH.id) : 0,
    isDelta: isDictionary && header.bool(DICTIONARY_BATCH.isDelta),
    rows: batch.size(RECORD_BATCH.length),
    nodes: pairs(batch, RECORD_BATCH.nodes),
    buffers: pairs(batch, RECORD_BATCH.buffers),
    compression: compression && [compression.int(0, 1), compression.int(1, 1)],
    viewBuffers: sizes(batch, RECORD_BATCH.variadicBufferCounts, 1),
  };
  return { content, bodyLength };
}

/** The schema that a message is, without its frame. @throws Damage, Unsupported */
export function schemaOf(bytes: Uint8Array): Schema {
  const { content } = parseMessage(bytes);
  if (content.kind !== "schema") throw new Damage("is not a schema");
  return content.schema;
}

/** A vector of structs of two numbers, which are lengths or offsets. */
function pairs(batch: FlatTable, field: number): [number, number][] {
  const found = sizes(batch, field, 2);
  return Array.from({ length: found.length / 2 }, (_, i) => [found[2 * i]!, found[2 * i + 1]!]);
}

/** Of columns, buffers and the like; a dataset has 5 columns at most. */
const MAX_ITEMS = 1000;

function sizes(batch: FlatTable, field: number, perItem: number): number[] {
  const { start, count } = batch.vector(field, 8 * perItem);
  if (count > MAX_ITEMS) throw new Unsupported(`has ${count} columns or buffers, which no dataset has`);
  return Array.from({ length: count * perItem }, (_, i) => batch.sizeAt(start + 8 * i));
}

/** @param table `Message` or `Footer`, which both begin with the version. */
export function checkVersion(table: FlatTable): void {
  const version = table.int(MESSAGE.version, 2);
  if (!VERSIONS.includes(version)) throw new Unsupported(`is of metadata version V${version + 1}, not V4 or V5`);
}
