import { existsSync, statSync } from "node:fs";
import { link, mkdir, rename, rmdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Folder, Sink } from "../formats/format.js";
import { type DatasetFile, FileSink } from "./file-sink.js";
import { makeFolders } from "./make-folders.js";
import { MANIFEST_FILE } from "./manifest.js";
import {
  becomeTarget,
  isHalfPublished,
  moveIntoTarget,
  type Publication,
  replaceTarget,
} from "./workplace/publication.js";
import { realTarget } from "./workplace/real-target.js";
import { thisRun } from "./workplace/run-identity.js";
import { syncFolder } from "./workplace/sync-folder.js";
import { createWorkplace, NEW_FOLDER, newWorkplaceName, removeWorkplace } from "./workplace/workplace.js";

/**
 * A place where an output is written, to be renamed when it is complete: whoever looks at the target sees what was there
 * before, or all of the new. It is beside the target; inside it if that is a directory without a dataset, which may be
 * a mount point or the place where the user's shell stands, and cannot be replaced itself. A run that is killed leaves
 * its place, from which the next one puts things right (`recoverTarget`).
 */
export class Staging implements Folder {
  readonly #publication: Publication;
  readonly #new: string;
  readonly #isInside: boolean;
  readonly #sinks = new Map<string, FileSink>();
  /** Outermost directory that was made for this output, to be removed again with it. */
  readonly #madeParent: string | undefined;

  private constructor(publication: Publication, isInside: boolean, madeParent: string | undefined) {
    this.#publication = publication;
    this.#new = join(publication.place, NEW_FOLDER);
    this.#isInside = isInside;
    this.#madeParent = madeParent;
  }

  /** Makes the place, and the directories above the target that do not exist. */
  static async open(path: string): Promise<Staging> {
    const target = await realTarget(path);
    const isInside = existsSync(target) && statSync(target).isDirectory() && !existsSync(join(target, MANIFEST_FILE));
    const place = join(isInside ? target : dirname(target), newWorkplaceName());
    const owner = { ...(await thisRun()), target: isInside ? "." : basename(target) };
    const madeParent = await makeFolders(dirname(target));
    const staging = new Staging({ place, target, owner }, isInside, madeParent);
    try {
      await createWorkplace(place, owner);
    } catch (error) {
      await staging.discard();
      throw error;
    }
    return staging;
  }

  async create(path: string): Promise<Sink> {
    const file = join(this.#new, path);
    await mkdir(dirname(file), { recursive: true });
    const sink = await FileSink.create(file);
    this.#sinks.set(path, sink);
    return sink;
  }

  /** The files that are complete, sorted by path. */
  files(): DatasetFile[] {
    const files = Array.from(this.#sinks, ([path, sink]) => sink.written && { path, ...sink.written });
    return files.filter((file) => file !== undefined).sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  /**
   * Puts the directory in the place of the target, which is looked at once more: others may have worked there meanwhile.
   *
   * @param checkReplaced throws if a directory has anything that may not be replaced; absent if nothing may.
   */
  async publishDirectory(checkReplaced?: (directory: string) => Promise<void>): Promise<void> {
    const paths = [...this.#sinks.keys()];
    for (const directory of new Set(paths.map(dirname))) await syncFolder(join(this.#new, directory));
    const { target } = this.#publication;
    if (this.#isInside) {
      const manifest = this.#sinks.get(MANIFEST_FILE)!.written!.sha256;
      const names = paths.map((path) => path.split("/")[0]!);
      await moveIntoTarget(this.#publication, names, manifest);
    } else if (checkReplaced !== undefined && existsSync(target)) {
      await replaceTarget(this.#publication, checkReplaced);
    } else {
      await becomeTarget(this.#publication);
    }
  }

  /** Puts the one file in the place of the target. @param replaces whether a file that is there may be replaced. */
  async publishFile(path: string, replaces: boolean): Promise<void> {
    const { place, target } = this.#publication;
    const file = join(this.#new, path);
    if (replaces) await rename(file, target);
    else await renameToNew(file, target);
    await syncFolder(dirname(target));
    await removeWorkplace(place);
  }

  /** Removes every trace of an output that was not published; what could not be removed is left to the next run. */
  async discard(): Promise<void> {
    const { place, target } = this.#publication;
    for (const sink of this.#sinks.values()) await sink.abandon();
    if (!isHalfPublished(this.#publication)) await removeWorkplace(place).catch(() => {});
    if (this.#madeParent === undefined) return;
    for (let parent = dirname(target); ; parent = dirname(parent)) {
      const removed = await rmdir(parent).then(
        () => true,
        () => false,
      );
      if (!removed || parent === this.#madeParent) return;
    }
  }
}

/** Writes a file of text. */
export async function addText(folder: Folder, path: string, text: string): Promise<void> {
  const file = await folder.create(path);
  await file.write(new TextEncoder().encode(text));
  await file.close();
}

/** Renames a file, but never over another: a link fails where a rename would replace. */
async function renameToNew(file: string, target: string): Promise<void> {
  try {
    await link(file, target);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") throw error;
    await rename(file, target); // a file system without hard links
  }
}
