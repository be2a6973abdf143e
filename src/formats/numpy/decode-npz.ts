import type { StoredExamples, StoredMetadata } from "../format.js";
import { FormatError } from "../format-error.js";
import { printable } from "../printable.js";
import type { Source } from "../source.js";
import { decodeArrays, type StoredArray } from "../stored-arrays.js";
import { configFromText } from "../stored-config.js";
import { listZip } from "../zip/zip-directory.js";
import type { ZipMember } from "../zip/zip-layout.js";
import { memberSource } from "../zip/zip-member.js";
import { arrayOf, checkArrayName } from "./decode-npy.js";
import { openNpy } from "./npy-file.js";
import { readText } from "./read-text.js";

/** Scalar strings beside the arrays. */
const TEXTS = ["config", "config_digest", "digest", "version"];

/** Examples are mostly noise: no compressor makes them smaller by more than some percent. */
const MAX_RATIO_OF_EXAMPLES = 100;

/** What is small may well be compressed so. */
const SMALL_SIZE = 2 ** 20;

/**
 * Opens an archive of arrays: of ours, or as `numpy.savez` and `numpy.savez_compressed` write it.
 *
 * @throws FormatError
 */
export async function decodeNpz([source, other]: readonly Source[]): Promise<StoredExamples> {
  const { path } = source!;
  if (other !== undefined) throw new FormatError(other.path, `is a second dataset, beside ${path}`);
  const arrays = new Map<string, StoredArray>();
  const texts = new Map<string, string>();
  for (const member of await listZip(source!)) {
    const name = checkMember(member, path);
    const file = await openNpy(memberSource(source!, member, `${path}: ${name}`));
    if (TEXTS.includes(name)) texts.set(name, await readText(file));
    else arrays.set(name, arrayOf(file));
  }
  return decodeArrays(arrays, path, metadataFrom(texts, path));
}

/** @returns the name of the array. */
function checkMember({ name: fileName, size, storedSize }: ZipMember, path: string): string {
  const name = fileName.replace(/\.npy$/, "");
  if (name === fileName) throw new FormatError(path, `has a member ${printable(fileName)}, which is no .npy file`);
  if (name === "templates") {
    const hint = "Save its arrays as templates_x, templates_t and templates_y.";
    throw new FormatError(path, "has templates as a Python object, which only a pickle can hold", hint);
  }
  if (!TEXTS.includes(name)) checkArrayName(name, path);
  const isBomb = size > SMALL_SIZE && size > MAX_RATIO_OF_EXAMPLES * storedSize;
  if (isBomb && name.startsWith("x")) {
    throw new FormatError(path, `has ${size} bytes of ${name} in ${storedSize}: a zip bomb, since examples are noise`);
  }
  return name;
}

function metadataFrom(texts: ReadonlyMap<string, string>, path: string): StoredMetadata {
  const [config, configDigest, digest, version] = TEXTS.map((name) => texts.get(name));
  return {
    ...(config !== undefined && { config: configFromText(config, `${path}: config`) }),
    ...(configDigest !== undefined && { configDigest }),
    ...(digest !== undefined && { digest }),
    ...(version !== undefined && { version }),
  };
}
