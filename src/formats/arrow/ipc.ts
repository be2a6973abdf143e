import { MAX_METADATA_BYTES } from "../../config/limits.js";
import { Damage, locating } from "../damage.js";
import { FormatError } from "../format-error.js";
import { DIGEST_KEY } from "../metadata.js";
import { readBytes, type Source } from "../source.js";
import { FlatTable } from "./flatbuffer.js";
import { type BatchMessage, type Block, checkVersion, readMessage, schemaOf, startsWithMessage } from "./message.js";
import { readSchema, type Schema } from "./schema.js";

/** What an Arrow file or stream is made of. */
export interface Contents {
  readonly schema: Schema;
  /**
   * Dictionaries and record batches, a dictionary before what needs it. Checks on the way that all bytes of the file belong
   * to something.
   */
  messages(): AsyncGenerator<BatchMessage, void, void>;
}

/** What a file begins with, padded to 8 bytes or more, and ends with. */
const MAGIC = "ARROW1";

/** The magic, padded to 8 bytes. */
const HEAD_LENGTH = 8;

/** It is padded to so many bytes at most: arrow-rs begins all parts of a file at multiples of 64. */
const MAX_HEAD_LENGTH = 64;

/** Length of the footer, and the magic. */
const TRAILER_LENGTH = 4 + MAGIC.length;

/** Bytes that tell what a file is. */
const SNIFFED = 4096;

/** Numbers of the fields of the table `Footer`. */
const FOOTER = { schema: 1, dictionaries: 2, recordBatches: 3 };

/** Struct `Block`: offset (int64), length of metadata (int32), padding, length of body (int64). */
const BLOCK_SIZE = 24;

/** What writers put between the last message and the footer: the marker of the end, that of before 0.15, or nothing. */
const ENDS: readonly string[] = ["ffffffff00000000", "0000000000000000", "00000000", ""];

/**
 * Opens an Arrow file or stream, which are told apart by how they begin.
 *
 * @throws FormatError
 */
export async function openContents(source: Source): Promise<Contents> {
  const head = await readBytes(source, 0, Math.min(SNIFFED, source.size), "the start of an Arrow file");
  if (startsWithMessage(head)) return openStream(source);
  const text = new TextDecoder("latin1").decode(head.subarray(0, HEAD_LENGTH));
  if (text === `${MAGIC}\0\0`) return openFile(source);
  if (text.startsWith(MAGIC))
    throw new FormatError(source.path, `is damaged: no two zeros follow ${MAGIC} at its start`);
  if (text.startsWith("FEA1")) {
    throw new FormatError(source.path, "is a Feather file of version 1, which is not Arrow", "Write it as version 2.");
  }
  throw new FormatError(source.path, `is neither an Arrow file, which begins with ${MAGIC}, nor an Arrow stream`);
}

async function openStream(source: Source): Promise<Contents> {
  const message = await readMessage(source, 0, source.size);
  if (message.kind !== "schema")
    throw new FormatError(source.path, "is an Arrow stream that does not begin with a schema");
  return { schema: message.schema, messages: () => messagesFrom(source, message.metadataLength) };
}

/**
 * The messages of a stream after its schema. The marker of the end must be the last thing. The format allows a stream to end
 * without it, but then one that was cut off between two messages looks the same.
 */
async function* messagesFrom(source: Source, start: number): AsyncGenerator<BatchMessage, void, void> {
  const { path, size } = source;
  for (let at = start; at < size; ) {
    const message = await readMessage(source, at, size);
    if (message.kind === "schema") throw new FormatError(path, `has a second schema, at ${at}`);
    if (message.kind === "end") {
      const rest = size - at - message.metadataLength;
      if (rest === 0) return;
      throw new FormatError(path, `has ${rest} bytes after the end of its data, at ${size - rest}`);
    }
    yield message;
    at += message.metadataLength + message.bodyLength;
  }
  const problem = `ends at ${size} without the marker of the end of a stream, so that nothing tells whether it is whole or cut off`;
  throw new FormatError(path, problem, "If it is whole, write it once more, as a file (pyarrow.ipc.new_file).");
}

/**
 * Opens a file: a stream between the magic and the footer, which says where its parts are. Some writers leave out of it what
 * only a reader of streams would miss: apache-arrow the schema at the start, polars the frame of that message, older ones
 * the marker of the end. polars also puts dictionaries after the batches that need them.
 */
