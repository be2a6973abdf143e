import { lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";

/** Everything below a directory by its path, and the directory itself: what kind it is, and what is in it. No link is followed. */
export function snapshot(path: string, name = "."): Record<string, string> {
  const stats = lstatSync(path);
  if (stats.isSymbolicLink()) return { [name]: `link ${readlinkSync(path)}` };
  if (stats.isFile()) return { [name]: `file ${readFileSync(path, "latin1")}` };
  if (!stats.isDirectory()) return { [name]: "no regular file" };
  return Object.assign(
    { [name]: "folder" },
    ...readdirSync(path).map((entry) => snapshot(join(path, entry), join(name, entry))),
  );
}
