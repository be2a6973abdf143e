import { Field, FixedSizeList, Float32, RecordBatchStreamWriter, Schema } from "apache-arrow";

/** The value of an `ARROW:schema` key with a column x of lists of this length, as apache-arrow writes it. */
export function arrowSchemaText(length: number, metadata: Readonly<Record<string, string>> = {}): string {
  const list = new FixedSizeList(length, Field.new("item", new Float32()));
  const writer = new RecordBatchStreamWriter();
  writer.reset(undefined, new Schema([Field.new("x", list)], new Map(Object.entries(metadata))));
  writer.finish();
  return Buffer.from(writer.toUint8Array(true)).toString("base64");
}
