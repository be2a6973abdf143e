import type { Stats } from "node:fs";
import { type FileHandle, readlink, stat } from "node:fs/promises";
import { basename } from "node:path";
import { FormatError } from "../formats/format-error.js";
import type { SourceFile } from "../formats/source.js";
import type { SplitName } from "../generate/examples.js";
import { OutputError, outputErrorFrom } from "./output-error.js";
import { irregular, openRegular } from "./regular-file.js";

/** Most files that stay open for their next read, of all datasets together: systems allow 256 and more. */
const MAX_OPEN = 16;

/** Files that are open and not being read, the one that was read longest ago first. */
const idle = new Set<FileSource>();

/** What is at a path. @throws OutputError */
export async function statsOf(path: string): Promise<Stats> {
  try {
    return await stat(path);
  } catch (error) {
    const target = await readlink(path).catch(() => "");
    if (!/[/\\]annex[/\\]objects[/\\]/.test(target)) throw outputErrorFrom(error, path);
    throw new OutputError(path, "is a link of git-annex, and its content is not here", "git annex get fetches it.");
  }
}

/** A file for reading, of which any number can be had: it is opened when it is read, and stays so while few are. */
export class FileSource implements SourceFile {
  readonly path: string;
  readonly name: string;
  readonly size: number;
  split?: SplitName;
  readonly #stats: Stats;
  readonly #signal: AbortSignal | undefined;
  #file: Promise<FileHandle> | undefined;
  /** Reads that are under way. */
  #reads = 0;

  private constructor(path: string, name: string, stats: Stats, signal: AbortSignal | undefined) {
    this.path = path;
    this.name = name;
    this.size = stats.size;
    this.#stats = stats;
    this.#signal = signal;
  }

  /**
   * @param name its path in the directory of its dataset; by default its own name.
   * @param signal ends all reading when it is aborted, wherever the reader is.
   * @throws OutputError
   */
  static async open(path: string, name = basename(path), signal?: AbortSignal): Promise<FileSource> {
    const stats = await statsOf(path);
    if (!stats.isFile()) throw irregular(path, stats);
    const source = new FileSource(path, name, stats, signal);
    // What can't be opened is told now, and not when it is read.
    await source.readInto(new Uint8Array(0), 0);
    return source;
  }

  async readInto(target: Uint8Array, offset: number): Promise<void> {
    this.#reads++;
    idle.delete(this);
    try {
      this.#file ??= this.#opened();
      const file = await this.#file;
      for (let done = 0; done < target.length; ) {
        this.#signal?.throwIfAborted();
        const { bytesRead } = await file.read(target, done, target.length - done, offset + done);
        if (bytesRead === 0) throw new FormatError(this.path, `is cut off: it ends at ${offset + done} bytes`);
        done += bytesRead;
      }
    } catch (error) {
      throw outputErrorFrom(error, this.path);
    } finally {
      this.#reads--;
      if (this.#reads === 0) await this.#rest();
    }
  }

  /** Opens the file, which must be the one that was found first. */
  async #opened(): Promise<FileHandle> {
    const file = await openRegular(this.path);
    const { dev, ino, size, mtimeMs } = await file.stat();
    const { dev: sameDev, ino: sameIno, size: sameSize, mtimeMs: sameTime } = this.#stats;
    if (dev === sameDev && ino === sameIno && size === sameSize && mtimeMs === sameTime) return file;
    await file.close();
    throw new OutputError(this.path, "was changed while it was read");
  }

  /** Waits for the next read, or closes a file that waits for longer. */
  async #rest(): Promise<void> {
    idle.add(this);
    for (const source of idle) {
      if (idle.size <= MAX_OPEN) return;
      await source.close();
    }
  }

  /** Closes the file, which a read would open again. */
  async close(): Promise<void> {
    idle.delete(this);
    const file = this.#file;
    this.#file = undefined;
    await file?.then(
      (handle) => handle.close(),
      () => {},
    );
  }
}
