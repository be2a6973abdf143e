import type { Chunk } from "../../generate/examples.js";
import type { RowsInfo, Sink } from "../format.js";
import type { EncodeTable, TableCode, TableInfo } from "../table.js";
import { MAX_NUMBER_BYTES } from "./number-text.js";
import { writeFloat32, writeNumber } from "./write-number.js";

const CAPACITY = 1 << 20;
/** Numbers that are written before room is looked for again, and the room that they and a short text take. */
const BATCH = 1024;
const MARGIN = 2 * BATCH * (MAX_NUMBER_BYTES + 1);

const COMMA = 0x2c;

/** Text on its way into a file, in a buffer that is written when it is full. */
export class TextWriter {
  readonly #sink: Sink;
  readonly #bytes = new Uint8Array(CAPACITY + MARGIN);
  #end = 0;

  constructor(sink: Sink) {
    this.#sink = sink;
  }

  /** Adds numbers with commas between them: the shortest decimals that read back as the same of their type. */
  async numbers(values: Float32Array | Float64Array, start: number, end: number): Promise<void> {
    const bytes = this.#bytes;
    const write = values instanceof Float32Array ? writeFloat32 : writeNumber;
    for (let i = start; i < end; ) {
      let position = this.#end;
      for (const stop = Math.min(i + BATCH, end); i < stop; i++) {
        if (i > start) bytes[position++] = COMMA;
        position = write(values[i]!, bytes, position);
      }
      this.#end = position;
      if (position > CAPACITY) await this.flush();
    }
  }

  /** Adds a few ASCII characters, after which come numbers or a flush. */
  text(text: string): void {
    for (let i = 0; i < text.length; i++) this.#bytes[this.#end++] = text.charCodeAt(i);
  }

  /** Writes what is in the buffer. */
  async flush(): Promise<void> {
    const bytes = this.#bytes.subarray(0, this.#end);
    this.#end = 0;
    await this.#sink.write(bytes);
  }
}

type EncodeRows = (sink: Sink, info: RowsInfo) => (chunk: Chunk) => Promise<void>;

/** The writing half of a format that is a header and lines. */
export function textTable(
  encodeRows: EncodeRows,
  header?: (info: TableInfo) => string,
): Pick<TableCode, "encodeTable" | "encodeRows"> {
  const encodeTable: EncodeTable = async (sink, info) => {
    if (header !== undefined) await sink.write(new TextEncoder().encode(header(info)));
    return {
      write: encodeRows(sink, info),
      writeText: (_rows, text) => sink.write(text),
      finish: () => sink.close(),
    };
  };
  return { encodeTable, encodeRows: async (sink, info) => encodeRows(sink, info) };
}
