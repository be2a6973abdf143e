import { Builder } from "flatbuffers";

/** A table of a FlatBuffer: its fields by their numbers in the schema. */
export type Table = { readonly [field: number]: Value };

export type Value =
  | readonly ["int8" | "int16" | "int32", number]
  | readonly ["int64", number | bigint]
  | readonly ["text", string]
  | readonly ["table", Table]
  | readonly ["tables", readonly Table[]]
  /** A vector of structs of as many 64-bit integers. */
  | readonly ["structs", readonly (readonly (number | bigint)[])[], number];

/** The bytes of a FlatBuffer. */
export function flatbuffer(table: Table): Uint8Array {
  const builder = new Builder(1024);
  builder.forceDefaults(true);
  builder.finish(tableIn(builder, table));
  return builder.asUint8Array().slice();
}

function tableIn(builder: Builder, table: Table): number {
  const entries = Object.entries(table).map(([field, value]) => ({
    field: Number(field),
    value,
    offset: offsetOf(builder, value),
  }));
  builder.startObject(Math.max(0, ...entries.map(({ field }) => field + 1)));
  for (const { field, value, offset } of entries) {
    if (offset !== undefined) builder.addFieldOffset(field, offset, 0);
    else if (value[0] === "int8") builder.addFieldInt8(field, value[1], 0);
    else if (value[0] === "int16") builder.addFieldInt16(field, value[1], 0);
    else if (value[0] === "int32") builder.addFieldInt32(field, value[1], 0);
    else if (value[0] === "int64") builder.addFieldInt64(field, BigInt(value[1]), 0n);
  }
  return builder.endObject();
}

/** Where a value is that does not lie in its table. */
function offsetOf(builder: Builder, value: Value): number | undefined {
  switch (value[0]) {
    case "text":
      return builder.createString(value[1]);
    case "table":
      return tableIn(builder, value[1]);
    case "tables": {
      const offsets = value[1].map((table) => tableIn(builder, table));
      builder.startVector(4, offsets.length, 4);
      for (const offset of offsets.reverse()) builder.addOffset(offset);
      return builder.endVector();
    }
    case "structs": {
      const [, structs, width] = value;
      builder.startVector(8 * width, structs.length, 8);
      for (const word of structs.flat().reverse()) builder.addInt64(BigInt(word));
      return builder.endVector();
    }
    default:
      return undefined;
  }
}