async function openFile(source: Source): Promise<Contents> {
  const damage = (problem: string) => new FormatError(source.path, `is damaged: ${problem}`);
  const { offset: footerAt, schema, dictionaries, batches } = await readFooter(source);
  const blocks = [...dictionaries, ...batches].sort((a, b) => a.offset - b.offset);
  let at = blocks[0]?.offset ?? footerAt;
  if (at < HEAD_LENGTH || at > footerAt) throw damage(`its first message would be at ${at}`);
  at = await checkFirstSchema(source, at, schema);
  for (const { offset, metadataLength, bodyLength } of blocks) {
    if (offset !== at) throw damage(`its footer names a message at ${offset}, where one ended at ${at}`);
    at += metadataLength + bodyLength;
  }
  const rest = footerAt - at;
  const end = rest < 0 || rest > 8 ? undefined : await readBytes(source, at, rest, "the end of the data");
  if (end === undefined || !ENDS.includes(Buffer.from(end).toString("hex"))) {
    throw damage(`it has ${rest} bytes between its data and its footer, at ${at}`);
  }
  return {
    schema,
    async *messages() {
      for (const block of dictionaries) yield messageAt(source, block, "dictionary");
      for (const block of batches) yield messageAt(source, block, "batch");
    },
  };
}

/** A message that is known to be there. @throws FormatError if another one is. */
export async function messageAt(source: Source, block: Block, kind: BatchMessage["kind"]): Promise<BatchMessage> {
  const { offset, metadataLength, bodyLength } = block;
  const message = await readMessage(source, offset, offset + metadataLength + bodyLength);
  const isSame = message.metadataLength === metadataLength && message.bodyLength === bodyLength;
  if (message.kind === kind && isSame) return message as BatchMessage;
  throw new FormatError(source.path, `is damaged: its footer names the message at ${offset} as another one`);
}

/**
 * Compares the schema at the start of a file, if there is one, with the footer's.
 *
 * @param end where the first message after it must begin.
 * @returns where it ends.
 */
async function checkFirstSchema(source: Source, end: number, last: Schema): Promise<number> {
  const damage = (problem: string) => new FormatError(source.path, `is damaged: the schema at its start ${problem}`);
  const head = await readBytes(source, 0, Math.min(end, MAX_HEAD_LENGTH), "the start of an Arrow file");
  const padding = head.subarray(HEAD_LENGTH).findIndex((byte) => byte !== 0);
  const start = padding === -1 ? head.length : HEAD_LENGTH + padding - (padding % 8);
  if (start === end) return end;
  if (end - start > MAX_METADATA_BYTES) throw damage(`would be ${end - start} bytes long`);
  const bytes = await readBytes(source, start, end - start, "the schema");
  const message = startsWithMessage(bytes)
    ? await readMessage(source, start, end)
    : locating(source.path, "the schema at its start", () => ({
        kind: "schema" as const,
        schema: schemaOf(bytes),
        metadataLength: bytes.length,
      }));
  if (message.kind !== "schema") throw damage("is not a schema");
  if (comparable(message.schema) !== comparable(last)) {
    throw damage("has other columns or metadata than that of the footer");
  }
  return start + message.metadataLength;
}

/** A schema as text, but for the digest: that is known when all data is written, and then only the footer can have it. */
function comparable({ metadata, ...others }: Schema): string {
  return JSON.stringify([others, [...metadata].filter(([key]) => key !== DIGEST_KEY)]);
}

/** What the end of a file says of it, and where that begins. */
async function readFooter(source: Source) {
  const { path, size } = source;
  if (size < HEAD_LENGTH + TRAILER_LENGTH)
    throw new FormatError(path, `is cut off: it has ${size} bytes, and so no footer`);
  const trailer = await readBytes(source, size - TRAILER_LENGTH, TRAILER_LENGTH, "the end of an Arrow file");
  if (new TextDecoder().decode(trailer.subarray(4)) !== MAGIC) {
    throw new FormatError(path, `is cut off or damaged: it begins with ${MAGIC}, and does not end with it`);
  }
  const length = new DataView(trailer.buffer).getInt32(0, true);
  const offset = size - TRAILER_LENGTH - length;
  if (length < 8 || length > MAX_METADATA_BYTES || offset < HEAD_LENGTH) {
    throw new FormatError(path, `is damaged: its footer would be ${length} bytes long`);
  }
  const bytes = await readBytes(source, offset, length, "the footer");
  return locating(path, "the footer", () => {
    const footer = FlatTable.root(bytes);
    checkVersion(footer);
    return {
      offset,
      schema: readSchema(footer.required(FOOTER.schema, "schema")),
      dictionaries: readBlocks(footer, FOOTER.dictionaries),
      batches: readBlocks(footer, FOOTER.recordBatches),
    };
  });
}

function readBlocks(footer: FlatTable, field: number): Block[] {
  const { start, count } = footer.vector(field, BLOCK_SIZE);
  return Array.from({ length: count }, (_, i) => {
    const at = start + i * BLOCK_SIZE;
    const [metadataLength, padding] = [footer.view.getInt32(at + 8, true), footer.view.getInt32(at + 12, true)];
    if (padding !== 0) throw new Damage("has a block with something in its padding");
    return { offset: footer.sizeAt(at), metadataLength, bodyLength: footer.sizeAt(at + 16) };
  });
}
