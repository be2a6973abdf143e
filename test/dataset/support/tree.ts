import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

/** Everything below a directory by its path: directories as null, files as what is in them. */
export function tree(path: string): Record<string, string | null> {
  const entries = readdirSync(path, { recursive: true, withFileTypes: true });
  const found = entries.map((entry): [string, string | null] => {
    const file = join(entry.parentPath, entry.name);
    return [relative(path, file), entry.isDirectory() ? null : readFileSync(file, "latin1")];
  });
  return Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1)));
}
