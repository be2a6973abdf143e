import { MAX_CONFIG_BYTES } from "../../config/limits.js";
import type { StoredExamples } from "../format.js";
import { FormatError } from "../format-error.js";
import { metadataFromTexts, TEXTS } from "../metadata-from-entries.js";
import { checkArrayName, openNpy } from "../npy/read.js";
import { type NumpyArray, storedArrayOf } from "../npy/stored-array.js";
import { printable } from "../printable.js";
import { onlySource, readBytes, type Source } from "../source.js";
import { decodeArrays, type StoredArray } from "../stored-arrays.js";

import { listZip, memberSource, type ZipMember } from "../zip/read.js";

/** Examples are mostly noise: no compressor makes them smaller by more than some percent. */
const MAX_RATIO_OF_EXAMPLES = 100;

/** What is small may well be compressed so. */
const SMALL_SIZE = 2 ** 20;

/**
 * Opens an archive of arrays: of ours, or as `numpy.savez` and `numpy.savez_compressed` write it.
 *
 * @throws FormatError
 */
export async function decodeNpz(sources: readonly Source[]): Promise<StoredExamples> {
  const source = onlySource(sources);
  const { path } = source;
  const arrays = new Map<string, StoredArray>();
  const texts = new Map<string, string>();
  for (const member of await listZip(source)) {
    const name = checkMember(member, path);
    const file = await openNpy(memberSource(source, member, `${path}: ${name}`));
    if (TEXTS.includes(name)) texts.set(name, await readText(file));
    else arrays.set(name, storedArrayOf(file));
  }
  return decodeArrays(arrays, path, metadataFromTexts(texts, path));
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

/** Characters that are made at once. */
const PART = 4096;

/**
 * Reads a scalar string of NumPy: UTF-32 code points, with zeros at the end that do not count.
 *
 * @throws FormatError
 */
async function readText({ path, descr, shape, data }: NumpyArray): Promise<string> {
  const [, order, digits] = /^([<>])U(\d{1,9})$/.exec(descr) ?? [];
  if (shape.length > 0 || order === undefined)
    throw new FormatError(path, "is not a text, as a scalar string of NumPy");
  const length = Number(digits);
  if (length > MAX_CONFIG_BYTES) throw new FormatError(path, `is a text of ${length} characters, which is too long`);
  if (4 * length !== data.size) {
    throw new FormatError(path, `is cut off or damaged: ${length} characters do not have ${data.size} bytes`);
  }
  const bytes = await readBytes(data, 0, data.size, "the text");
  if (order === ">") Buffer.from(bytes.buffer).swap32();
  const points = new Uint32Array(bytes.buffer);
  let end = points.length;
  while (end > 0 && points[end - 1] === 0) end--;
  const bad = points.subarray(0, end).find((point) => !isCharacter(point));
  if (bad !== undefined) throw new FormatError(path, `is damaged: it has the character 0x${bad.toString(16)}`);
  let text = "";
  for (let at = 0; at < end; at += PART) text += String.fromCodePoint(...points.subarray(at, Math.min(end, at + PART)));
  return text;
}

function isCharacter(point: number): boolean {
  return point > 0 && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff);
}
