import { ARRAY_NAMES_TEXT, elementCount, roleOf } from "../arrays.js";
import type { StoredExamples } from "../format.js";
import { FormatError } from "../format-error.js";
import { elementTypeFrom, storedArrayOf } from "../npy/stored-array.js";
import { printable } from "../printable.js";
import { type ByteStream, bytesFrom, forwardSource, onlySource, type Source, sliceOf } from "../source.js";
import { decodeArrays, type StoredArray } from "../stored-arrays.js";
import { unpickle } from "./unpickle.js";
import { type ArrayContent, asKind, type Dict, typeName, type Value } from "./values.js";

/** Whether a key is one of a dataset, or of its templates; and which there are, in words. */
interface KnownKeys {
  readonly has: (key: string) => boolean;
  readonly text: string;
}

const KEYS: KnownKeys = {
  has: (key) => key === "t" || key === "templates" || roleOf(key) !== undefined,
  text: ARRAY_NAMES_TEXT.replace("templates_x, templates_t, templates_y", "templates"),
};
const TEMPLATE_KEYS: KnownKeys = { has: (key) => /^[xty]$/.test(key), text: "x, t, y" };

/**
 * Opens the original's file, a pickled dict of NumPy arrays, or one with the same keys from any NumPy. It is never
 * unpickled: see docs/decisions/0009.
 *
 * @throws FormatError
 */
export async function decodePickle(sources: readonly Source[]): Promise<StoredExamples> {
  const source = onlySource(sources);
  const { path } = source;
  const value = await unpickle(source);
  const dict = asKind(value, "dict");
  if (dict === undefined) throw new FormatError(path, `holds ${typeName(value)}, not a dict of arrays`);
  const arrays = new Map<string, StoredArray>();
  for (const [key, entry] of entriesOf(dict, KEYS, path)) {
    if (key !== "templates") arrays.set(key, arrayFrom(entry, source, `${path}: ${key}`));
    else for (const [name, array] of templatesFrom(entry, source)) arrays.set(name, array);
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

function entriesOf({ entries }: Dict, known: KnownKeys, path: string): [key: string, value: Value][] {
  for (const key of entries.keys()) {
    if (known.has(key)) continue;
    throw new FormatError(path, `has a key ${printable(key)}, and a dataset has only ${known.text}`);
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
  return storedArrayOf({ path, descr, shape, isFortran, data });
}

/** @param size bytes that the shape asks for. */
function dataOf({ data }: ArrayContent, size: number, source: Source, path: string): Source {
  const { offset, length, isText } = data;
  // A character has one or two bytes; whether there are as many characters as needed, reading them shows.
  const isPossible = isText && size <= length && length <= 2 * size;
  if (!isPossible) return sliceOf(source, offset, length, path);
  return forwardSource(path, size, () => latin1Bytes(bytesFrom(source, offset, length), path));
}

/** The bytes of a text, each of which is there as the character of its number: protocol 2 of pickle has no bytes. */
async function* latin1Bytes(text: ByteStream, path: string): ByteStream {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  for await (const part of text) yield bytesFromCharacters(decoder.decode(part, { stream: true }), path);
  bytesFromCharacters(decoder.decode(), path);
}

function bytesFromCharacters(text: string, path: string): Uint8Array {
  // What is no UTF-8 has become U+FFFD.
  if (!/[^\0-\xff]/.test(text)) return Buffer.from(text, "latin1");
  throw new FormatError(path, "is damaged: its bytes are not there as a text of Latin-1");
}
