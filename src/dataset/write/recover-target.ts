import { chmod, lstat, readdir, rename } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { FileError, fileErrorFrom } from "../errors.js";
import { MANIFEST_FILE } from "../manifest.js";
import { isThere, realTarget, statsAt, succeeds, syncFolder, undefinedIfMissing } from "../paths.js";
import { readManifest } from "../read/read-manifest.js";
import { isSameFile, isWhole, manifestFirst, proveOwn } from "../target/own-files.js";
import { moveToNew, removeWorkplace } from "./publication.js";
import {
  COMMIT_FILE,
  findWorkplaces,
  isAbandoned,
  NEW_FOLDER,
  newWorkplaceName,
  OLD_FOLDER,
  OWNER_FILE,
  readWorkplace,
  removeUnsigned,
  type Workplace,
} from "./workplace.js";

/**
 * Puts right what runs left that were killed: what they wrote and did not publish is removed, from beside the target
 * and from inside it; a publication to this target that was cut off is ended or undone. What a run is at work on is
 * left alone, and so are cut off publications to other targets, whose own runs will see to them, unless they are done.
 *
 * A note says whose a place is, and nothing else is taken from it: what moves is proven, and only between a place and
 * its target. A place with anything in it that no run leaves there is left alone.
 * @throws FileError if a dataset is not at its target, and can't be put there.
 */
export async function recoverTarget(path: string): Promise<void> {
  const target = await realTarget(path);
  await recoverIn(dirname(target), (name) => (name === basename(target) ? target : undefined));
  await recoverIn(target, (name) => (name === "." ? target : undefined));
}

/**
 * The same for the places in a directory.
 * @param targetNamed the target that a note calls so, if it is one that is to be put right.
 * @param silence as for `isAbandoned`.
 */
export async function recoverIn(
  directory: string,
  targetNamed: (name: string) => string | undefined,
  silence?: number,
): Promise<void> {
  for (const workplace of await findWorkplaces(directory)) {
    if (!(await isAbandoned(workplace, silence))) continue;
    const target = targetNamed(workplace.owner?.target ?? ".");
    try {
      await recover(workplace, target);
    } catch (error) {
      // What is in the way of nobody here may stay; of two runs that find the same place, one is faster.
      const isOurs = target !== undefined && (error as NodeJS.ErrnoException).code !== "ENOENT";
      if (isOurs) throw fileErrorFrom(error, workplace.path);
    }
  }
}

/** Whether the publication of a dataset to a path was cut off, and is not put right yet. */
async function isCutOff(path: string): Promise<boolean> {
  const target = await realTarget(path);
  const beside = (await findWorkplaces(dirname(target))).filter(({ owner }) => owner?.target === basename(target));
  const inside = (await findWorkplaces(target)).filter(({ owner }) => owner?.target === ".");
  for (const workplace of [...beside, ...inside]) {
    if (workplace.isCommitted && (await isAbandoned(workplace))) return true;
  }
  return false;
}

/** Says of what is missing from a dataset that a run was killed there, and how it comes back. Other errors pass through. */
export async function withCutOffHint(error: unknown, path: string): Promise<unknown> {
  const isNothing = error instanceof FileError && (error.cause as NodeJS.ErrnoException | undefined)?.code === "ENOENT";
  if (!isNothing || !(await isCutOff(path).catch(() => false))) return error;
  const hint = "A run was killed in the moment when it put its output there: start it again, and all will be in place.";
  return new FileError(error.path, error.problem, hint, { cause: error.cause });
}

/** Whether a run is at work inside a directory. @param silence as for `isAbandoned`. */
export async function isWorkedIn(directory: string, silence?: number): Promise<boolean> {
  for (const workplace of await findWorkplaces(directory)) if (!(await isAbandoned(workplace, silence))) return true;
  return false;
}

const NOTES: readonly string[] = [COMMIT_FILE, OWNER_FILE];

