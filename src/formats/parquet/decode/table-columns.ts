import type { Dtype } from "../../../config/config.js";
import { FormatError } from "../../format-error.js";
import { printable } from "../../printable.js";
import { type Leaf, leavesOf } from "./leaves.js";
import type { SchemaElement } from "./structures.js";
import { CONVERTED_TYPES, nameIn, PhysicalType } from "./structures.js";

/** The columns of a table of examples. */
export interface TableColumns {
  /** In the order of the file. */
  readonly leaves: readonly Leaf[];
  /** A list of numbers, or a column for each point. */
  readonly x: Leaf | readonly Leaf[];
  readonly dtype: Dtype;
  readonly y: Leaf;
  readonly yClean: Leaf | undefined;
  readonly split: Leaf | undefined;
}

/** What pandas calls the column of an index without a name. */
const PANDAS_INDEX = "__index_level_0__";

/** Columns x0, x1, … are read side by side, each with memory of its own. */
const MAX_WIDE = 128;

const INTEGERS = /^(U?INT_(8|16|32|64)|INTEGER)$/;
const STRINGS = /^(UTF8|ENUM|STRING)$/;

/** @throws FormatError for a schema that is not that of a table of examples. */
export function tableColumns(path: string, schema: readonly SchemaElement[]): TableColumns {
  const leaves = leavesOf(path, schema);
  const x: Leaf[] = [];
  const others = new Map<string, Leaf>();
  for (const leaf of leaves) {
    const { name } = leaf;
    if (name === PANDAS_INDEX) continue;
    if (/^x\d*$/.test(name)) x.push(leaf);
    else if (!["y", "y_clean", "split"].includes(name)) {
      throw new FormatError(path, `has a column ${printable(name)}, and a dataset only x, y, y_clean and split`);
    } else others.set(name, leaf);
  }
  const label = (name: string) => labelColumn(path, others.get(name));
  const y = label("y");
  if (y === undefined) throw new FormatError(path, "has no column y");
  return { leaves, ...xColumns(path, x), y, yClean: label("y_clean"), split: splitColumn(path, others.get("split")) };
}

function xColumns(path: string, columns: readonly Leaf[]): Pick<TableColumns, "x" | "dtype"> {
  const [first] = columns;
  if (first === undefined) throw new FormatError(path, "has no column x, and no columns x0, x1, …");
  for (const leaf of columns) {
    if (
      annotationOf(leaf.element) !== undefined ||
      (leaf.type !== PhysicalType.FLOAT && leaf.type !== PhysicalType.DOUBLE)
    ) {
      throw new FormatError(path, `has values of type ${typeName(leaf)} in ${leaf.name}, not float32 or float64`);
    }
    if (leaf.type !== first.type) throw new FormatError(path, "has columns of float32 and of float64");
  }
  const dtype = first.type === PhysicalType.DOUBLE ? "float64" : "float32";
  if (first.name === "x" && columns.length === 1) {
    if (first.maxRepetition !== 1) throw new FormatError(path, "has a single number in each row of x, not a list");
    return { x: first, dtype };
  }
  const wide = columns.map((_, i) => columns.find((leaf) => leaf.name === `x${i}`));
  for (const [i, leaf] of wide.entries()) {
    if (leaf === undefined) throw new FormatError(path, `has ${columns.length} columns of points, and no column x${i}`);
    if (leaf.maxRepetition > 0) throw new FormatError(path, `has lists in column ${leaf.name}`);
  }
  if (wide.length > MAX_WIDE) {
    throw new FormatError(path, `has ${wide.length} columns of points, more than ${MAX_WIDE}`, "Store x as a list.");
  }
  return { x: wide as Leaf[], dtype };
}

function labelColumn(path: string, leaf: Leaf | undefined): Leaf | undefined {
  if (leaf === undefined) return undefined;
  const annotation = annotationOf(leaf.element);
  const isInteger = leaf.type === PhysicalType.INT32 || leaf.type === PhysicalType.INT64;
  if (!isInteger || (annotation !== undefined && !INTEGERS.test(annotation)) || leaf.maxRepetition > 0) {
    throw new FormatError(path, `has a column ${leaf.name} of type ${typeName(leaf)}, not of integers`);
  }
  return leaf;
}

function splitColumn(path: string, leaf: Leaf | undefined): Leaf | undefined {
  if (leaf === undefined) return undefined;
  const annotation = annotationOf(leaf.element);
  const isText = leaf.type === PhysicalType.BYTE_ARRAY && (annotation === undefined || STRINGS.test(annotation));
  if (!isText || leaf.maxRepetition > 0) {
    throw new FormatError(path, `has a column split of type ${typeName(leaf)}, not of text`);
  }
  return leaf;
}

/** What the values mean, where their physical type is not all. */
function annotationOf({ convertedType, logicalType }: SchemaElement): string | undefined {
  if (convertedType !== undefined) return CONVERTED_TYPES[convertedType] ?? `number ${convertedType}`;
  if (logicalType === undefined) return undefined;
  return Object.entries(logicalType).find(([, value]) => value !== undefined)?.[0] ?? "unknown";
}

/** Whether the integers of a column have no sign. */
export function isUnsigned({ element }: Leaf): boolean {
  return annotationOf(element)?.startsWith("UINT") || element.logicalType?.INTEGER?.isSigned === false;
}

function typeName({ type, element, maxRepetition }: Leaf): string {
  const annotation = annotationOf(element);
  const name = nameIn(PhysicalType, type) + (annotation === undefined ? "" : ` (${annotation})`);
  return maxRepetition > 0 ? `list of ${name}` : name;
}
