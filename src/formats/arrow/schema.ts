import type { ColumnType } from "../column-table.js";
import { Damage, Unsupported } from "../damage.js";
import { PREFIX } from "../metadata.js";
import { printable } from "../printable.js";
import type { FlatTable } from "./flatbuffer.js";

/** What an Arrow file or stream says of its columns and of itself. */
export interface Schema {
  /** Whether the numbers of the data are. */
  readonly isBigEndian: boolean;
  /** In the order of the columns. */
  readonly fields: readonly Field[];
  /** Ours; others may have two of a key, and values that are no text. */
  readonly metadata: ReadonlyMap<string, string>;
}

/** A column, as far as a dataset can have it. */
export interface Field extends ColumnType {
  /** Of integers; of those in a dictionary there, and `dictionary` has that of the indices. */
  readonly integers: IntType | undefined;
  /** Bits of an offset into the items of lists or the characters of texts. */
  readonly offsetBits: 32 | 64;
  /** Of lists of a fixed size, which have no offsets. */
  readonly fixedLength: number | undefined;
  /** Whether each list has a length of its own beside its offset, so that they may be in any order; and short texts are in views. */
  readonly isView: boolean;
  /** Of a dictionary-encoded column, whose kind is that of the values in the dictionary. */
  readonly dictionary: { readonly id: number; readonly index: IntType } | undefined;
}

export interface IntType {
  readonly bits: 8 | 16 | 32 | 64;
  readonly isSigned: boolean;
}

/** Names of the union `Type` of Arrow's Schema.fbs, by their numbers. */
const NAMES = (
  "none null int floating-point binary utf8 bool decimal date time timestamp interval list struct union " +
  "fixed-size-binary fixed-size-list map duration large-binary large-utf8 large-list run-end-encoded " +
  "binary-view utf8-view list-view large-list-view"
).split(" ");

/** A dataset has 4; of each a field is made. */
const MAX_COLUMNS = 1000;

/** Numbers of the fields of tables. */
const SCHEMA = { endianness: 0, fields: 1, customMetadata: 2 };
const FIELD = { name: 0, typeType: 2, type: 3, dictionary: 4, children: 5 };
const DICTIONARY_ENCODING = { id: 0, indexType: 1 };
const KEY_VALUE = { key: 0, value: 1 };

/**
 * What a table `Schema` says.
 *
 * @throws Damage, Unsupported
 * @see https://github.com/apache/arrow/blob/main/format/Schema.fbs
 */
export function readSchema(schema: FlatTable): Schema {
  let characters = 0;
  /** Overlapping texts would make many times the memory of the bytes that they are in. */
  const text = (table: FlatTable, field: number): string => {
    const found = table.string(field) ?? "";
    characters += found.length;
    if (characters > schema.view.byteLength) throw new Damage("has texts that overlap");
    return found;
  };
  const { count } = schema.vector(SCHEMA.fields, 4);
  if (count > MAX_COLUMNS) throw new Unsupported(`has ${count} columns, which no dataset has`);
  const metadata = new Map<string, string>();
  for (const entry of schema.tables(SCHEMA.customMetadata)) {
    const key = text(entry, KEY_VALUE.key);
    if (!key.startsWith(PREFIX)) continue;
    if (metadata.has(key)) throw new Unsupported(`has two metadata keys ${printable(key)}`);
    metadata.set(key, text(entry, KEY_VALUE.value));
  }
  const fields = Array.from(schema.tables(SCHEMA.fields), (field) => fieldOf(field, text(field, FIELD.name)));
  return { isBigEndian: schema.int(SCHEMA.endianness, 2) !== 0, fields, metadata };
}

/** What a table `Field` says; if it is dictionary-encoded, of what is in the dictionary. */
function fieldOf(field: FlatTable, name: string): Field {
  const type = typeNameOf(field);
  const isList = /^(fixed-size-|large-)?list/.test(type);
  const { count } = field.vector(FIELD.children, 4);
  const [item] = field.tables(FIELD.children);
  if (isList && (item === undefined || count !== 1)) throw new Damage(`has a list of ${count} types`);
  const { kind, typeName, integers } = itemOf(isList ? item! : field, isList);
  const encoding = field.table(FIELD.dictionary);
  const index = encoding?.table(DICTIONARY_ENCODING.indexType);
  return {
    name,
    kind: isList && encoding !== undefined ? "other" : kind,
    isList,
    typeName: `${isList ? "list of " : ""}${typeName}${encoding === undefined ? "" : " with a dictionary"}`,
    integers,
    offsetBits: type.startsWith("large") ? 64 : 32,
    fixedLength: type === "fixed-size-list" ? field.required(FIELD.type, "type").int(0, 4) : undefined,
    isView: type.endsWith("view"),
    // An index type that is left out is int32.
    dictionary: encoding && {
      id: encoding.size(DICTIONARY_ENCODING.id),
      index: index === undefined ? { bits: 32, isSigned: true } : intType(index),
    },
  };
}

function typeNameOf(field: FlatTable): string {
  return NAMES[field.int(FIELD.typeType, 1)] ?? "a type that is not known";
}

/** What a single value of a field is. What is in lists in lists is not looked at: hostile ones could be as deep as they like. */
function itemOf(field: FlatTable, isItem: boolean): Pick<ColumnType, "kind" | "typeName"> & { integers?: IntType } {
  const name = typeNameOf(field);
  if (isItem && field.table(FIELD.dictionary) !== undefined) return { kind: "other", typeName: "dictionary" };
  if (name === "int") {
    const integers = intType(field.required(FIELD.type, "type"));
    return { kind: "integer", typeName: `${integers.isSigned ? "" : "u"}int${integers.bits}`, integers };
  }
  if (name === "floating-point") {
    const typeName = (["float16", "float32", "float64"] as const)[field.required(FIELD.type, "type").int(0, 2)];
    if (typeName === undefined) throw new Damage("has floating-point numbers of an unknown precision");
    return { kind: typeName === "float16" ? "other" : typeName, typeName };
  }
  return /utf8/.test(name) ? { kind: "text", typeName: "text" } : { kind: "other", typeName: name };
}

/** The type of a table `Int`. */
function intType(type: FlatTable): IntType {
  const bits = ([8, 16, 32, 64] as const).find((known) => known === type.int(0, 4));
  if (bits === undefined) throw new Damage(`has an integer of ${type.int(0, 4)} bits`);
  return { bits, isSigned: type.bool(1) };
}
