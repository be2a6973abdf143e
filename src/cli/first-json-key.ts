import { closeSync, openSync, readSync } from "node:fs";

/** The first key of the object in a JSON file, by its first bytes; undefined if it does not begin with one. */
export function firstJsonKey(path: string): string | undefined {
  const file = openSync(path, "r");
  try {
    const head = Buffer.alloc(4096);
    const text = head.toString("latin1", 0, readSync(file, head));
    return /^\s*\{\s*"([^"\\]*)"\s*:/.exec(text)?.[1];
  } finally {
    closeSync(file);
  }
}