async function recover(workplace: Workplace, target: string | undefined) {
  const { path, names, owner, isCommitted, foreignNote } = workplace;
  if (foreignNote !== undefined) {
    const hint = `It is not obeyed, and nothing was touched: look at ${path}, and remove that by hand.`;
    throw new FileError(join(path, foreignNote), "is no note that mnist1d writes", hint);
  }
  if (owner === undefined && names.every((name) => name === OWNER_FILE)) return await removeUnsigned(path);
  // Of a publication to another target that is done, anybody may remove what is left.
  if (isCommitted && target === undefined && !names.every((name) => NOTES.includes(name))) return;
  if (!isCommitted && names.includes(OLD_FOLDER)) {
    const hint = `Whose it is nobody can know: look at ${path}, and move or remove that by hand.`;
    throw new FileError(join(path, OLD_FOLDER), "was left by a run that was killed, and nothing says how", hint);
  }
  // Under a new name, which nobody else knows: of several runs one has it, and what the others would do with it fails.
  const own = join(dirname(path), newWorkplaceName());
  if (!(await isStill(workplace, path))) return;
  await rename(path, own);
  try {
    // Where places have the same name, this may be the next one's by now.
    if (!(await isStill(workplace, own))) throw Object.assign(new Error("is another's"), { code: "ENOENT" });
    // What was put there meanwhile may be a link, which a change of mode would follow.
    if ((await lstat(own)).isDirectory()) await chmod(own, 0o700).catch(() => {});
    if (isCommitted && target !== undefined) {
      if (owner?.target === ".") await finishMoving(own, target);
      else await finishReplacing(own, target);
    }
    await removeWorkplace(own);
  } catch (error) {
    await rename(own, path).catch(() => {});
    if (!(error instanceof FileError)) throw error;
    const named = (text: string) => text.replace(own, path);
    throw new FileError(named(error.path), named(error.problem), error.hint && named(error.hint), { cause: error });
  }
}

/** Whether a place is the one that was looked at. */
async function isStill({ path: _, ...before }: Workplace, path: string): Promise<boolean> {
  const { path: __, ...now } = await readWorkplace(path);
  return JSON.stringify(now) === JSON.stringify(before);
}

/** The old goes aside, and then the new comes: what is where says how far that went. */
async function finishReplacing(place: string, target: string): Promise<void> {
  if (await isThere(target)) return; // nothing moved, or the new one came, or somebody else took the place
  const [fresh, old] = [join(place, NEW_FOLDER), join(place, OLD_FOLDER)];
  if (await isThere(old)) await proveOwn(old, { keepsCard: true });
  else if (!(await isWhole(fresh))) return;
  await rename((await isThere(old)) ? old : fresh, target);
  await syncFolder(dirname(target));
}

/** One name after the other moves, the manifest first: what is still in the place says how far that went. */
async function finishMoving(place: string, target: string): Promise<void> {
  const [fresh, old] = [join(place, NEW_FOLDER), join(place, OLD_FOLDER)];
  // A move of a file has two steps, between which it has both names.
  const manifests = [join(fresh, MANIFEST_FILE), join(target, MANIFEST_FILE)] as const;
  const [moved, there] = [await statsAt(manifests[0]), await statsAt(manifests[1])];
  if (moved !== undefined && there !== undefined && isSameFile(moved, there)) await moveToNew(...manifests);
  const [coming, aside] = [await namesIn(fresh), await namesIn(old)];
  if (!coming.includes(MANIFEST_FILE)) {
    // It came, and the rest is worth nothing if it is not that of the manifest which is there.
    const by = (await readManifest(target).catch(() => undefined))?.manifest;
    if (await succeeds(proveOwn(fresh, { by, keepsCard: true })))
      for (const name of coming) await moveToNew(join(fresh, name), join(target, name));
  } else if (aside.length > 0) {
    await proveOwn(old, { keepsCard: true });
    for (const name of manifestFirst(aside).reverse()) await moveToNew(join(old, name), join(target, name));
  } else {
    const isThereAlready = await Promise.all(coming.map((name) => isThere(join(target, name))));
    if (isThereAlready.includes(true) || !(await isWhole(fresh))) return;
    for (const name of manifestFirst(coming)) await moveToNew(join(fresh, name), join(target, name));
  }
  await syncFolder(target);
}

async function namesIn(directory: string): Promise<string[]> {
  return (await readdir(directory).catch(undefinedIfMissing)) ?? [];
}
