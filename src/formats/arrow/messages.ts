import { FormatError } from "../format-error.js";
import type { Source } from "../source.js";
import { type Message, readMessage } from "./message.js";
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

/**
 * The messages of a stream after its schema. The marker of the end must be the last thing. The format allows a stream to end
 * without it, but then one that was cut off between two messages looks the same.
 */
export async function* messagesFrom(source: Source, start: number): AsyncGenerator<DataMessage, void, void> {
  const { path, size } = source;
  for (let at = start; at < size; ) {
    const message = await readMessage(source, at, size);
    const { kind } = message;
    if (kind === "schema") throw new FormatError(path, `has a second schema, at ${at}`);
    if (kind === "end") {
      const rest = size - at - message.length;
      if (rest === 0) return;
      throw new FormatError(path, `has ${rest} bytes after the end of its data, at ${size - rest}`);
    }
    yield { ...message, kind };
    at += message.metadataLength + message.bodyLength;
  }
  const problem = `ends at ${size} without the marker of the end of a stream, so that nothing tells whether it is whole or cut off`;
  throw new FormatError(path, problem, "If it is whole, write it once more, as a file (pyarrow.ipc.new_file).");
}
