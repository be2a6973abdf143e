import { FormatError } from "../../format-error.js";
import { printable } from "../../printable.js";
import { Repetition, type SchemaElement } from "./structures.js";

/** A column of values: a leaf of the schema. */
export interface Leaf {
  /** Of the column of the table that it is, or that it is in. */
  readonly name: string;
  readonly path: readonly string[];
  readonly element: SchemaElement;
  /** Physical type. */
  readonly type: number;
  /** 1 in a list, otherwise 0. */
  readonly maxRepetition: number;
  /** What a row is that has a lower definition level than a value, by that level: "is null", "is empty", … */
  readonly absences: readonly string[];
}

/** Number of the annotation LIST, of the older kind. */
const CONVERTED_LIST = 3;

/**
 * The leaves of a schema, which is a tree, depth first: columns of single values, and lists of values in the shapes that
 * there are: three levels (`x` › `list` › `element`, under any names), two, and a repeated column.
 *
 * @throws FormatError for a schema that is no tree, and for columns of other shapes.
 */
export function leavesOf(path: string, schema: readonly SchemaElement[]): Leaf[] {
  const damaged = () => new FormatError(path, "is damaged: its schema is not a tree");
  const [root, ...elements] = schema;
  if (root === undefined || root.numChildren === undefined) throw damaged();
  let next = 0;
  const leaves: Leaf[] = [];
  while (next < elements.length) {
    // No column of a dataset branches, so that what is under one is a chain.
    const chain: SchemaElement[] = [];
    let element: SchemaElement;
    do {
      const below = elements[next++];
      if (below === undefined) throw damaged();
      element = below;
      chain.push(element);
      const children = element.numChildren ?? 0;
      if (children < 0 || (element.type === undefined) !== children > 0) throw damaged();
      if (children > 1)
        throw new FormatError(path, `has a column ${printable(chain[0]!.name)} of structures, not of numbers`);
    } while (element.type === undefined);
    leaves.push(leafOf(path, chain, element.type));
  }
  if (leaves.length !== root.numChildren) throw damaged();
  const names = leaves.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) throw new FormatError(path, `has two columns ${printable(twice)}`);
  return leaves;
}

function leafOf(path: string, chain: readonly SchemaElement[], type: number): Leaf {
  const [top] = chain as [SchemaElement];
  const repeated = chain.map((element) => element.repetitionType === Repetition.REPEATED);
  const shape = repeated.map((is) => (is ? "*" : ".")).join("");
  const isList = top.logicalType?.LIST !== undefined || top.convertedType === CONVERTED_LIST;
  if (!(shape === "." || shape === "*" || (isList && (shape === ".*" || shape === ".*.")))) {
    throw new FormatError(
      path,
      `has a column ${printable(top.name)} that is neither a single value nor a list of values`,
    );
  }
  return {
    name: top.name,
    path: chain.map(({ name }) => name),
    element: chain.at(-1)!,
    type,
    maxRepetition: repeated.includes(true) ? 1 : 0,
    absences: chain.flatMap((element, depth) => absenceOf(path, element, depth)),
  };
}

function absenceOf(path: string, { name, repetitionType }: SchemaElement, depth: number): string[] {
  switch (repetitionType) {
    case Repetition.REQUIRED:
      return [];
    case Repetition.OPTIONAL:
      return [depth === 0 ? "is null" : "has a null in it"];
    case Repetition.REPEATED:
      return ["is empty"];
    default:
      throw new FormatError(path, `is damaged: its schema does not say how often ${printable(name)} is there`);
  }
}
