import type { Dtype } from "../../config/config.js";
import { FormatError } from "../format-error.js";
import { printable } from "../printable.js";
import { type IntType, type ListType, showType, type TextType } from "./arrow-type.js";
import type { Dictionary, Field, Schema } from "./schema.js";

/** The columns of a dataset in an Arrow table, in the order of the table. */
export type DatasetColumn = XColumn | LabelColumn | SplitColumn;

export interface XColumn {
  readonly name: "x";
  readonly list: ListType;
  readonly dtype: Dtype;
}

export interface LabelColumn {
  readonly name: "y" | "y_clean";
  /** Of the labels, which may be in a dictionary. */
  readonly type: IntType;
  readonly dictionary: Dictionary | undefined;
}

export interface SplitColumn {
  readonly name: "split";
  readonly text: TextType;
  readonly dictionary: Dictionary | undefined;
}

/** @throws FormatError for a column that a dataset does not have, or not of that type, and for one that is missing. */
export function datasetColumns({ fields }: Schema, path: string): DatasetColumn[] {
  const columns = Array.from(fields, ([name, field]) => columnOf(name, field, path));
  for (const name of ["x", "y"]) {
    if (!fields.has(name)) throw new FormatError(path, `has no column ${name}, but ${namesOf(fields)}`);
  }
  return columns;
}

function namesOf(fields: Schema["fields"]): string {
  return fields.size === 0 ? "none at all" : [...fields.keys()].join(", ");
}

function columnOf(name: string, { type, dictionary }: Field, path: string): DatasetColumn {
  const wrong = (expected: string) => {
    const found = `${showType(type)}${dictionary === undefined ? "" : " with a dictionary"}`;
    return new FormatError(path, `has a column ${name} of type ${found}, not ${expected}`);
  };
  switch (name) {
    case "x":
      if (type.kind !== "list" || type.item.kind !== "float" || type.item.bits === 16 || dictionary !== undefined) {
        throw wrong("list of float32 or float64");
      }
      return { name, list: type, dtype: type.item.bits === 64 ? "float64" : "float32" };
    case "y":
    case "y_clean":
      if (type.kind !== "int") throw wrong("integer");
      return { name, type, dictionary };
    case "split":
      if (type.kind !== "text") throw wrong("text");
      return { name, text: type, dictionary };
    default:
      throw new FormatError(path, `has a column ${printable(name)}, which a dataset does not have`);
  }
}
