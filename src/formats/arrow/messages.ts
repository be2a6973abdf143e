import { FormatError } from "../format-error.js";
import type { Source } from "../source.js";
import { type Message, PREFIX_LENGTH, readMessage } from "./message.js";
import type { Schema } from "./schema.js";

/** What an Arrow file or stream is made of. */
export interface Contents {
  readonly schema: Schema;
  /**
   * Dictionaries and record batches, a dictionary before what needs it. Checks on the way that all bytes of the file belong
   * to something.
   */
  messages(): AsyncGenerator<DataMessage, void, void>;
}

export interface DataMessage extends Message {
  readonly kind: "dictionary" | "batch";
}

/** The messages after the schema. The marker of the end must be the last thing before `end`. */
export async function* messagesFrom(
  source: Source,
  start: number,
  end: number,
): AsyncGenerator<DataMessage, void, void> {
  let at = start;
  for (;;) {
    const message = await readMessage(source, at, end);
    if (message === undefined) break;
    const { kind } = message;
    if (kind === "schema") throw new FormatError(source.path, `has a second schema, at ${at}`);
    yield { ...message, kind };
    at += message.metadataLength + message.bodyLength;
  }
  const rest = end - at - PREFIX_LENGTH;
  if (rest > 0) throw new FormatError(source.path, `has ${rest} bytes after the end of its data, at ${end - rest}`);
}
