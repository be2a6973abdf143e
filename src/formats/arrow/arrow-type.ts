import { type FlatTable, readBool, readInt, readTable, readTables, readVector, requireTable } from "./flatbuffer.js";

/** An Arrow type, as far as a dataset can have it; of others the name. */
export type ArrowType = ItemType | ListType;

/** What we look at in a list. */
export type ItemType = IntType | FloatType | TextType | { readonly kind: "other"; readonly name: string };

export interface IntType {
  readonly kind: "int";
  readonly bits: 8 | 16 | 32 | 64;
  readonly isSigned: boolean;
}

export interface FloatType {
  readonly kind: "float";
  readonly bits: 16 | 32 | 64;
}

export interface TextType {
  readonly kind: "text";
  /** Bytes of an offset into the characters; "views" have short texts in them. */
  readonly offsets: 4 | 8 | "views";
}

export interface ListType {
  readonly kind: "list";
  readonly item: ItemType;
  /** Bytes of an offset into the items. A list of fixed size has none, but a length. */
  readonly offsets: 4 | 8 | undefined;
  readonly length: number | undefined;
  /** Whether each list has a length of its own beside its offset, so that they may be in any order. */
  readonly isView: boolean;
}

/** Names of the union `Type` of Arrow's Schema.fbs, by their numbers. */
const NAMES = (
  "none null int floating-point binary utf8 bool decimal date time timestamp interval list struct union " +
  "fixed-size-binary fixed-size-list map duration large-binary large-utf8 large-list run-end-encoded " +
  "binary-view utf8-view list-view large-list-view"
).split(" ");

const INT_BITS = [8, 16, 32, 64] as const;
const FLOAT_BITS = [16, 32, 64] as const;

/** Numbers of the fields of the table `Field`. */
const FIELD = { typeType: 2, type: 3, dictionary: 4, children: 5 };

/** The type of a table `Field`; if that is dictionary-encoded, of what is in the dictionary. */
export function typeOfField(field: FlatTable): ArrowType {
  const name = nameOfType(field);
  switch (name) {
    case "list":
    case "list-view":
      return { kind: "list", item: itemOfList(field), offsets: 4, length: undefined, isView: name === "list-view" };
    case "large-list":
    case "large-list-view":
      return {
        kind: "list",
        item: itemOfList(field),
        offsets: 8,
        length: undefined,
        isView: name === "large-list-view",
      };
    case "fixed-size-list": {
      const length = readInt(requireTable(field, FIELD.type, "type"), 0, 4);
      return { kind: "list", item: itemOfList(field), offsets: undefined, length, isView: false };
    }
    default:
      return itemType(field);
  }
}

/** The type of a table `Int`. */
export function intType(type: FlatTable): IntType {
  const bits = INT_BITS.find((known) => known === readInt(type, 0, 4));
  if (bits === undefined) throw type.fail(`has an integer of ${readInt(type, 0, 4)} bits`);
  return { kind: "int", bits, isSigned: readBool(type, 1) };
}

/** A type as messages name it, in the words of pyarrow. */
export function showType(type: ArrowType): string {
  switch (type.kind) {
    case "int":
      return `${type.isSigned ? "" : "u"}int${type.bits}`;
    case "float":
      return `float${type.bits}`;
    case "text":
      return "text";
    case "list":
      return `list of ${showType(type.item)}`;
    case "other":
      return type.name;
  }
}

function nameOfType(field: FlatTable): string {
  return NAMES[readInt(field, FIELD.typeType, 1)] ?? "a type that is not known";
}

function itemOfList(list: FlatTable): ItemType {
  const { count } = readVector(list, FIELD.children, 4);
  const [item] = readTables(list, FIELD.children);
  if (item === undefined || count !== 1) throw list.fail(`has a list of ${count} types`);
  return readTable(item, FIELD.dictionary) === undefined ? itemType(item) : { kind: "other", name: "dictionary" };
}

/** Of nested types the name, so that hostile ones are not followed in their depth. */
function itemType(field: FlatTable): ItemType {
  const name = nameOfType(field);
  switch (name) {
    case "int":
      return intType(requireTable(field, FIELD.type, "type"));
    case "floating-point": {
      const type = requireTable(field, FIELD.type, "type");
      const bits = FLOAT_BITS[readInt(type, 0, 2)];
      if (bits === undefined) throw type.fail("has floating-point numbers of an unknown precision");
      return { kind: "float", bits };
    }
    case "utf8":
      return { kind: "text", offsets: 4 };
    case "large-utf8":
      return { kind: "text", offsets: 8 };
    case "utf8-view":
      return { kind: "text", offsets: "views" };
    default:
      return { kind: "other", name };
  }
}
