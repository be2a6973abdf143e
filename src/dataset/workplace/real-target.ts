import { readlink, realpath } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";

/** Where a path leads, whether anything is there or not: links are followed, also one whose end is missing. */
export async function realTarget(path: string): Promise<string> {
  const absolute = resolve(path);
  try {
    return await realpath(absolute);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  const folder = dirname(absolute);
  const link = await readlink(absolute).catch(() => undefined);
  if (link !== undefined) return realTarget(resolve(await realpath(folder), link));
  return folder === absolute ? absolute : join(await realTarget(folder), basename(absolute));
}
