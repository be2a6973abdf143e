import { MAX_CONFIG_BYTES } from "../../config/limits.js";
import { FormatError } from "../format-error.js";
import { readBytes } from "../source.js";
import type { NpyFile } from "./npy-file.js";

/** Characters that are made at once. */
const PART = 4096;

/**
 * Reads a scalar string of NumPy: UTF-32 code points, with zeros at the end that do not count.
 *
 * @throws FormatError
 */
export async function readText({ path, descr, shape, data }: NpyFile): Promise<string> {
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
