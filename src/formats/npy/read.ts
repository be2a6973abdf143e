import { ARRAY_NAMES_TEXT, OTHER_ARRAYS, roleOf } from "../arrays.js";
import type { StoredExamples } from "../format.js";
import { FormatError } from "../format-error.js";
import { printable } from "../printable.js";
import { readBytes, type Source, sliceOf } from "../source.js";
import { decodeArrays, type StoredArray } from "../stored-arrays.js";
import { type NumpyArray, storedArrayOf } from "./stored-array.js";

/**
 * Opens the .npy files of a folder, each named after its array.
 *
 * @throws FormatError
 */
export async function decodeNpy(sources: readonly Source[]): Promise<StoredExamples> {
  const arrays = new Map<string, StoredArray>();
  const folder = parentOf(sources[0]!.path);
  for (const source of sources) {
    const { path } = source;
    if (parentOf(path) !== folder) throw new FormatError(path, `is not in the same folder as ${sources[0]!.path}`);
    const name = path
      .slice(folder.length)
      .replace(/^[/\\]/, "")
      .replace(/\.npy$/i, "");
    checkArrayName(name, path);
    if (arrays.has(name)) throw new FormatError(path, `is a second array ${name}`);
    arrays.set(name, storedArrayOf(await openNpy(source)));
  }
  return decodeArrays(arrays, folder || sources[0]!.path, {});
}

/** @throws FormatError for a name that no array of a dataset has. */
export function checkArrayName(name: string, path: string): void {
  if (roleOf(name) !== undefined || OTHER_ARRAYS.includes(name)) return;
  throw new FormatError(path, `has an array ${printable(name)}, and a dataset has only ${ARRAY_NAMES_TEXT}`);
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.search(/[/\\][^/\\]*$/)));
}

/** NumPy refuses longer headers by default. */
const MAX_HEADER = 10_000;

const MAGIC = "\x93NUMPY";

/**
 * Reads the header of a .npy file of version 1.0, 2.0 or 3.0.
 *
 * @throws FormatError
 */
export async function openNpy(source: Source): Promise<NumpyArray> {
  const { path } = source;
  const start = await latin1(source, 0, Math.min(8, source.size), "the start of an array");
  if (start.length < 8 || !start.startsWith(MAGIC)) throw new FormatError(path, "is no .npy file");
  const [major = 0, minor = 0] = [start.charCodeAt(6), start.charCodeAt(7)];
  if (major < 1 || major > 3 || minor !== 0) {
    throw new FormatError(path, `is a .npy file of version ${major}.${minor}, and only 1.0, 2.0 and 3.0 are known`);
  }
  const lengthBytes = major === 1 ? 2 : 4;
  const field = Buffer.from(await readBytes(source, 8, lengthBytes, "the length of the header"));
  const length = field.readUIntLE(0, lengthBytes);
  if (length > MAX_HEADER) throw new FormatError(path, `is damaged: its header would have ${length} bytes`);
  // Version 3.0 is there for names of fields in UTF-8, and arrays with fields are refused.
  const header = await latin1(source, 8 + lengthBytes, length, "the header");
  const dataStart = 8 + lengthBytes + length;
  return { path, ...parseHeader(header, path), data: sliceOf(source, dataStart, source.size - dataStart) };
}

async function latin1(source: Source, offset: number, length: number, what: string): Promise<string> {
  return Buffer.from(await readBytes(source, offset, length, what)).toString("latin1");
}

const KEY = /\s*u?(['"])(descr|fortran_order|shape)\1\s*:/y;

/** Python literals as NumPy writes them. On Python 2 it wrote numbers as `3L` and, now and then, texts as `u'<f8'`. */
const VALUES: Readonly<Record<string, RegExp>> = {
  descr: /\s*u?(?:'([^'\\]*)'|"([^"\\]*)")/y,
  fortran_order: /\s*(True|False)/y,
  // The comma makes it a tuple: (5) is a number.
  shape: /\s*\(\s*((?:(?:0|[1-9]\d*)L?\s*,\s*)+(?:(?:0|[1-9]\d*)L?\s*)?|)\)/y,
};

/**
 * Parses the Python dict of a .npy header, with its keys in any order.
 *
 * @see numpy/doc/neps/nep-0001-npy-format.rst
 */
function parseHeader(header: string, path: string): Pick<NumpyArray, "descr" | "shape" | "isFortran"> {
  let at = 0;
  function find(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = at;
    const match = pattern.exec(header);
    if (match !== null) at = pattern.lastIndex;
    return match;
  }
  function take(pattern: RegExp): RegExpExecArray {
    const match = find(pattern);
    if (match !== null) return match;
    const rest = printable(header.slice(at).trim());
    throw new FormatError(path, `has a header that NumPy does not write, from ${rest} on`);
  }

  const values = new Map<string, string>();
  take(/\s*\{/y);
  while (find(/\s*\}/y) === null) {
    const key = take(KEY)[2]!;
    if (key === "descr" && /^\s*[[(]/.test(header.slice(at))) {
      throw new FormatError(path, "is a structured array, and no array of a dataset is one");
    }
    const [, value, other] = take(values.has(key) ? NEVER : VALUES[key]!);
    values.set(key, value ?? other!);
    if (!/^\s*\}/.test(header.slice(at))) take(/\s*,/y);
  }
  // NumPy pads it with spaces, and ends it with a line.
  take(values.size === 3 ? /\s*$/y : NEVER);
  const shape = values
    .get("shape")!
    .split(",")
    .filter((text) => text.trim() !== "")
    .map((text) => Number.parseInt(text, 10));
  if (!shape.every(Number.isSafeInteger)) throw new FormatError(path, "announces more elements than any file has");
  return { descr: values.get("descr")!, shape, isFortran: values.get("fortran_order") === "True" };
}

const NEVER = /(?!)/y;
