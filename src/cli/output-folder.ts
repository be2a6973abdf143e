import { mkdir, mkdtemp, rm, rmdir, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { FileError, fileErrorFrom } from "../dataset/errors.js";
import { misreadPath } from "../dataset/output-plan.js";
import { undefinedIfMissing } from "../dataset/paths.js";
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

/** Makes a folder and those above it. @returns the first that was made. Node's own, asked to, never ends in /proc. */
async function makeFolders(path: string): Promise<string | undefined> {
  try {
    await mkdir(path);
    return path;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST" && (await stat(path)).isDirectory()) return undefined;
    if (code !== "ENOENT" || path === dirname(path)) throw error;
  }
  const first = await makeFolders(dirname(path));
  await mkdir(path);
  return first ?? path;
}

/** Writes files of text; all or nothing. @param texts by the files' names. @throws FileError */
export async function writeFiles(path: string, texts: Readonly<Record<string, string>>): Promise<void> {
  await withFolder(path, async () => {
    const written: string[] = [];
    try {
      for (const [name, text] of Object.entries(texts)) {
        await updateFile(join(path, name), async () => text);
        written.push(join(path, name));
      }
    } catch (error) {
      for (const file of written) await rm(file, { force: true });
      throw error;
    }
    return true;
  });
}
