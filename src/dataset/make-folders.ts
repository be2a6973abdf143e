import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Makes a folder, and those above it that are not there. One by one, as Node's own recursion never ends where a file system
 * has no room for folders and says that they do not exist (/proc).
 *
 * @returns the outermost that was made; undefined if all were there
 */
export async function makeFolders(path: string): Promise<string | undefined> {
  const missing: string[] = [];
  // Above a root there is none, also where it is a drive that is not there (Windows).
  for (let folder = path; folder !== missing[0] && !existsSync(folder); folder = dirname(folder))
    missing.unshift(folder);
  let outermost: string | undefined;
  for (const folder of missing) {
    try {
      await mkdir(folder);
      outermost ??= folder;
    } catch (error) {
      // Another run was faster.
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
  return outermost;
}
