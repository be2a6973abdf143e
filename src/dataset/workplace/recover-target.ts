import { existsSync } from "node:fs";
import { readdir, rename } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { outputErrorFrom } from "../output-error.js";
import { findWorkplaces, type Workplace } from "./find-workplaces.js";
import { finishPublication } from "./finish-publication.js";
import { isAbandoned } from "./is-abandoned.js";
import { realTarget } from "./real-target.js";
import { COMMIT_FILE, newWorkplaceName, OLD_FOLDER, OWNER_FILE, removeWorkplace } from "./workplace.js";

/**
 * Puts right what runs left that were killed: what they wrote and did not publish is removed, from beside the target and
 * from inside it; a publication to this target that was cut off is ended or undone. What a run is at work on is left
 * alone, and so are cut off publications to other targets, whose own runs will see to them, unless they are done.
 *
 * @param checkReplaced throws if a directory has anything that may not be replaced.
 * @throws OutputError if a dataset is not at its target, and can't be put there.
 */
export async function recoverTarget(path: string, checkReplaced: (directory: string) => Promise<void>): Promise<void> {
  const target = await realTarget(path);
  for (const [directory, name] of placesOf(target)) {
    for (const workplace of await findWorkplaces(directory)) {
      const { commit } = workplace;
      // Of a publication to another target that is done, anybody may remove what is left.
      const isAnothers = commit !== undefined && commit.target !== name;
      if ((isAnothers && !(await isFinished(workplace.path))) || !(await isAbandoned(workplace))) continue;
      if (commit === undefined || isAnothers) await removeUnpublished(workplace.path);
      else await recover(workplace.path, () => claimed(workplace, target, checkReplaced));
    }
  }
}

/** Whether the publication of a dataset to a path was cut off, and is not put right yet. */
export async function isCutOff(path: string): Promise<boolean> {
  const target = await realTarget(path);
  for (const [directory, name] of placesOf(target)) {
    for (const workplace of await findWorkplaces(directory)) {
      if (workplace.commit?.target === name && (await isAbandoned(workplace))) return true;
    }
  }
  return false;
}

/** Whether a run is at work inside a directory. @param silence as for `isAbandoned`. */
export async function isWorkedIn(directory: string, silence?: number): Promise<boolean> {
  for (const workplace of await findWorkplaces(directory)) if (!(await isAbandoned(workplace, silence))) return true;
  return false;
}

/** Whether nothing is in a place but its notes: then all that it was for is at its target, or back there. */
async function isFinished(path: string): Promise<boolean> {
  const names = await readdir(path).catch(() => ["unknown"]);
  return names.every((name) => name === COMMIT_FILE || name === OWNER_FILE);
}

/** Where the places of work for a target are, and what they call it. */
function placesOf(target: string): [directory: string, name: string][] {
  return [
    [dirname(target), basename(target)],
    [target, "."],
  ];
}

/** What can't be removed is litter still. A mark that can't be read beside a dataset is for people to look at. */
async function removeUnpublished(path: string): Promise<void> {
  if (existsSync(join(path, COMMIT_FILE)) && existsSync(join(path, OLD_FOLDER))) return;
  await removeWorkplace(path).catch(() => {});
}

/**
 * Under a new name, which nobody else knows: of several runs that find the same place, one has it, and what the others
 * would do with it fails.
 */
async function claimed(
  { path, commit }: Workplace,
  target: string,
  checkReplaced: (directory: string) => Promise<void>,
): Promise<void> {
  const own = join(dirname(path), newWorkplaceName());
  await rename(path, own);
  await finishPublication(own, commit!, target, checkReplaced);
  await removeWorkplace(own);
}

async function recover(path: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    // Another run was faster.
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw outputErrorFrom(error, path);
  }
}
