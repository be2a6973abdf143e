import { link, lstat, mkdir, rename, rmdir, unlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { FileError } from "../errors.js";
import { MANIFEST_FILE } from "../manifest.js";
import { isThere, statsAt, succeeds, syncFolder, undefinedIfMissing } from "../paths.js";
import { isOwnPath, isSameFile, manifestFirst, type OwnFiles, proveOwn, removeOwn, walk } from "../target/own-files.js";
import { COMMIT_FILE, markCommitted, NEW_FOLDER, OLD_FOLDER, OWNER_FILE, type Owner } from "./workplace.js";

/** A complete output on its way to its target. What `recoverTarget` does after a kill follows the same steps. */
export interface Publication {
  readonly place: string;
  readonly target: string;
  readonly owner: Owner;
}

/** Throws if a directory has anything that may not be replaced. */
export type CheckReplaced = (directory: string) => Promise<OwnFiles>;

/**
 * Puts the output in the place of the target, which must be empty if there is one that may not be replaced.
 * @returns what is of the old one, which is aside now.
 * @throws FileError if another run's output came while the target was free.
 */
export async function becomeTarget(
  { place, target, owner }: Publication,
  checkReplaced?: CheckReplaced,
): Promise<OwnFiles | undefined> {
  const old = join(place, OLD_FOLDER);
  await markCommitted(place, owner);
  if (checkReplaced !== undefined) await rename(target, old);
  let replaced: OwnFiles | undefined;
  try {
    replaced = await checkReplaced?.(old);
    await rename(join(place, NEW_FOLDER), target);
    await syncFolder(dirname(target));
    return replaced;
  } catch (error) {
    if (checkReplaced === undefined || (await succeeds(rename(old, target)))) throw error;
    if (!(await isThere(target)) || replaced === undefined) {
      const problem = `is what was at ${target}, and could not go back there`;
      throw new FileError(old, problem, "Move it to where it belongs.", { cause: error });
    }
    await removeOwn(old, replaced); // superseded by the other run's, as it would have been by this one's
    throw new FileError(target, "another run has put its output there meanwhile", "Start again to replace that.");
  }
}

/**
 * Moves what is new into a directory that stays, all or nothing, and what it replaces out of it before. The manifest
 * goes first in both cases: if all ends between two of these moves, where it is says how far they went.
 * @param names of what is new.
 * @param replaced names of what may be in their place.
 */
export async function moveIntoTarget(
  { place, target, owner }: Publication,
  names: readonly string[],
  replaced: readonly string[] = [],
  checkReplaced: CheckReplaced = proveOwn,
): Promise<OwnFiles | undefined> {
  await markCommitted(place, owner);
  const [fresh, old] = [join(place, NEW_FOLDER), join(place, OLD_FOLDER)];
  const moved: [from: string, to: string][] = [];
  const move = async (from: string, to: string) => {
    await moveToNew(from, to);
    moved.push([from, to]);
  };
  try {
    let aside: OwnFiles | undefined;
    for (const name of manifestFirst(replaced)) {
      if (!(await isThere(join(target, name)))) continue;
      if (moved.length === 0) await mkdir(old);
      await move(join(target, name), join(old, name));
    }
    if (moved.length > 0) aside = await checkReplaced(old);
    for (const name of manifestFirst(names)) await move(join(fresh, name), join(target, name));
    await syncFolder(target);
    return aside;
  } catch (error) {
    for (const [from, to] of moved.reverse()) await moveToNew(to, from);
    if (replaced.length > 0) await rmdir(old).catch(() => {});
    throw error;
  }
}

/**
 * Renames, but never over anything: a link to a file fails where a rename would replace. A folder can only take the
 * place of an empty one.
 * @throws FileError if something is in the way.
 */
export async function moveToNew(from: string, to: string): Promise<void> {
  const [stats, there] = [await lstat(from), await statsAt(to)];
  const inTheWay = () => new FileError(to, "is in the way, and no manifest lists it", "Move it elsewhere.");
  if (stats.isFile()) {
    // The same file: whoever did this before was stopped between the two steps.
    if (there !== undefined && !isSameFile(stats, there)) throw inTheWay();
    const isLinked =
      there !== undefined ||
      (await link(from, to).then(
        () => true,
        ({ code }: NodeJS.ErrnoException) => {
          if (code === "EEXIST") throw inTheWay();
          return false; // a file system without hard links
        },
      ));
    await (isLinked ? unlink(from) : rename(from, to));
  } else {
    if (there !== undefined && !there.isDirectory()) throw inTheWay();
    await rename(from, to).catch((error: NodeJS.ErrnoException) => {
      throw error.code === "ENOTEMPTY" || error.code === "EEXIST" ? inTheWay() : error;
    });
  }
}

/** Whether a publication ended halfway and could not be undone either: then the place has what belongs to the target. */
export async function isHalfPublished({ place, owner }: Publication): Promise<boolean> {
  if (!(await isThere(join(place, COMMIT_FILE)))) return false;
  if (await isThere(join(place, OLD_FOLDER))) return true;
  return owner.target === "." && !(await isThere(join(place, NEW_FOLDER, MANIFEST_FILE)));
}

/** The name of a single file until it gets its own. */
export const STAGED_FILE = "file";

/**
 * Removes a place whose publication is done, or undone, if all in it is what runs write there, or is proven. What says
 * how far it came goes last, so that the next run knows what to do with the rest if this is cut off.
 * @param replaced what is of the dataset that was replaced, if that was looked at.
 * @param isStaged whether a run writes a file of this path as its output.
 * @throws FileError for what is not ours: then it stays.
 */
export async function removeWorkplace(
  place: string,
  replaced?: OwnFiles,
  isStaged: (path: string) => boolean = (path) => path === STAGED_FILE || isOwnPath(path),
): Promise<void> {
  const staged: string[] = [];
  const folders: string[] = [];
  let hasOld = false;
  for await (const { path, kind } of walk(place)) {
    const inNew = path.startsWith(`${NEW_FOLDER}/`) ? path.slice(NEW_FOLDER.length + 1) : undefined;
    if (path === OLD_FOLDER && kind === "folder") hasOld = true;
    else if (path.startsWith(`${OLD_FOLDER}/`)) continue;
    else if (kind === "folder" && (path === NEW_FOLDER || inNew !== undefined)) folders.unshift(path);
    else if (kind === "file" && inNew !== undefined && isStaged(inNew)) staged.push(path);
    else if (kind !== "file" || (path !== OWNER_FILE && path !== COMMIT_FILE)) {
      const hint = `It was not touched, nor what is beside it: look at ${place}, and remove that by hand.`;
      throw new FileError(join(place, path), "is nothing that mnist1d leaves in a place of work", hint);
    }
  }
  const old = join(place, OLD_FOLDER);
  const isPublished = !staged.includes(`${NEW_FOLDER}/${MANIFEST_FILE}`);
  if (hasOld) await removeOwn(old, replaced ?? (await proveOwn(old, { keepsCard: isPublished })));
  for (const path of manifestFirst(staged).reverse()) await unlink(join(place, path));
  for (const folder of folders) await rmdir(join(place, folder));
  for (const note of [COMMIT_FILE, OWNER_FILE]) await unlink(join(place, note)).catch(undefinedIfMissing);
  // An empty one another run takes for a dead one's, or puts its own there, where they have one name.
  await rmdir(place).catch(() => {});
}
