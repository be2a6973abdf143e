import {
  AsyncByteQueue,
  type Data,
  type DataType,
  Field,
  FixedSizeList,
  Float32,
  Float64,
  Int64,
  Message,
  makeData,
  RecordBatch,
  RecordBatchFileWriter,
  RecordBatchStreamWriter,
  Schema,
  Struct,
  Utf8,
} from "apache-arrow/Arrow.dom";
import { bytesOf, int64FromLabels } from "../../digest/bytes.js";
import type { Chunk } from "../../generate/examples.js";
import type { Encoder, Sink } from "../format.js";
import { DIGEST_KEY, metadataOf } from "../metadata.js";
import type { EncodeTable, TableInfo } from "../table.js";

/** Arrow IPC: x as fixed-size lists, one record batch per chunk. */
export const encodeFile: EncodeTable = (sink, info) => encodeTable(sink, info, new FileWriter());

/** As version 0.1.0 wrote it: without the schema at the start, where only readers of streams look for it. */
export const encodeOldFile: EncodeTable = (sink, info) => encodeTable(sink, info, new RecordBatchFileWriter());

/** The same without a footer, for what cannot be rewound. */
export const encodeStream: EncodeTable = (sink, info) => encodeTable(sink, info, new RecordBatchStreamWriter());

type BatchWriter = RecordBatchFileWriter | RecordBatchStreamWriter;

async function encodeTable(sink: Sink, info: TableInfo, writer: BatchWriter): Promise<Encoder> {
  const schema = schemaOf(info);
  const batchOf = batchMaker(info, schema);
  const output = new PartQueue();
  writer.reset(output, schema);
  await output.moveTo(sink);
  return {
    async write(chunk) {
      writer.write(batchOf(chunk));
      await output.moveTo(sink);
    },
    async finish(digest) {
      // The schema comes once more at the end of a file, which is where readers of files look.
      if (digest !== undefined) schema.metadata.set(DIGEST_KEY, digest);
      writer.finish();
      await output.moveTo(sink);
      await sink.close();
    },
  };
}

/** apache-arrow leaves out of a file the schema at its start, which the format asks for. */
class FileWriter extends RecordBatchFileWriter {
  protected override _writeSchema(schema: Schema): this {
    return super._writeSchema(schema)._writeMessage(Message.from(schema));
  }
}

/** What the writer writes to, emptied after each batch: then the batch's memory, not copied, can be reused. */
class PartQueue extends AsyncByteQueue {
  #parts: Uint8Array[] = [];

  override write(part: ArrayBufferView): void {
    if (part.byteLength > 0) this.#parts.push(bytesOf(part));
  }

  async moveTo(sink: Sink): Promise<void> {
    const parts = this.#parts;
    this.#parts = [];
    for (const part of parts) await sink.write(part);
  }
}

function schemaOf(info: TableInfo): Schema {
  const fields: Field[] = info.columns.map(({ name, kind }) => {
    if (kind === "integer") return Field.new(name, new Int64());
    return kind === "signal" ? Field.new(name, listType(info)) : Field.new(name, new Float64());
  });
  if (info.hasSplitColumn) fields.push(Field.new("split", new Utf8()));
  return new Schema(fields, new Map(metadataOf(info)));
}

function listType(info: TableInfo): FixedSizeList {
  const element = info.dtype === "float64" ? new Float64() : new Float32();
  return new FixedSizeList(info.length, Field.new("item", element));
}

/** Makes record batches of chunks, around their memory. The types are made once, and not for every batch. */
function batchMaker(info: TableInfo, schema: Schema): (chunk: Chunk) => RecordBatch {
  const list = schema.fields[0]!.type as FixedSizeList;
  const element = list.children[0]!.type as Float32;
  const [int64, float64] = [new Int64(), new Float64()];
  const struct = new Struct(schema.fields);
  return (chunk) => {
    const children: Data<DataType>[] = info.columns.map(({ field, kind }) => {
      const values = chunk[field]!;
      if (kind === "integer") return makeData({ type: int64, data: int64FromLabels(values as Int32Array) });
      if (kind === "real") return makeData({ type: float64, data: values as Float64Array });
      const child = makeData({ type: element, data: values as Float32Array });
      return makeData({ type: list, length: chunk.rows, nullCount: 0, child });
    });
    if (info.hasSplitColumn) children.push(repeatedText(chunk.split, chunk.rows));
    return new RecordBatch(schema, makeData({ type: struct, length: chunk.rows, nullCount: 0, children }));
  };
}

function repeatedText(text: string, rows: number): Data<Utf8> {
  const valueOffsets = Int32Array.from({ length: rows + 1 }, (_, i) => i * text.length);
  return makeData({ type: new Utf8(), valueOffsets, data: new TextEncoder().encode(text.repeat(rows)) });
}
