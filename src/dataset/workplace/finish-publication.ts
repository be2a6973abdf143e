import { existsSync } from "node:fs";
import { rename } from "node:fs/promises";
import { join } from "node:path";
import { hashFile } from "../hash-file.js";
import { MANIFEST_FILE } from "../manifest.js";
import { moveInto } from "./move-into.js";
import { syncFolder } from "./sync-folder.js";
import { type Commit, NEW_FOLDER, OLD_FOLDER } from "./workplace.js";

/**
 * Ends or undoes the publication that a run was killed in, so that a whole dataset is at the target.
 *
 * @param place of the run.
 * @param checkReplaced throws if a directory has anything that may not be replaced.
 */
export async function finishPublication(
  place: string,
  commit: Commit,
  target: string,
  checkReplaced: (directory: string) => Promise<void>,
): Promise<void> {
  if (commit.names !== undefined) await finishMoving(join(place, NEW_FOLDER), target, commit.names, commit.manifest!);
  else await finishReplacing(join(place, NEW_FOLDER), join(place, OLD_FOLDER), target, checkReplaced);
}

/** The old goes aside, and then the new comes: what is where says how far that went. */
async function finishReplacing(
  fresh: string,
  old: string,
  target: string,
  checkReplaced: (directory: string) => Promise<void>,
): Promise<void> {
  if (!existsSync(fresh)) return; // it came; the old one is worth no more
  if (existsSync(target)) {
    // Nothing moved; or somebody else took the place, and what is aside must be as it was left.
    if (existsSync(old)) await checkReplaced(old);
    return;
  }
  // The old one is whole, and whether all in it may be replaced was perhaps not looked at yet.
  await rename(existsSync(old) ? old : fresh, target);
  await syncFolder(join(target, ".."));
}

/** One name after the other moves, the manifest first: what is still in the place says how far that went. */
async function finishMoving(
  fresh: string,
  target: string,
  names: readonly string[],
  manifestHash: string,
): Promise<void> {
  const waiting = names.filter((name) => existsSync(join(fresh, name)));
  const moved = names.filter((name) => !waiting.includes(name));
  // What is in the target by the names of ours is ours if the manifest is, and is else not touched.
  if (moved.length > 0 && (await hashOf(join(target, MANIFEST_FILE))) !== manifestHash) return;
  if (!waiting.some((name) => existsSync(join(target, name)))) await moveInto(fresh, target, waiting);
  else for (const name of moved.reverse()) await rename(join(target, name), join(fresh, name));
  await syncFolder(target);
}

async function hashOf(path: string): Promise<string | undefined> {
  return (await hashFile(path).catch(() => undefined))?.sha256;
}
