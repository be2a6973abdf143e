import { randomBytes } from "node:crypto";
import { existsSync, realpathSync, statSync } from "node:fs";
import { link, mkdir, open, rename, rm, rmdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { Folder, Sink } from "../formats/format.js";
import { type DatasetFile, FileSink } from "./file-sink.js";
import { MANIFEST_FILE } from "./manifest.js";
import { OutputError } from "./output-error.js";

/** The name of a place of work; what an earlier run was killed in looks the same, and is nobody's. */
const STAGING_NAME = /^\.mnist1d-[0-9a-f]{12}\.tmp$/;

export function isStagingName(name: string): boolean {
  return STAGING_NAME.test(name);
}

/**
 * A place where an output is written, to be renamed when it is complete: whoever looks at the target sees what was there
 * before, or all of the new. It is beside the target; inside it if that is a directory without a dataset, which may be
 * a mount point or the place where the user's shell stands, and cannot be replaced itself.
 */
export class Staging implements Folder {
  readonly #target: string;
  readonly #path: string;
  readonly #isInside: boolean;
  readonly #sinks = new Map<string, FileSink>();
  /** Outermost directory that was made for this output, to be removed again with it. */
  readonly #madeParent: string | undefined;

  private constructor(target: string, isInside: boolean, madeParent: string | undefined) {
    this.#target = target;
    this.#isInside = isInside;
    this.#madeParent = madeParent;
    // Not named after the target, whose name may be as long as names can be.
    this.#path = join(isInside ? target : dirname(target), `.mnist1d-${randomBytes(6).toString("hex")}.tmp`);
  }

  /** Makes the place, and the directories above the target that do not exist. */
  static async open(target: string): Promise<Staging> {
    const absolute = existsSync(target) ? realpathSync(target) : resolve(target);
    const isInside =
      existsSync(absolute) && statSync(absolute).isDirectory() && !existsSync(join(absolute, MANIFEST_FILE));
    const madeParent = await mkdir(dirname(absolute), { recursive: true }).catch((error: NodeJS.ErrnoException) => {
      // So says Node of a file where there should be a directory.
      if (error.code === "EEXIST") throw new OutputError(target, "a part of the path is not a directory");
      throw error;
    });
    const staging = new Staging(absolute, isInside, madeParent);
    try {
      await mkdir(staging.#path);
    } catch (error) {
      await staging.discard();
      throw error;
    }
    return staging;
  }

  async create(path: string): Promise<Sink> {
    const file = join(this.#path, path);
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
    for (const directory of new Set(Array.from(this.#sinks.keys(), dirname))) await sync(join(this.#path, directory));
    if (this.#isInside) await this.#moveIntoTarget();
    else if (checkReplaced !== undefined && existsSync(this.#target)) await this.#replaceTarget(checkReplaced);
    else await rename(this.#path, this.#target); // fails if the target has come into being, and is not empty
    await sync(dirname(this.#target));
  }

  /** The manifest first: if all ends between two of these renames, it says whose the files are that are there. */
  async #moveIntoTarget(): Promise<void> {
    const names = new Set([MANIFEST_FILE, ...Array.from(this.#sinks.keys(), (path) => path.split("/")[0]!)]);
    const moved: string[] = [];
    try {
      for (const name of names) {
        if (existsSync(join(this.#target, name))) throw new OutputError(join(this.#target, name), "is in the way");
        await rename(join(this.#path, name), join(this.#target, name));
        moved.push(name);
      }
    } catch (error) {
      for (const name of moved) await rename(join(this.#target, name), join(this.#path, name));
      throw error;
    }
    await sync(this.#target);
    await rm(this.#path, { recursive: true });
  }

  async #replaceTarget(checkReplaced: (directory: string) => Promise<void>): Promise<void> {
    const aside = `${this.#path}.old`;
    await rename(this.#target, aside);
    try {
      await checkReplaced(aside);
      await rename(this.#path, this.#target);
    } catch (error) {
      await rename(aside, this.#target);
      throw error;
    }
    await rm(aside, { recursive: true, force: true }).catch((cause) => {
      const hint = "The new one is in its place.";
      throw new OutputError(aside, "is the dataset that was replaced, and could not be removed", hint, { cause });
    });
  }

  /** Puts the one file in the place of the target. @param replaces whether a file that is there may be replaced. */
  async publishFile(path: string, replaces: boolean): Promise<void> {
    const file = join(this.#path, path);
    if (replaces) await rename(file, this.#target);
    else await renameToNew(file, this.#target);
    await sync(dirname(this.#target));
    await rm(this.#path, { recursive: true });
  }

  /** Removes every trace of an output that was not published. */
  async discard(): Promise<void> {
    for (const sink of this.#sinks.values()) await sink.abandon();
    await rm(this.#path, { recursive: true, force: true });
    if (this.#madeParent === undefined) return;
    for (let parent = dirname(this.#target); ; parent = dirname(parent)) {
      const removed = await rmdir(parent).then(
        () => true,
        () => false,
      );
      if (!removed || parent === this.#madeParent) return;
    }
  }
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

/** Makes the names in a directory durable. Not every platform can. */
async function sync(directory: string): Promise<void> {
  const handle = await open(directory).catch(() => undefined);
  await handle?.sync().catch(() => {});
  await handle?.close();
}
