import { link, lstat, mkdir, rename, rmdir, unlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { MANIFEST_FILE } from "../manifest.js";
import { OutputError } from "../output-error.js";
import { isSameFile, type OwnFiles, proveOwn, removeOwn, walk } from "../own-files.js";
import { isOwnPath } from "../own-paths.js";
import { isThere, undefinedIfMissing } from "../undefined-if-missing.js";
import { syncFolder } from "./sync-folder.js";
import { COMMIT_FILE, markCommitted, NEW_FOLDER, OLD_FOLDER, OWNER_FILE, type Owner } from "./workplace.js";

/** A complete output on its way to its target. What `recoverTarget` does after a kill follows the same steps. */
export interface Publication {
  /** Its place of work. */
  readonly place: string;
  readonly target: string;
  readonly owner: Owner;
}

/** Throws if a directory has anything that may not be replaced. */
export type CheckReplaced = (directory: string) => Promise<OwnFiles>;

/** Fails if the target has come into being, and is not empty. */
export async function becomeTarget({ place, target, owner }: Publication): Promise<void> {
  await markCommitted(place, owner);
  await rename(join(place, NEW_FOLDER), target);
  await syncFolder(dirname(target));
}

/** @returns what is of the old one, which is aside now. */
export async function replaceTarget(
  { place, target, owner }: Publication,
  checkReplaced: CheckReplaced,
): Promise<OwnFiles> {
  const old = join(place, OLD_FOLDER);
  await markCommitted(place, owner);
  await rename(target, old);
  try {
    const replaced = await checkReplaced(old);
    await rename(join(place, NEW_FOLDER), target);
    await syncFolder(dirname(target));
    return replaced;
  } catch (error) {
    await rename(old, target);
    throw error;
  }
}

/**
 * Moves what is new into a directory that stays, all or nothing, and what it replaces out of it before. The manifest goes
 * first in both cases: if all ends between two of these moves, where it is says how far they went.
 *
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

export function manifestFirst(names: readonly string[]): string[] {
  return [...new Set(names)].sort((a, b) => Number(b === MANIFEST_FILE) - Number(a === MANIFEST_FILE));
}

/**
 * Renames, but never over anything: a link to a file fails where a rename would replace. A folder can only take the
 * place of an empty one.
 *
 * @throws OutputError if something is in the way.
 */
export async function moveToNew(from: string, to: string): Promise<void> {
  const [stats, there] = [await lstat(from), await lstat(to).catch(undefinedIfMissing)];
  const inTheWay = () => new OutputError(to, "is in the way, and no manifest lists it", "Move it elsewhere.");
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

export interface RemovalOptions {
  /** What is of the dataset that was replaced, if that was looked at. */
  readonly replaced?: OwnFiles | undefined;
  /** Whether a run writes a file of this path as its output. */
  readonly isStaged?: (path: string) => boolean;
}

/** The name of a single file until it gets its own. */
export const STAGED_FILE = "file";

/**
 * Removes a place whose publication is done, or undone, if all in it is what runs write there, or is proven. What says how
 * far it came goes last, so that the next run knows what to do with the rest if this is cut off.
 *
 * @throws OutputError for what is not ours: then it stays.
 */
export async function removeWorkplace(place: string, options: RemovalOptions = {}): Promise<void> {
  const { isStaged = (path) => path === STAGED_FILE || isOwnPath(path) } = options;
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
      throw new OutputError(join(place, path), "is nothing that mnist1d leaves in a place of work", hint);
    }
  }
  const old = join(place, OLD_FOLDER);
  const isPublished = !staged.includes(`${NEW_FOLDER}/${MANIFEST_FILE}`);
  if (hasOld) await removeOwn(old, options.replaced ?? (await proveOwn(old, { keepsCard: isPublished })));
  for (const path of manifestFirst(staged).reverse()) await unlink(join(place, path));
  for (const folder of folders) await rmdir(join(place, folder));
  for (const note of [COMMIT_FILE, OWNER_FILE]) await unlink(join(place, note)).catch(undefinedIfMissing);
  // An empty one another run takes for a dead one's, or puts its own there, where they have one name.
  await rmdir(place).catch(() => {});
}
