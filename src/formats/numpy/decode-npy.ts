import { ARRAY_NAMES } from "../arrays.js";
import type { StoredExamples } from "../format.js";
import { FormatError } from "../format-error.js";
import { printable } from "../printable.js";
import type { Source } from "../source.js";
import { decodeArrays, type StoredArray } from "../stored-arrays.js";
import { elementTypeFrom } from "./element-type.js";
import { type NpyFile, openNpy } from "./npy-file.js";
import { storedArrayOf } from "./numpy-array.js";

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
    arrays.set(name, arrayOf(await openNpy(source)));
  }
  return decodeArrays(arrays, folder || sources[0]!.path, {});
}

/** @throws FormatError for a name that no array of a dataset has. */
export function checkArrayName(name: string, path: string): void {
  if (ARRAY_NAMES.some((known) => known === name)) return;
  throw new FormatError(path, `has an array ${printable(name)}, and a dataset has only ${ARRAY_NAMES.join(", ")}`);
}

/** @throws FormatError for elements that no array of a dataset has, and where bytes are missing or too many. */
export function arrayOf({ path, descr, shape, isFortran, data }: NpyFile): StoredArray {
  return storedArrayOf({ path, type: elementTypeFrom(descr, path), shape, isFortran, data });
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.search(/[/\\][^/\\]*$/)));
}
