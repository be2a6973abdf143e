import { MAX_METADATA_BYTES } from "../../config/limits.js";
import { FormatError } from "../format-error.js";
import { DIGEST_KEY } from "../metadata.js";
import { printable } from "../printable.js";
import { readBytes, type Source } from "../source.js";
import { type Fail, failIn } from "./flatbuffer.js";
import { type Footer, HEAD_LENGTH, readFooter } from "./footer.js";
import { type Block, type Message, parseMessage, readMessage, startsMessage, startsOldStream } from "./message.js";
import type { Contents, DataMessage } from "./messages.js";
import { readSchema, type Schema, sameFields } from "./schema.js";

/** The magic is padded to so many bytes at most: arrow-rs begins all parts of a file at multiples of 64. */
const MAX_HEAD_LENGTH = 64;

/** What writers put between the last message and the footer: the marker of the end, that of before 0.15, or nothing. */
const ENDS: readonly string[] = ["ffffffff00000000", "0000000000000000", "00000000", ""];

/**
 * Opens a file: a stream between the magic and the footer, which says where its parts are. Some writers leave out of it what
 * only a reader of streams would miss: apache-arrow the schema at the start, polars the frame of that message, older ones
 * the marker of the end. polars also puts dictionaries after the batches that need them.
 *
 * @throws FormatError
 */
export async function openFileContents(source: Source): Promise<Contents> {
  const footer = await readFooter(source);
  const blocks = [...footer.dictionaries, ...footer.batches].sort((a, b) => a.offset - b.offset);
  let at = await checkFirstSchema(source, footer, blocks[0]?.offset ?? footer.offset);
  for (const { offset, metadataLength, bodyLength } of blocks) {
    if (offset !== at) {
      throw new FormatError(
        source.path,
        `is damaged: its footer names a message at ${offset}, where one ended at ${at}`,
      );
    }
    at += metadataLength + bodyLength;
  }
  const rest = footer.offset - at;
  const end = rest < 0 || rest > 8 ? undefined : await readBytes(source, at, rest, "the end of the data");
  if (end === undefined || !ENDS.includes(Buffer.from(end).toString("hex"))) {
    throw new FormatError(source.path, `is damaged: it has ${rest} bytes between its data and its footer, at ${at}`);
  }
  return { schema: footer.schema, messages: () => messagesOf(source, footer) };
}

async function* messagesOf(source: Source, { dictionaries, batches }: Footer): AsyncGenerator<DataMessage, void, void> {
  for (const block of dictionaries) yield messageAt(source, block, "dictionary");
  for (const block of batches) yield messageAt(source, block, "batch");
}

/** A message that the footer names. */
async function messageAt(source: Source, block: Block, kind: DataMessage["kind"]): Promise<DataMessage> {
  const { offset, metadataLength, bodyLength } = block;
  const message = await readMessage(source, offset, offset + metadataLength + bodyLength);
  const isSame =
    message.kind === kind && message.metadataLength === metadataLength && message.bodyLength === bodyLength;
  if (isSame) return { ...message, kind };
  throw new FormatError(source.path, `is damaged: its footer names the message at ${offset} as another one`);
}

/**
 * Compares the schema at the start of a file, if there is one, with the footer's.
 *
 * @param end where the first message after it must begin.
 * @returns where it ends.
 */
async function checkFirstSchema(source: Source, footer: Footer, end: number): Promise<number> {
  if (end < HEAD_LENGTH || end > footer.offset) {
    throw new FormatError(source.path, `is damaged: its first message would be at ${end}`);
  }
  const fail = failIn(source.path, "the schema at its start");
  const head = await readBytes(source, 0, Math.min(end, MAX_HEAD_LENGTH), "the start of an Arrow file");
  const padding = head.subarray(HEAD_LENGTH).findIndex((byte) => byte !== 0);
  const start = padding === -1 ? head.length : HEAD_LENGTH + padding - (padding % 8);
  if (start === end) return end;
  if (end - start > MAX_METADATA_BYTES) throw fail(`would be ${end - start} bytes long`);
  const bytes = await readBytes(source, start, end - start, "the schema");
  if (!startsMessage(bytes) && !startsOldStream(bytes)) {
    compareSchemas(parseMessage(bytes, fail), footer.schema, fail);
    return end;
  }
  const message = await readMessage(source, start, end);
  if (message.kind !== "schema") throw fail("is none");
  compareSchemas(message, footer.schema, fail);
  return start + message.metadataLength;
}

/** The digest is known when all data is written, and then only the footer can have it. */
function compareSchemas(message: Pick<Message, "kind" | "header">, last: Schema, fail: Fail): void {
  if (message.kind !== "schema") throw fail("is none");
  const first = readSchema(message.header);
  if (!sameFields(first, last)) throw fail("has other columns than that of the footer");
  for (const key of new Set([...first.metadata.keys(), ...last.metadata.keys()])) {
    const [before, after] = [first.metadata.get(key), last.metadata.get(key)];
    if (before !== after && !(key === DIGEST_KEY && before === undefined)) {
      throw fail(`has another ${printable(key)} than that of the footer`);
    }
  }
}
