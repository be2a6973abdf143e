import { mkdtemp, rm, rmdir, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { FileError, fileErrorFrom } from "../dataset/errors.js";
import { misreadPath } from "../dataset/output-plan.js";
import { isThere, makeFolders, undefinedIfMissing } from "../dataset/paths.js";
import { updateFile } from "../dataset/write/update-file.js";
import { unexpected } from "./exit-code.js";
import type { FlagValues } from "./flags.js";

/**
 * Where results go. What would keep them from it is said before models are trained.
 * @param names of the files that will be written.
 * @returns undefined if nothing is to be written.
 * @throws UsageError; FileError
 */
export async function checkFolder({ out, force }: FlagValues, names: readonly string[]): Promise<string | undefined> {
  if (out === undefined) return undefined;
  const path = out as string;
  const misread = misreadPath(path);
  if (path === "" || path === "-" || misread !== undefined) {
    throw unexpected("--out", "a directory", JSON.stringify(path), misread ?? "--json prints to standard output.");
  }
  const stats = await stat(path).catch(undefinedIfMissing);
  if (stats !== undefined && !stats.isDirectory()) {
    throw new FileError(
      path,
      "exists and is not a directory",
      "Use another -o: a directory that is there, or a new one.",
    );
  }
  for (const name of names) {
    const there = await stat(join(path, name)).catch(undefinedIfMissing);
    if (there?.isFile() === false) throw new FileError(join(path, name), "exists and is not a file", "Use another -o.");
    if (there !== undefined && force !== true) {
      throw new FileError(join(path, name), "exists already", "Use another -o, or --force to replace it.");
    }
  }
  await withFolder(path, async () => {
    await rmdir(await mkdtemp(join(path, ".mnist1d-")));
    return false;
  });
  return path;
}

/** Does work in a folder, which is made for it. @param work says whether the folder is to stay. @throws FileError */
export async function withFolder(path: string, work: () => Promise<boolean>): Promise<void> {
  let [made, stays]: [string | undefined, boolean] = [undefined, false];
  try {
    made = await makeFolders(resolve(path));
    stays = await work();
  } catch (error) {
    throw fileErrorFrom(error, path);
  } finally {
    for (let folder = resolve(path); made !== undefined && !stays; folder = dirname(folder)) {
      await rmdir(folder).catch(() => {}); // somebody else may have put something there
      if (folder === made) break;
    }
  }
}

/**
 * Writes files of text; if one of them can't be, none is made. Of one that replaced another the new text stays, as the old
 * one is gone.
 * @param texts by the files' names.
 * @throws FileError
 */
export async function writeFiles(path: string, texts: Readonly<Record<string, string>>): Promise<void> {
  await withFolder(path, async () => {
    const made: string[] = [];
    try {
      for (const [name, text] of Object.entries(texts)) {
        const file = join(path, name);
        const isNew = !(await isThere(file));
        await updateFile(file, async () => text);
        if (isNew) made.push(file);
      }
    } catch (error) {
      for (const file of made) await rm(file, { force: true });
      throw error;
    }
    return true;
  });
}
