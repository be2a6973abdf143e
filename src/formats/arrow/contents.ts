import { FormatError } from "../format-error.js";
import { readBytes, type Source } from "../source.js";
import { openFileContents } from "./file-contents.js";
import { HEAD_LENGTH, MAGIC } from "./footer.js";
import { readMessage, startsMessage, startsOldStream } from "./message.js";
import { type Contents, messagesFrom } from "./messages.js";
import { readSchema } from "./schema.js";

/** Bytes that tell what a file is. */
const SNIFFED = 4096;

/**
 * Opens an Arrow file or stream, which are told apart by how they begin.
 *
 * @throws FormatError
 */
export async function openContents(source: Source): Promise<Contents> {
  const head = await readBytes(source, 0, Math.min(SNIFFED, source.size), "the start of an Arrow file");
  if (startsMessage(head) || startsOldStream(head)) return openStreamContents(source);
  const text = new TextDecoder("latin1").decode(head.subarray(0, HEAD_LENGTH));
  if (text === `${MAGIC}\0\0`) return openFileContents(source);
  if (text.startsWith(MAGIC))
    throw new FormatError(source.path, `is damaged: no two zeros follow ${MAGIC} at its start`);
  if (text.startsWith("FEA1")) {
    throw new FormatError(source.path, "is a Feather file of version 1, which is not Arrow", "Write it as version 2.");
  }
  throw new FormatError(source.path, `is neither an Arrow file, which begins with ${MAGIC}, nor an Arrow stream`);
}

async function openStreamContents(source: Source): Promise<Contents> {
  const message = await readMessage(source, 0, source.size);
  if (message.kind !== "schema")
    throw new FormatError(source.path, "is an Arrow stream that does not begin with a schema");
  return {
    schema: readSchema(message.header),
    messages: () => messagesFrom(source, message.metadataLength),
  };
}
