import { randomBytes } from "node:crypto";
import { mkdir, open, rename, rm, rmdir } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import type { Folder, Sink } from "../formats/format.js";
import { FileSink, type WrittenFile } from "./file-sink.js";

/** A file of a dataset, by its path in the directory. */
export interface StagedFile extends WrittenFile {
  readonly path: string;
}

/**
 * A place beside the target where an output is written, to be renamed when it is complete: whoever looks at the target
 * sees what was there before, or all of the new.
 */
export class Staging implements Folder {
  readonly #target: string;
  readonly #path: string;
  readonly #sinks = new Map<string, FileSink>();
  /** Outermost directory that was made for this output, to be removed again with it. */
  readonly #madeParent: string | undefined;

  private constructor(target: string, path: string, madeParent: string | undefined) {
    this.#target = target;
    this.#path = path;
    this.#madeParent = madeParent;
  }

  /** Makes the place, and the directories above the target that do not exist. */
  static async open(target: string): Promise<Staging> {
    const absolute = resolve(target);
    const parent = dirname(absolute);
    const madeParent = await mkdir(parent, { recursive: true });
    const path = join(parent, `.${basename(absolute)}.${randomBytes(6).toString("hex")}.tmp`);
    await mkdir(path);
    return new Staging(absolute, path, madeParent);
  }

  async create(path: string): Promise<Sink> {
    const file = join(this.#path, path);
    await mkdir(dirname(file), { recursive: true });
    const sink = await FileSink.create(file);
    this.#sinks.set(path, sink);
    return sink;
  }

  /** The files that are complete, sorted by path. */
  files(): StagedFile[] {
    const files = Array.from(this.#sinks, ([path, sink]) => sink.written && { path, ...sink.written });
    return files.filter((file) => file !== undefined).sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  /** Puts the directory in the place of the target: absent, empty, or a dataset to be replaced. */
  async publishDirectory(): Promise<void> {
    for (const directory of new Set(Array.from(this.#sinks.keys(), dirname))) await sync(join(this.#path, directory));
    const aside = `${this.#path}.old`;
    // An empty directory can be replaced as it is, but not everywhere: remove it first.
    const isThere = await rmdir(this.#target).then(
      () => false,
      (error: NodeJS.ErrnoException) => error.code !== "ENOENT",
    );
    if (isThere) await rename(this.#target, aside);
    try {
      await rename(this.#path, this.#target);
    } catch (error) {
      if (isThere) await rename(aside, this.#target);
      throw error;
    }
    await sync(dirname(this.#target));
    await rm(aside, { recursive: true, force: true });
  }

  /** Puts the one file in the place of the target. */
  async publishFile(path: string): Promise<void> {
    await rename(join(this.#path, path), this.#target);
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

/** Makes the names in a directory durable. Not every platform can. */
async function sync(directory: string): Promise<void> {
  const handle = await open(directory).catch(() => undefined);
  await handle?.sync().catch(() => {});
  await handle?.close();
}
