import { lstat } from "node:fs/promises";
import { uptime } from "node:os";
import { join } from "node:path";
import { walk } from "../own-files.js";
import { isAlive, thisRun } from "./run-identity.js";
import { OWNER_FILE, type Workplace } from "./workplace.js";

/** Milliseconds without a change after which a run is dead whose process nobody here can see: it is elsewhere. */
const DAY = 24 * 3600 * 1000;

/**
 * Whether the run is dead that made a place. In doubt it is not.
 *
 * @param silence milliseconds without a change after which a run is taken for dead that nobody here can see.
 */
export async function isAbandoned(workplace: Workplace, silence = DAY): Promise<boolean> {
  const { path, names, owner } = workplace;
  // Whoever makes a place, and finds it removed before it said whose it is, makes another.
  if (owner === undefined) return names.every((name) => name === OWNER_FILE) || (await unchangedFor(path)) > silence;
  const here = await thisRun();
  const sameBoot = owner.host === here.host && owner.boot === here.boot;
  if (sameBoot && owner.namespace === here.namespace) {
    if (!(await isAlive(owner))) return true;
    // A pid may be another process's since the machine was started anew. Where it says which start it was, it is not.
    return here.boot === undefined && (await unchangedFor(path)) > uptime() * 1000;
  }
  // An earlier start of this machine; unless another of the same name is at work, which is then after our start.
  if (owner.host === here.host && !sameBoot && (await unchangedFor(path)) > uptime() * 1000) return true;
  return (await unchangedFor(path)) > silence;
}

/** Milliseconds since something in a place last changed. What vanishes while we look is somebody's who is at work. */
async function unchangedFor(path: string): Promise<number> {
  try {
    let last = (await lstat(path)).mtimeMs;
    for await (const entry of walk(path)) last = Math.max(last, (await lstat(join(path, entry.path))).mtimeMs);
    return Date.now() - last;
  } catch {
    return 0;
  }
}
