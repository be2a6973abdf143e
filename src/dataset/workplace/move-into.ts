import { existsSync } from "node:fs";
import { rename } from "node:fs/promises";
import { join } from "node:path";
import { OutputError } from "../output-error.js";

/**
 * Moves entries of one directory into another, all or none.
 *
 * @param names in this order; undone in the reverse, so that the first says whether anything is there.
 */
export async function moveInto(from: string, to: string, names: readonly string[]): Promise<void> {
  const moved: string[] = [];
  try {
    for (const name of names) {
      if (existsSync(join(to, name))) throw new OutputError(join(to, name), "is in the way");
      await rename(join(from, name), join(to, name));
      moved.push(name);
    }
  } catch (error) {
    for (const name of moved.reverse()) await rename(join(to, name), join(from, name));
    throw error;
  }
}
