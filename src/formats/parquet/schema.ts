import type { Dtype } from "../../config/config.js";
import type { Column, ColumnField } from "../../generate/columns.js";
import { type ColumnType, checkColumns } from "../column-table.js";
import { FormatError } from "../format-error.js";
import { printable } from "../printable.js";
import type { PhysicalType, SchemaElement } from "./metadata.js";

/** A column of values: a leaf of the schema. */
export interface Leaf extends ColumnType {
  /** Among the leaves, as row groups have their columns. */
  readonly index: number;
  /** Its name comes first: that of the column of the table that it is, or that it is in. */
  readonly path: readonly string[];
  readonly type: PhysicalType;
  readonly isUnsigned: boolean;
  /** What a row is that has a lower definition level than a value, by that level: "is null", "is empty", … */
  readonly absences: readonly string[];
}

/** The columns of a table of examples. */
export interface TableColumns {
  /** All columns, in the order of the file. */
  readonly leaves: readonly Leaf[];
  /** A list of numbers, or a column for each point. */
  readonly x: readonly Leaf[];
  readonly dtype: Dtype;
  /** What the table has of a dataset, x and y first. */
  readonly columns: readonly Column[];
  /** Those of the others than x. */
  readonly others: ReadonlyMap<ColumnField, Leaf>;
  readonly split: Leaf | undefined;
}

/** What pandas calls the column of an index without a name. */
const PANDAS_INDEX = "__index_level_0__";

/** Columns x0, x1, … are read side by side, each with memory of its own. */
const MAX_WIDE = 128;

/** @throws FormatError for a schema that is no tree, and for one that is not that of a table of examples. */
export function tableColumns(path: string, schema: readonly SchemaElement[]): TableColumns {
  const leaves = leavesOf(path, schema);
  const columns = leaves.filter(({ name }) => name !== PANDAS_INDEX);
  const points = pointColumns(path, columns);
  const table = checkColumns(path, columns, points);
  const named = (name: string) => columns.find((leaf) => leaf.name === name);
  const x = points.length > 0 ? points : [named("x")!];
  const others = table.columns
    .filter(({ field }) => field !== "x")
    .map(({ field, name }) => [field, named(name)!] as const);
  return { ...table, leaves, x, others: new Map(others), split: named("split") };
}

/** The columns x0, x1, … in their order, if there are some. */
function pointColumns(path: string, columns: readonly Leaf[]): Leaf[] {
  const found = columns.filter(({ name }) => /^x\d+$/.test(name));
  if (found.length > MAX_WIDE) {
    throw new FormatError(path, `has ${found.length} columns of points, more than ${MAX_WIDE}`, "Store x as a list.");
  }
  return found.map((_, i) => {
    const leaf = found.find(({ name }) => name === `x${i}`);
    if (leaf === undefined) throw new FormatError(path, `has ${found.length} columns of points, and no column x${i}`);
    return leaf;
  });
}

/**
 * The leaves of a schema, which is a tree, depth first: columns of single values, and lists of values in the shapes that
 * there are: three levels (`x` › `list` › `element`, under any names), two, and a repeated column.
 */
function leavesOf(path: string, schema: readonly SchemaElement[]): Leaf[] {
  const damaged = () => new FormatError(path, "is damaged: its schema is not a tree");
  const [root, ...elements] = schema;
  if (root === undefined || root.numChildren === undefined) throw damaged();
  const leaves: Leaf[] = [];
  let chain: SchemaElement[] = []; // No column of a dataset branches, so that what is under one is a chain.
  for (const element of elements) {
    chain.push(element);
    const { type, numChildren: children = 0 } = element;
    if (children < 0 || (type === undefined) !== children > 0) throw damaged();
    if (children > 1)
      throw new FormatError(path, `has a column ${printable(chain[0]!.name)} of structures, not of numbers`);
    if (type === undefined) continue;
    leaves.push(leafOf(path, leaves.length, chain, type));
    chain = [];
  }
  if (chain.length > 0 || leaves.length !== root.numChildren) throw damaged();
  return leaves;
}

function leafOf(path: string, index: number, chain: readonly SchemaElement[], type: PhysicalType): Leaf {
  const [top, { convertedType, logicalType }] = [chain[0]!, chain.at(-1)!];
  const shape = chain.map(({ repetitionType }) => (repetitionType === "REPEATED" ? "*" : ".")).join("");
  const isAnnotated = top.logicalType?.LIST !== undefined || top.convertedType === "LIST";
  if (!(/^[.*]$/.test(shape) || (isAnnotated && /^\.\*\.?$/.test(shape)))) {
    const problem = `has a column ${printable(top.name)} that is neither a single value nor a list of values`;
    throw new FormatError(path, problem);
  }
  const annotation = convertedType ?? (logicalType && (Object.keys(logicalType)[0] ?? "unknown"));
  const isList = shape !== ".";
  return {
    index,
    name: top.name,
    path: chain.map(({ name }) => name),
    kind: kindOf(type, annotation),
    isList,
    typeName: `${isList ? "list of " : ""}${type}${annotation === undefined ? "" : ` (${annotation})`}`,
    type,
    isUnsigned: annotation?.startsWith("UINT") === true || logicalType?.INTEGER?.isSigned === false,
    absences: chain.flatMap(({ name, repetitionType }, depth) => {
      if (repetitionType === "REQUIRED") return [];
      if (repetitionType === "OPTIONAL") return [depth === 0 ? "is null" : "has a null in it"];
      if (repetitionType === "REPEATED") return ["is empty"];
      throw new FormatError(path, `is damaged: its schema does not say how often ${printable(name)} is there`);
    }),
  };
}

function kindOf(type: PhysicalType, annotation: string | undefined): ColumnType["kind"] {
  if (type === "FLOAT" && annotation === undefined) return "float32";
  if (type === "DOUBLE" && annotation === undefined) return "float64";
  if (/^INT(32|64)$/.test(type) && /^(U?INT_(8|16|32|64)|INTEGER)$/.test(annotation ?? "INTEGER")) return "integer";
  return type === "BYTE_ARRAY" && /^(UTF8|ENUM|STRING)$/.test(annotation ?? "STRING") ? "text" : "other";
}
