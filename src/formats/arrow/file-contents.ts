import { MAX_METADATA_BYTES } from "../../config/limits.js";
import { FormatError } from "../format-error.js";
import { DIGEST_KEY } from "../metadata.js";
import { printable } from "../printable.js";
import { readBytes, type Source } from "../source.js";
import type { Fail } from "./flatbuffer.js";
import { type Footer, readFooter } from "./footer.js";
import {
  type Block,
  HEAD_LENGTH,
  type Message,
  PREFIX_LENGTH,
  parseMessage,
  readMessage,
  startsMessage,
} from "./message.js";
import { type Contents, type DataMessage, messagesFrom } from "./messages.js";
import { readSchema, type Schema, sameFields } from "./schema.js";

/**
 * Opens a file: a stream between the magic and the footer, which says where its parts are. Two writers leave out of it what
 * only a reader of streams would miss: apache-arrow the schema at the start, polars the frame of that message. polars also
 * puts dictionaries after the batches that need them.
 *
 * @throws FormatError
 */
export async function openFileContents(source: Source): Promise<Contents> {
  const footer = await readFooter(source);
  const offsets = [...footer.dictionaries, ...footer.batches].map(({ offset }) => offset);
  const first = offsets.reduce((least, offset) => Math.min(least, offset), footer.offset - PREFIX_LENGTH);
  const start = await checkFirstSchema(source, footer, first);
  return { schema: footer.schema, messages: () => messagesOf(source, footer, start) };
}

/** @param start of the first message after the schema. */
async function* messagesOf(source: Source, footer: Footer, start: number): AsyncGenerator<DataMessage, void, void> {
  const { path } = source;
  for (const { offset, metadataLength, bodyLength } of footer.dictionaries) {
    const end = Math.min(offset + metadataLength + bodyLength, footer.offset);
    const message = await readMessage(source, offset, end);
    if (message?.kind !== "dictionary") throw new FormatError(path, `is damaged: there is no dictionary at ${offset}`);
    yield { ...message, kind: message.kind };
  }
  // In the order of the file, which for record batches must be that of the rows.
  const dictionaries = [...footer.dictionaries].sort((a, b) => a.offset - b.offset);
  const found = { dictionary: 0, batch: 0 };
  for await (const message of messagesFrom(source, start, footer.offset)) {
    const { kind, offset } = message;
    const listed = (kind === "batch" ? footer.batches : dictionaries)[found[kind]++];
    if (!isSameBlock(message, listed)) {
      throw new FormatError(path, `is damaged: its footer does not name the message at ${offset}, or as another`);
    }
    if (kind === "batch") yield message;
  }
  const missing = footer.batches[found.batch] ?? dictionaries[found.dictionary];
  if (missing !== undefined) {
    throw new FormatError(
      path,
      `is damaged: its footer names a message at ${missing.offset}, where its data has ended`,
    );
  }
}

function isSameBlock(a: Block, b: Block | undefined): boolean {
  return (["offset", "metadataLength", "bodyLength"] as const).every((key) => a[key] === b?.[key]);
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
  if (end === HEAD_LENGTH) return end;
  const fail = (problem: string) => new FormatError(source.path, `is damaged: the schema at its start ${problem}`);
  const length = end - HEAD_LENGTH;
  if (length > MAX_METADATA_BYTES) throw fail(`would be ${length} bytes long`);
  const bytes = await readBytes(source, HEAD_LENGTH, length, "the schema");
  if (!startsMessage(bytes)) {
    compareSchemas(parseMessage(bytes, fail), footer.schema, fail);
    return end;
  }
  const message = await readMessage(source, HEAD_LENGTH, end);
  if (message === undefined) throw fail("is none");
  compareSchemas(message, footer.schema, fail);
  return HEAD_LENGTH + message.metadataLength;
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
