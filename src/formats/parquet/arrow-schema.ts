import { Builder } from "flatbuffers";
import type { Dtype } from "../../config/config.js";
import type { TableInfo } from "../table.js";

/** Values of the unions and enums of Arrow's Schema.fbs and Message.fbs. */
const METADATA_V5 = 4;
const HEADER_SCHEMA = 1;
const TYPE_INT = 2;
const TYPE_FLOATING_POINT = 3;
const TYPE_UTF8 = 5;
const TYPE_FIXED_SIZE_LIST = 16;
const PRECISION = { float32: 1, float64: 2 } as const;

/**
 * The value of the `ARROW:schema` key: the Arrow schema of the table, an encapsulated IPC message in base 64. It tells
 * Arrow readers (pyarrow, pandas, polars, `datasets`) that x is a fixed-size list, which Parquet itself can't say.
 *
 * Arrow readers show the metadata in this message and not the file's own, so it is here once more.
 *
 * Built with FlatBuffers alone, since loading Arrow takes longer than making and writing the default dataset. The numbers
 * before the values are the fields' positions in the tables of Arrow's Schema.fbs.
 */
export function arrowSchema(info: TableInfo, metadata: readonly (readonly [key: string, value: string])[]): string {
  const builder = new Builder(1024);
  const int64 = () => table(builder, [0, "Int32", 64], [1, "Int8", 1]); // bitWidth, is_signed
  const fields = info.columns.map(({ name, kind }) => {
    if (kind === "integer") return field(builder, name, TYPE_INT, int64());
    return kind === "signal" ? listField(builder, name, info) : floatField(builder, name, "float64");
  });
  if (info.hasSplitColumn) fields.push(field(builder, "split", TYPE_UTF8, table(builder)));

  const fieldVector = vector(builder, fields);
  const entries = metadata.map(([key, value]) => {
    const [keyOffset, valueOffset] = [builder.createString(key), builder.createString(value)];
    return table(builder, [0, "Offset", keyOffset], [1, "Offset", valueOffset]);
  });
  // custom_metadata: where this message is, Arrow takes no other.
  const schema = table(builder, [1, "Offset", fieldVector], [2, "Offset", vector(builder, entries)]);
  builder.finish(table(builder, [0, "Int16", METADATA_V5], [1, "Int8", HEADER_SCHEMA], [2, "Offset", schema]));
  return base64(encapsulated(builder.asUint8Array()));
}

function listField(builder: Builder, name: string, { dtype, length }: TableInfo): number {
  const element = floatField(builder, "element", dtype);
  return field(builder, name, TYPE_FIXED_SIZE_LIST, table(builder, [0, "Int32", length]), [element]);
}

function floatField(builder: Builder, name: string, dtype: Dtype): number {
  return field(builder, name, TYPE_FLOATING_POINT, table(builder, [0, "Int16", PRECISION[dtype]]));
}

/** A field that is never null. */
function field(builder: Builder, name: string, typeType: number, type: number, children: number[] = []): number {
  const nameOffset = builder.createString(name);
  const childVector = vector(builder, children);
  return table(
    builder,
    [0, "Offset", nameOffset],
    [2, "Int8", typeType],
    [3, "Offset", type],
    [5, "Offset", childVector],
  );
}

type FieldValue = readonly [position: number, kind: "Int8" | "Int16" | "Int32" | "Offset", value: number];

function table(builder: Builder, ...fields: readonly FieldValue[]): number {
  builder.startObject(Math.max(0, ...fields.map(([position]) => position + 1)));
  for (const [position, kind, value] of fields) builder[`addField${kind}`](position, value, 0);
  return builder.endObject();
}

function vector(builder: Builder, targets: readonly number[]): number {
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
