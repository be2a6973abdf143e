import { PREFIX } from "../metadata.js";
import { printable } from "../printable.js";
import { type ArrowType, type IntType, intType, typeOfField } from "./arrow-type.js";
import { type FlatTable, readInt, readSize, readString, readTable, readTables } from "./flatbuffer.js";

/** What an Arrow file or stream says of its columns and of itself. */
export interface Schema {
  /** By name, in the order of the columns. */
  readonly fields: ReadonlyMap<string, Field>;
  /** Ours; others may have two of a key, and values that are no text. */
  readonly metadata: ReadonlyMap<string, string>;
}

export interface Field {
  readonly type: ArrowType;
  /** Where the values of a dictionary-encoded column are, and the type of its indices. */
  readonly dictionary?: Dictionary;
}

export interface Dictionary {
  readonly id: number;
  readonly index: IntType;
}

const SCHEMA = { endianness: 0, fields: 1, customMetadata: 2 };
const FIELD = { name: 0, dictionary: 4 };
const DICTIONARY = { id: 0, indexType: 1 };

/**
 * What a table `Schema` says.
 *
 * @see https://github.com/apache/arrow/blob/main/format/Schema.fbs
 */
export function readSchema(schema: FlatTable): Schema {
  if (readInt(schema, SCHEMA.endianness, 2) !== 0)
    throw schema.fail("says that the data is big-endian, which is not supported", false);
  return {
    fields: named(schema, "column", SCHEMA.fields, fieldOf),
    metadata: named(schema, "metadata key", SCHEMA.customMetadata, (entry) => readString(entry, 1) ?? "", PREFIX),
  };
}

/** Whether two schemas have the same columns, in the same order. */
export function sameFields(a: Schema, b: Schema): boolean {
  return JSON.stringify([...a.fields]) === JSON.stringify([...b.fields]);
}

function fieldOf(field: FlatTable): Field {
  const encoding = readTable(field, FIELD.dictionary);
  return { type: typeOfField(field), ...(encoding && { dictionary: dictionaryOf(encoding) }) };
}

function dictionaryOf(encoding: FlatTable): Dictionary {
  const index = readTable(encoding, DICTIONARY.indexType);
  // What is left out is int32.
  const int32 = { kind: "int", bits: 32, isSigned: true } as const;
  return { id: readSize(encoding, DICTIONARY.id), index: index === undefined ? int32 : intType(index) };
}

/** The tables of a vector by their names, which are all different. @param prefix of the names of those that are read. */
function named<T>(
  schema: FlatTable,
  what: string,
  vector: number,
  read: (table: FlatTable) => T,
  prefix = "",
): Map<string, T> {
  const found = new Map<string, T>();
  let characters = 0;
  for (const table of readTables(schema, vector)) {
    const name = readString(table, FIELD.name) ?? "";
    characters += name.length;
    if (!name.startsWith(prefix)) continue;
    if (found.has(name)) throw schema.fail(`has two ${what}s ${printable(name)}`, false);
    const value = read(table);
    found.set(name, value);
    // Overlapping texts would make many times the memory of the bytes that they are in.
    characters += typeof value === "string" ? value.length : 0;
    if (characters > schema.view.byteLength) throw schema.fail(`has ${what}s that overlap`);
  }
  return found;
}
