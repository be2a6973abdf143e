import { elementCount } from "../arrays.js";
import type { StoredExamples } from "../format.js";
import { FormatError } from "../format-error.js";
import { forwardSource } from "../forward-source.js";
import { elementTypeFrom } from "../numpy/element-type.js";
import { storedArrayOf } from "../numpy/numpy-array.js";
import { printable } from "../printable.js";
import { type Source, sliceOf } from "../source.js";
import { decodeArrays, type StoredArray } from "../stored-arrays.js";
import { latin1Cursor } from "./latin1-cursor.js";
import { runPickle } from "./run-pickle.js";
import { type ArrayContent, asKind, type Dict, typeName, type Value } from "./values.js";

const KEYS = ["x", "x_test", "y", "y_test", "y_clean", "t", "templates"];
const TEMPLATE_KEYS = ["x", "t", "y"];

/**
 * Opens the original's file, a pickled dict of NumPy arrays, or one with the same keys from any NumPy. It is never
 * unpickled: see docs/decisions/0008.
 *
 * @throws FormatError
 */
export async function decodePickle([source, other]: readonly Source[]): Promise<StoredExamples> {
  const { path } = source!;
  if (other !== undefined) throw new FormatError(other.path, `is a second dataset, beside ${path}`);
  const value = await runPickle(source!);
  const dict = asKind(value, "dict");
  if (dict === undefined) throw new FormatError(path, `holds ${typeName(value)}, not a dict of arrays`);
  const arrays = new Map<string, StoredArray>();
  for (const [key, entry] of entriesOf(dict, KEYS, path)) {
    if (key !== "templates") arrays.set(key, arrayFrom(entry, source!, `${path}: ${key}`));
    else for (const [name, array] of templatesFrom(entry, source!)) arrays.set(name, array);
  }
  return decodeArrays(arrays, path, {});
}

function templatesFrom(value: Value, source: Source): [name: string, array: StoredArray][] {
  const path = `${source.path}: templates`;
  const dict = asKind(value, "dict");
  if (dict === undefined) throw new FormatError(path, `is ${typeName(value)}, not a dict of arrays`);
  return entriesOf(dict, TEMPLATE_KEYS, path).map(([key, entry]) => {
    const name = `templates_${key}`;
    return [name, arrayFrom(entry, source, `${source.path}: ${name}`)];
  });
}

function entriesOf({ entries }: Dict, known: readonly string[], path: string): [key: string, value: Value][] {
  for (const key of entries.keys()) {
    if (known.includes(key)) continue;
    throw new FormatError(path, `has a key ${printable(key)}, and a dataset has only ${known.join(", ")}`);
  }
  return [...entries];
}

function arrayFrom(value: Value, source: Source, path: string): StoredArray {
  const array = asKind(value, "array");
  if (array === undefined) throw new FormatError(path, `is ${typeName(value)}, not a NumPy array`);
  if (array.content === undefined) throw new FormatError(path, "is an array without shape and data");
  const { descr, shape, isFortran } = array.content;
  const type = elementTypeFrom(descr, path);
  const data = dataOf(array.content, elementCount(shape) * type.size, source, path);
  return storedArrayOf({ path, type, shape, isFortran, data });
}

/** @param size bytes that the shape asks for. */
function dataOf({ data }: ArrayContent, size: number, source: Source, path: string): Source {
  const { offset, length, isText } = data;
  // A character has one or two bytes; whether there are as many characters as needed, reading them shows.
  const isPossible = isText && size <= length && length <= 2 * size;
  if (!isPossible) return sliceOf(source, offset, length, path);
  return forwardSource(path, size, () => latin1Cursor(source, offset, length, path));
}
