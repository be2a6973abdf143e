import { existsSync } from "node:fs";
import { rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { MANIFEST_FILE } from "../manifest.js";
import { OutputError } from "../output-error.js";
import { moveInto } from "./move-into.js";
import { isWorkedIn } from "./recover-target.js";
import { syncFolder } from "./sync-folder.js";
import { COMMIT_FILE, markCommitted, NEW_FOLDER, OLD_FOLDER, type Owner, removeWorkplace } from "./workplace.js";

/** A complete output on its way to its target. What `finishPublication` does after a kill follows the same steps. */
export interface Publication {
  /** Its place of work. */
  readonly place: string;
  readonly target: string;
  readonly owner: Owner;
}

/** Fails if the target has come into being, and is not empty. */
export async function becomeTarget({ place, target, owner }: Publication): Promise<void> {
  await markCommitted(place, owner);
  await rename(join(place, NEW_FOLDER), target);
  await syncFolder(dirname(target));
  await removeWorkplace(place);
}

/** @param checkReplaced throws if a directory has anything that may not be replaced. */
export async function replaceTarget(
  { place, target, owner }: Publication,
  checkReplaced: (directory: string) => Promise<void>,
): Promise<void> {
  if (await isWorkedIn(target))
    throw new OutputError(target, "another run is at work in it", "Wait until it has ended.");
  const old = join(place, OLD_FOLDER);
  await markCommitted(place, owner);
  await rename(target, old);
  try {
    await checkReplaced(old);
    await rename(join(place, NEW_FOLDER), target);
  } catch (error) {
    await rename(old, target);
    throw error;
  }
  await syncFolder(dirname(target));
  await removeWorkplace(place).catch((cause) => {
    const hint = "The new one is in its place.";
    throw new OutputError(old, "is the dataset that was replaced, and could not be removed", hint, { cause });
  });
}

/**
 * Moves what is new into a directory that stays. The manifest first: if all ends between two of these moves, it says
 * whose the files are that are there.
 *
 * @param names of what is new.
 * @param manifest SHA-256 of the manifest.
 */
export async function moveIntoTarget(
  { place, target, owner }: Publication,
  names: Iterable<string>,
  manifest: string,
): Promise<void> {
  const ordered = [...new Set([MANIFEST_FILE, ...names])];
  await markCommitted(place, { ...owner, names: ordered, manifest });
  await moveInto(join(place, NEW_FOLDER), target, ordered);
  await syncFolder(target);
  await removeWorkplace(place);
}

/** Whether a publication ended halfway and could not be undone either: then the place has what belongs to the target. */
export function isHalfPublished({ place, owner }: Publication): boolean {
  if (!existsSync(join(place, COMMIT_FILE))) return false;
  const movesInto = owner.target === ".";
  return movesInto ? !existsSync(join(place, NEW_FOLDER, MANIFEST_FILE)) : existsSync(join(place, OLD_FOLDER));
}
