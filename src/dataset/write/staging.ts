import { existsSync, statSync } from "node:fs";
import { copyFile, link, lstat, mkdir, open, rename, rmdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Folder, Sink } from "../../formats/format.js";
import { FileError } from "../errors.js";
import { MANIFEST_FILE } from "../manifest.js";
import { makeFolders, realTarget, statsAt, succeeds, syncFolder } from "../paths.js";
import { hashFile } from "../read/regular-file.js";
import { freeBytes } from "../resources.js";
import { type OwnFiles, proveOwn, removeOwn } from "../target/own-files.js";
import { type DatasetFile, FileSink, type WrittenFile } from "./file-sink.js";
import {
  becomeTarget,
  type CheckReplaced,
  isHalfPublished,
  moveIntoTarget,
  moveToNew,
  type Publication,
  removeWorkplace,
  STAGED_FILE,
} from "./publication.js";
import { isWorkedIn } from "./recover-target.js";
import { claim, createWorkplace, markCommitted, NEW_FOLDER, OLD_FOLDER, thisRun } from "./workplace.js";

/** Another run is at work where this one must be alone. */
export class OtherRun extends FileError {
  constructor(path: string, problem = "another run is at work on it", hint = "Wait until it has ended.") {
    super(path, problem, hint);
  }
}

/** What was replaced is still there, though the new has its place. */
export class NotRemoved extends FileError {}

export type StagingKind =
  | "directory"
  /** One file. It is not looked for at the end of a link. */
  | "file"
  /** The same, by one run at a time. */
  | "file alone"
  /** Entries of a directory that is there, by one run at a time. */
  | "inside alone";

/** A file in the place: written here, or taken over. */
interface StagedFile {
  readonly written: WrittenFile | undefined;
  abandon?(): Promise<void>;
}

/**
 * A place where an output is written, to be renamed when it is complete: whoever looks at the target sees what was
 * there before, or all of the new. It is beside the target; inside it if that is a directory without a dataset, which
 * may be a mount point or the place where the user's shell stands, and cannot be replaced itself. A run that is killed
 * leaves its place, from which the next one puts things right (`recoverTarget`).
 */
export class Staging implements Folder {
  readonly #new: string;
  readonly #files = new Map<string, StagedFile>();
  #isPublished = false;
  #replaced: OwnFiles | undefined;

  /** @param madeParent outermost directory that was made for this output, to be removed again with it. */
  private constructor(
    private readonly publication: Publication,
    private readonly madeParent: string | undefined,
  ) {
    this.#new = join(publication.place, NEW_FOLDER);
  }

  /**
   * Makes the place, and for what need not be alone the directories above the target that do not exist.
   * @throws OtherRun
   */
  static async open(path: string, kind: StagingKind = "directory"): Promise<Staging> {
    const isFile = kind.startsWith("file");
    const isAlone = kind.endsWith("alone");
    const target = isFile ? join(await realTarget(dirname(path)), basename(path)) : await realTarget(path);
    const isInside =
      kind === "inside alone" ||
      (!isFile && existsSync(target) && statSync(target).isDirectory() && !existsSync(join(target, MANIFEST_FILE)));
    const directory = isInside ? target : dirname(target);
    const owner = { ...(await thisRun()), target: isInside ? "." : basename(target) };
    const madeParent = isAlone ? undefined : await makeFolders(dirname(target));
    const place = await createWorkplace(directory, owner).catch(async (error: unknown) => {
      await removeParents(target, madeParent);
      throw error;
    });
    const own = isAlone ? await claim(place, directory, owner.target) : place;
    if (own !== undefined) return new Staging({ place: own, target, owner }, madeParent);
    await removeWorkplace(place);
    throw new OtherRun(path);
  }

