import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { isWorkplaceName } from "./workplace/workplace.js";

/** What file managers leave behind. */
const LITTER = [".DS_Store", "Thumbs.db", "desktop.ini"];

/** Whether something of this name is nobody's data. (Places of work are those of runs that will say for themselves what is in their way.) */
export function isLitter(name: string): boolean {
  return isWorkplaceName(name) || LITTER.includes(name);
}

/** Files in a directory and below that are not among ours, relative to it, with `/`: the first four of them. */
export async function foreignFiles(root: string, ours: ReadonlySet<string>): Promise<string[]> {
  const foreign: string[] = [];
  const directories = [""];
  for (let directory = directories.pop(); directory !== undefined; directory = directories.pop()) {
    for (const entry of await readdir(join(root, directory), { withFileTypes: true })) {
      const path = directory === "" ? entry.name : `${directory}/${entry.name}`;
      if (isWorkplaceName(path) || LITTER.includes(entry.name)) continue;
      if (entry.isDirectory()) directories.push(path);
      else if (!ours.has(path)) foreign.push(path);
      if (foreign.length > 3) return foreign;
    }
  }
  return foreign;
}
