import { Builder } from "flatbuffers";
import type { TableInfo } from "../table.js";

/** Values of the unions and enums of Arrow's Schema.fbs and Message.fbs. */
const METADATA_V5 = 4;
const HEADER_SCHEMA = 1;
const TYPE_INT = 2;
const TYPE_FLOATING_POINT = 3;
const TYPE_UTF8 = 5;
const TYPE_FIXED_SIZE_LIST = 16;
const PRECISION = { float32: 1, float64: 2 } as const;

/** What the columns of a table depend on. */
type ArrowColumns = Pick<TableInfo, "dtype" | "length" | "hasCleanLabels" | "hasSplitColumn">;

/**
 * The value of the `ARROW:schema` key: the Arrow schema of the table, an encapsulated IPC message in base 64. It tells
 * Arrow readers (pyarrow, pandas, polars, `datasets`) that x is a fixed-size list, which Parquet itself can't say.
 *
 * Arrow readers show the metadata in this message and not the file's own, so it is here once more.
 *
 * Built with FlatBuffers alone, since loading Arrow takes longer than making and writing the default dataset. The numbers
 * of `addField…` are the fields' positions in the tables of Arrow's Schema.fbs.
 */
export function arrowSchema(info: ArrowColumns, metadata: readonly (readonly [key: string, value: string])[]): string {
  const builder = new Builder(1024);
  const int64 = () => {
    builder.startObject(2);
    builder.addFieldInt32(0, 64, 0); // bitWidth
    builder.addFieldInt8(1, 1, 0); // is_signed
    return builder.endObject();
  };
  const utf8 = () => {
    builder.startObject(0);
    return builder.endObject();
  };

  const fields = [listField(builder, info), field(builder, "y", TYPE_INT, int64())];
  if (info.hasCleanLabels) fields.push(field(builder, "y_clean", TYPE_INT, int64()));
  if (info.hasSplitColumn) fields.push(field(builder, "split", TYPE_UTF8, utf8()));

  const fieldVector = offsets(builder, fields);
  const metadataVector = offsets(
    builder,
    metadata.map((entry) => keyValue(builder, entry)),
  );
  builder.startObject(4); // Schema
  builder.addFieldOffset(1, fieldVector, 0);
  builder.addFieldOffset(2, metadataVector, 0); // custom_metadata: where this message is, Arrow takes no other
  const schema = builder.endObject();

  builder.startObject(5); // Message
  builder.addFieldInt16(0, METADATA_V5, 0);
  builder.addFieldInt8(1, HEADER_SCHEMA, 0);
  builder.addFieldOffset(2, schema, 0);
  builder.finish(builder.endObject());
  return base64(encapsulated(builder.asUint8Array()));
}

function listField(builder: Builder, { dtype, length }: ArrowColumns): number {
  builder.startObject(1); // FloatingPoint
  builder.addFieldInt16(0, PRECISION[dtype], 0);
  const element = field(builder, "element", TYPE_FLOATING_POINT, builder.endObject());
  builder.startObject(1); // FixedSizeList
  builder.addFieldInt32(0, length, 0);
  return field(builder, "x", TYPE_FIXED_SIZE_LIST, builder.endObject(), [element]);
}

/** A field that is never null. */
function field(builder: Builder, name: string, typeType: number, type: number, children: number[] = []): number {
  const nameOffset = builder.createString(name);
  const childVector = offsets(builder, children);
  builder.startObject(7);
  builder.addFieldOffset(0, nameOffset, 0);
  builder.addFieldInt8(2, typeType, 0);
  builder.addFieldOffset(3, type, 0);
  builder.addFieldOffset(5, childVector, 0);
  return builder.endObject();
}

function keyValue(builder: Builder, [key, value]: readonly [string, string]): number {
  const [keyOffset, valueOffset] = [builder.createString(key), builder.createString(value)];
  builder.startObject(2);
  builder.addFieldOffset(0, keyOffset, 0);
  builder.addFieldOffset(1, valueOffset, 0);
  return builder.endObject();
}

function offsets(builder: Builder, targets: readonly number[]): number {
  builder.startVector(4, targets.length, 4);
  for (const target of [...targets].reverse()) builder.addOffset(target);
  return builder.endVector();
}

/** The frame of an IPC message: a continuation marker and the length, padded to a multiple of 8. */
function encapsulated(message: Uint8Array): Uint8Array {
  const length = Math.ceil(message.length / 8) * 8;
  const framed = new Uint8Array(8 + length);
  new DataView(framed.buffer).setInt32(0, -1, true);
  new DataView(framed.buffer).setInt32(4, length, true);
  framed.set(message, 8);
  return framed;
}

function base64(bytes: Uint8Array): string {
  let text = "";
  // A multiple of three, so that the parts can be put together.
  for (let at = 0; at < bytes.length; at += 3072)
    text += btoa(String.fromCharCode.apply(null, bytes.subarray(at, at + 3072) as never));
  return text;
}
