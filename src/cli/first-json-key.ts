import { closeSync, openSync, readSync } from "node:fs";
import { firstKey } from "../formats/sniff.js";

/** The first key of the object in a JSON file, by its first bytes; undefined if it does not begin with one. */
export function firstJsonKey(path: string): string | undefined {
  const file = openSync(path, "r");
  try {
    const head = Buffer.alloc(4096);
    const text = head.toString("latin1", 0, readSync(file, head));
    return firstKey(text);
  } finally {
    closeSync(file);
  }
}
