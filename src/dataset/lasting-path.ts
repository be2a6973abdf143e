import { relative, resolve } from "node:path";

/**
 * A path that leads to the same place when the current directory has been replaced, as it may be by a run that was started
 * in it: then `..` leads nowhere.
 */
export function lastingPath(path: string): string {
  return relative(process.cwd(), path).startsWith("..") ? resolve(path) : path;
}
