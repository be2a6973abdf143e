import { type FlatTable, readInt, readString, readTable, readTables } from "../../arrow/flatbuffer.js";
import { parseMessage } from "../../arrow/message.js";
import { Damage } from "./damage.js";

/** What is needed of the Arrow schema of a file. */
export interface StoredArrowSchema {
  readonly metadata: readonly (readonly [key: string, value: string])[];
  /** Points of the fixed-size lists of x; undefined if it is of another type. */
  readonly length: number | undefined;
}

/** Fields of Arrow's Schema.fbs, and the number of a type. */
const SCHEMA = { fields: 1, customMetadata: 2 };
const FIELD = { name: 0, typeType: 2, type: 3 };
const FIXED_SIZE_LIST = { listSize: 0 };
const KEY_VALUE = { key: 0, value: 1 };
const TYPE_FIXED_SIZE_LIST = 16;

/** Reads the value of the `ARROW:schema` key: an encapsulated IPC message in base 64. @throws Damage */
export function readArrowSchema(base64: string): StoredArrowSchema {
  const bytes = Buffer.from(base64, "base64");
  if (bytes.toString("base64") !== base64) throw new Damage("is not base 64");
  const schema = schemaOfMessage(bytes);
  let length: number | undefined;
  for (const field of readTables(schema, SCHEMA.fields)) {
    if (readString(field, FIELD.name) === "x") length = listSize(field);
  }
  const metadata: [string, string][] = [];
  let characters = 0;
  for (const entry of readTables(schema, SCHEMA.customMetadata)) {
    const [key = "", value = ""] = [readString(entry, KEY_VALUE.key), readString(entry, KEY_VALUE.value)];
    metadata.push([key, value]);
    // Overlapping texts would make many times the memory of the bytes that they are in.
    characters += key.length + value.length;
    if (characters > bytes.length) throw new Damage("has metadata that overlaps");
  }
  return { metadata, length };
}

function listSize(field: FlatTable): number | undefined {
  if (readInt(field, FIELD.typeType, 1) !== TYPE_FIXED_SIZE_LIST) return undefined;
  const type = readTable(field, FIELD.type);
  return type && readInt(type, FIXED_SIZE_LIST.listSize, 4);
}

/** The frame is a continuation marker, which old writers leave out, and the length of the message. */
function schemaOfMessage(bytes: Uint8Array): FlatTable {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length < 8) throw new Damage("is cut off");
  const start = view.getInt32(0, true) === -1 ? 8 : 4;
  const length = view.getInt32(start - 4, true);
  if (length < 0 || length > bytes.length - start) throw new Damage("is cut off");
  const message = parseMessage(bytes.subarray(start, start + length), (problem) => new Damage(problem));
  if (message.kind !== "schema") throw new Damage("is not a schema");
  return message.header;
}
