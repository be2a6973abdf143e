import { readlink, realpath } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { NOT_UTF8, OutputError } from "../output-error.js";
import { isMissing } from "../regular-file.js";
import { isThere } from "../undefined-if-missing.js";

/**
 * Where a path leads, whether anything is there or not: links are followed, also one whose end is missing.
 *
 * @throws OutputError for a place whose path is not UTF-8: Node would take another for it.
 */
export async function realTarget(path: string): Promise<string> {
  const target = await followed(resolve(path));
  if (target.includes("\ufffd")) throw new OutputError(path, ...NOT_UTF8);
  return target;
}

async function followed(path: string): Promise<string> {
  const missing: string[] = [];
  let there = path;
  while (!(await isThere(there)) && dirname(there) !== there) {
    missing.unshift(basename(there));
    there = dirname(there);
  }
  return join(await followedThere(there), ...missing);
}

/** Of what is there, be it a link that leads to nothing. */
async function followedThere(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    const link = isMissing(error) ? await readlink(path).catch(() => undefined) : undefined;
    if (link === undefined) throw error;
    return followed(resolve(await realpath(dirname(path)), link));
  }
}