  async create(path: string): Promise<Sink> {
    const sink = await FileSink.create(await this.#placeOf(path)).catch((error: NodeJS.ErrnoException) => {
      throw error.code === "ENOENT" ? this.#vanished(path) : error;
    });
    this.#files.set(path, sink);
    return sink;
  }

  /** Takes a file over that is on the disk: under a second name, or as a copy where a file can't have two. */
  async adopt({ path, bytes, sha256 }: DatasetFile, source: string): Promise<void> {
    const file = await this.#placeOf(path);
    this.#files.set(path, { written: { bytes, sha256 } });
    try {
      await link(source, file);
    } catch (error) {
      if (/^(ENOENT|EEXIST|ENOSPC|EDQUOT|EROFS)$/.test((error as NodeJS.ErrnoException).code ?? "")) throw error;
      await copy(source, file, { bytes, sha256 });
    }
  }

  /** Folders are made one by one: the place itself, once it has gone, is not made anew. */
  async #placeOf(path: string): Promise<string> {
    const folder = dirname(path);
    if (folder !== ".") {
      await mkdir(await this.#placeOf(folder)).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== "EEXIST") throw error.code === "ENOENT" ? this.#vanished(path) : error;
      });
    }
    return join(this.#new, path);
  }

  #vanished(path: string): FileError {
    const problem = `was not made: ${join(this.#new, path)}, where it was written, is gone or was changed meanwhile`;
    return new FileError(this.publication.target, problem, "Start again.");
  }

  /** The files that are complete, sorted by path. */
  files(): DatasetFile[] {
    const files = Array.from(this.#files, ([path, { written }]) => written && { path, ...written });
    return files.filter((file) => file !== undefined).sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  /** @throws FileError unless all that was written is there. */
  async #checkThere(): Promise<void> {
    for (const [path, { written }] of this.#files) {
      const stats = await lstat(join(this.#new, path)).catch(() => undefined);
      if (stats?.isFile() !== true || stats.size !== written?.bytes) throw this.#vanished(path);
    }
  }

  /**
   * Puts the directory in the place of the target, which is looked at once more: others may have worked there
   * meanwhile.
   * @param checkReplaced throws if a directory has anything that may not be replaced; absent if nothing may.
   * @param replaced names in a directory that stays of what may be replaced.
   */
  async publishDirectory(checkReplaced?: CheckReplaced, replaced: readonly string[] = []): Promise<void> {
    const paths = [...this.#files.keys()];
    await this.#checkThere();
    for (const directory of new Set(paths.map(dirname))) await syncFolder(join(this.#new, directory));
    const { target, owner } = this.publication;
    if (owner.target === ".") {
      const names = paths.map((path) => path.split("/")[0]!);
      this.#replaced = await moveIntoTarget(this.publication, names, replaced, checkReplaced);
    } else {
      const replaces = checkReplaced !== undefined && existsSync(target);
      if (replaces && (await isWorkedIn(target))) throw new OtherRun(target, "another run is at work in it");
      this.#replaced = await becomeTarget(this.publication, replaces ? checkReplaced : undefined);
    }
    this.#isPublished = true;
  }

  /** Puts the one file in the place of the target. @param replaces whether a file that is there may be replaced. */
  async publishFile(replaces: boolean): Promise<void> {
    const { target } = this.publication;
    const file = join(this.#new, STAGED_FILE);
    await this.#checkThere();
    const there = await statsAt(target);
    if (there !== undefined && !there.isFile()) throw new FileError(target, "exists and is not a file");
    if (there !== undefined && !replaces) throw new FileError(target, "exists already", "Use --force to replace it.");
    if (replaces) await rename(file, target);
    else await moveToNew(file, target);
    await syncFolder(dirname(target));
    this.#isPublished = true;
  }

  /** Marks that nothing is to come, and that what is in the target may take the place of what is retired. */
  async markPublished(): Promise<void> {
    await markCommitted(this.publication.place, this.publication.owner);
    this.#isPublished = true;
  }

  /**
   * Removes a dataset all of whose files the target has as well, once that is published.
   * @throws FileError if it has anything else in it: then it stays.
   */
  async retire(directory: string): Promise<void> {
    const { place, target } = this.publication;
    const old = join(place, OLD_FOLDER);
    if (this.#replaced !== undefined) await removeOwn(old, this.#replaced);
    this.#replaced = undefined;
    await rename(directory, old);
    const own = await proveOwn(old, { name: directory, alsoIn: target }).catch(async (error: unknown) => {
      await rename(old, directory);
      throw error;
    });
    await removeOwn(old, own);
  }

  /** Makes the output: what `work` throws leaves no trace of it, and when it has published it, the place is removed. */
  async use<T>(work: () => Promise<T>): Promise<T> {
    let result: T;
    try {
      result = await work();
    } catch (error) {
      await this.discard();
      throw error;
    }
    await this.end();
    return result;
  }

  /** Removes the place of what is published, and what was replaced. */
  async end(): Promise<void> {
    await this.#removePlace().catch((cause: unknown) => {
      if (this.#replaced === undefined) throw cause;
      const problem = "is the dataset that was replaced, and could not be removed";
      const old = join(this.publication.place, OLD_FOLDER);
      throw new NotRemoved(old, problem, "The new one is in its place.", { cause });
    });
  }

  async #removePlace(): Promise<void> {
    const { place } = this.publication;
    await removeWorkplace(place, this.#replaced, (path) => this.#files.has(path));
  }

  /** Removes every trace of an output that was not published; what could not be removed is left to the next run. */
  async discard(): Promise<void> {
    for (const file of this.#files.values()) await file.abandon?.();
    const isHalf = !this.#isPublished && (await isHalfPublished(this.publication).catch(() => true));
    if (!isHalf) await this.#removePlace().catch(() => {});
    if (!this.#isPublished) await removeParents(this.publication.target, this.madeParent);
  }
}

/** Removes folders that were made for a target, up to the outermost, as long as nothing is in them. */
async function removeParents(target: string, outermost: string | undefined): Promise<void> {
  if (outermost === undefined) return;
  for (let parent = dirname(target); ; parent = dirname(parent)) {
    if (!(await succeeds(rmdir(parent))) || parent === outermost) return;
  }
}

async function copy(source: string, to: string, { bytes, sha256 }: WrittenFile): Promise<void> {
  if ((await freeBytes(dirname(to))) < bytes) throw Object.assign(new Error("no space for a copy"), { code: "ENOSPC" });
  await copyFile(source, to);
  const file = await open(to, "r+");
  await file.sync().finally(() => file.close());
  if ((await hashFile(to)).sha256 !== sha256)
    throw new FileError(source, "changed while it was copied", "Start again.");
}

export async function addText(folder: Folder, path: string, text: string): Promise<void> {
  await addBytes(folder, path, new TextEncoder().encode(text));
}

export async function addBytes(folder: Folder, path: string, bytes: Uint8Array): Promise<void> {
  const file = await folder.create(path);
  await file.write(bytes);
  await file.close();
}
