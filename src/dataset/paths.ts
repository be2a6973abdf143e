import { existsSync, type Stats } from "node:fs";
import { lstat, mkdir, open, readlink, realpath, rmdir } from "node:fs/promises";
import { basename, dirname, join, relative, resolve } from "node:path";
import { FileError, isMissing, NOT_UTF8 } from "./errors.js";

/** For `catch`: a file or directory that does not exist is nothing; every other error is one. */
export function undefinedIfMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT") throw error;
}

/** What is at a path, be it a link that leads to nothing; undefined if nothing is. */
export async function statsAt(path: string): Promise<Stats | undefined> {
  return lstat(path).catch(undefinedIfMissing);
}

export async function isThere(path: string): Promise<boolean> {
  return (await statsAt(path)) !== undefined;
}

/** Whether something could be done, where it does not matter why not. */
export async function succeeds(work: Promise<unknown>): Promise<boolean> {
  return work.then(
    () => true,
    () => false,
  );
}

/** Whether a name is that of a place of work: a directory beside the target of a run, or inside it. */
export function isWorkplaceName(name: string): boolean {
  return /^\.mnist1d-[0-9a-f]{12}\.tmp$/.test(name);
}

/** What file managers leave behind, and make anew. */
export const LITTER: readonly string[] = [".DS_Store", "Thumbs.db", "desktop.ini"];

/** Whether something of this name is nobody's data. (Places of work are those of runs that will say for themselves what is in their way.) */
export function isLitter(name: string): boolean {
  return isWorkplaceName(name) || LITTER.includes(name);
}

/**
 * Where a path leads, whether anything is there or not: links are followed, also one whose end is missing.
 * @throws FileError for a place whose path is not UTF-8: Node would take another for it.
 */
export async function realTarget(path: string): Promise<string> {
  const target = await followed(resolve(path));
  if (target.includes("\ufffd")) throw new FileError(path, ...NOT_UTF8);
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

/**
 * A path that leads to the same place when the current directory has been replaced, as it may be by a run that was
 * started in it: then `..` leads nowhere.
 */
export function lastingPath(path: string): string {
  return relative(process.cwd(), path).startsWith("..") ? resolve(path) : path;
}

/**
 * Makes a folder, and those above it that are not there. One by one, as Node's own recursion never ends where a file
 * system has no room for folders and says that they do not exist (/proc).
 * @returns the outermost that was made; undefined if all were there
 * @throws if one of them can't be made; then those that were are gone again.
 */
export async function makeFolders(path: string): Promise<string | undefined> {
  const missing: string[] = [];
  // Above a root there is none, also where it is a drive that is not there (Windows).
  for (let folder = path; folder !== missing[0] && !existsSync(folder); folder = dirname(folder))
    missing.unshift(folder);
  const made: string[] = [];
  for (const folder of missing) {
    try {
      await mkdir(folder);
      made.push(folder);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") continue; // another run was faster
      for (const own of made.reverse()) await rmdir(own).catch(() => {});
      throw error;
    }
  }
  return made[0];
}

/** Makes the names in a directory durable. Not every platform can. */
export async function syncFolder(directory: string): Promise<void> {
  const handle = await open(directory).catch(() => undefined);
  await handle?.sync().catch(() => {});
  await handle?.close();
}
