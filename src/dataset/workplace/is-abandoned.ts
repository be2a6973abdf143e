import { lstat, readdir } from "node:fs/promises";
import { uptime } from "node:os";
import { join } from "node:path";
import type { Workplace } from "./find-workplaces.js";
import { isAlive, thisRun } from "./run-identity.js";
import { OWNER_FILE } from "./workplace.js";

/** Milliseconds without a change after which a run is dead whose process nobody here can see: it is elsewhere. */
const DAY = 24 * 3600 * 1000;

/** The same for a place that is empty but for its note: between making it and having written it there are milliseconds. */
const MINUTE = 60 * 1000;

/**
 * Whether the run is dead that made a place. In doubt it is not.
 *
 * @param silence milliseconds without a change after which a run is taken for dead that nobody here can see.
 */
export async function isAbandoned(workplace: Workplace, silence = DAY): Promise<boolean> {
  const { path, owner } = workplace;
  if (owner === undefined) return (await unchangedFor(path)) > ((await hasOutput(path)) ? silence : MINUTE);
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

/** Milliseconds since something in a place last changed. */
async function unchangedFor(path: string): Promise<number> {
  const entries = await readdir(path, { recursive: true }).catch(() => []);
  let last = 0;
  for (const entry of ["", ...entries]) {
    const stats = await lstat(join(path, entry)).catch(() => undefined);
    // What vanishes while we look is somebody's who is at work.
    last = Math.max(last, stats?.mtimeMs ?? Date.now());
  }
  return Date.now() - last;
}

async function hasOutput(path: string): Promise<boolean> {
  const names = await readdir(path).catch(() => []);
  return names.some((name) => name !== OWNER_FILE);
}
