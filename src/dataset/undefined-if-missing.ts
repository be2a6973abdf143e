import { lstat } from "node:fs/promises";

/** For `catch`: a file or directory that does not exist is nothing; every other error is one. */
export function undefinedIfMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT") throw error;
}

/** Whether anything is at a path, be it a link that leads to nothing. */
export async function isThere(path: string): Promise<boolean> {
  return (await lstat(path).catch(undefinedIfMissing)) !== undefined;
}
