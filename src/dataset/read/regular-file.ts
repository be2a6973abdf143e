import { createHash } from "node:crypto";
import { constants, type Stats } from "node:fs";
import { type FileHandle, open, readlink, stat } from "node:fs/promises";
import { basename } from "node:path";
import { FormatError } from "../../formats/format-error.js";
import type { SourceFile } from "../../formats/source.js";
import type { SplitName } from "../../generate/examples.js";
import { FileError, fileErrorFrom } from "../errors.js";

/**
 * Opens a file for reading. A pipe would wait for whoever writes to it, and a device may have no end: what is no
 * regular file is refused by what it is.
 * @throws FileError
 */
export async function openRegular(path: string): Promise<FileHandle> {
  try {
    // Not to wait for a pipe's other end. Windows has neither the flag nor pipes among its files.
    const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stats = await file.stat();
    if (stats.isFile()) return file;
    await file.close();
    throw irregular(path, stats);
  } catch (error) {
    throw fileErrorFrom(error, path);
  }
}

/**
 * The bytes of a regular file.
 * @param most bytes that it may have, so that it fits into memory.
 * @param what it is, which none is that has more.
 * @throws FileError
 */
export async function readRegular(path: string, most: number, what: string): Promise<Buffer> {
  const file = await openRegular(path);
  try {
    const { size } = await file.stat();
    if (size > most) throw new FileError(path, `is larger than ${most / 1e6} MB, which no ${what} is`);
    return await file.readFile();
  } catch (error) {
    throw fileErrorFrom(error, path);
  } finally {
    await file.close();
  }
}

function irregular(path: string, stats: Stats): FileError {
  const kind = stats.isDirectory() ? "directory" : stats.isFIFO() ? "pipe" : stats.isSocket() ? "socket" : "device";
  return new FileError(path, `is a ${kind}, not a file`);
}

/** Bytes that are hashed at a time, at most and at least. */
const WINDOW = 1 << 20;
const LEAST_WINDOW = 1 << 12;

/** A file as it is on the disk. */
export interface HashedFile {
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
  /** Why it could not be read, if it could not. */
  readonly problem?: string;
}

/**
 * Reads a file to its end. One window is read while another is hashed.
 * @throws FileError; the signal's reason when aborted.
 */
export async function hashFile(path: string, signal?: AbortSignal): Promise<HashedFile> {
  const hash = createHash("sha256");
  let bytes = 0;
  try {
    const file = await openRegular(path);
    try {
      // Small ones for a small file, of which a dataset may have many.
      const length = Math.min(WINDOW, Math.max(LEAST_WINDOW, (await file.stat()).size));
      const windows = [new Uint8Array(length), new Uint8Array(length)] as const;
      let next = file.read(windows[0], 0, length, 0);
      for (let turn = 1; ; turn = 1 - turn) {
        const { buffer, bytesRead } = await next;
        signal?.throwIfAborted();
        if (bytesRead === 0) return { bytes, sha256: hash.digest("hex") };
        bytes += bytesRead;
        next = file.read(windows[turn]!, 0, length, bytes);
        hash.update(buffer.subarray(0, bytesRead));
      }
    } finally {
      await file.close();
    }
  } catch (error) {
    throw fileErrorFrom(error, path);
  }
}

/** Most files that stay open for their next read, of all datasets together: systems allow 256 and more. */
const MAX_OPEN = 16;

/** Files that are open and not being read, the one that was read longest ago first. */
const idle = new Set<FileSource>();

export async function statsOf(path: string): Promise<Stats> {
  try {
    return await stat(path);
  } catch (error) {
    const target = await readlink(path).catch(() => "");
    if (!/[/\\]annex[/\\]objects[/\\]/.test(target)) throw fileErrorFrom(error, path);
    throw new FileError(path, "is a link of git-annex, and its content is not here", "git annex get fetches it.");
  }
}

/** A file for reading, of which any number can be had: it is opened when it is read, and stays so while few are. */
export class FileSource implements SourceFile {
  readonly size: number;
  split?: SplitName;
  #file: Promise<FileHandle> | undefined;
  #reads = 0;

  private constructor(
    readonly path: string,
    readonly name: string,
    private readonly stats: Stats,
    private readonly signal: AbortSignal | undefined,
  ) {
    this.size = stats.size;
  }

  /**
   * @param name its path in the directory of its dataset; by default its own name.
   * @param signal ends all reading when it is aborted, wherever the reader is.
   * @throws FileError
   */
  static async open(path: string, name: string = basename(path), signal?: AbortSignal): Promise<FileSource> {
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
        this.signal?.throwIfAborted();
        const { bytesRead } = await file.read(target, done, target.length - done, offset + done);
        if (bytesRead === 0) throw new FormatError(this.path, `is cut off: it ends at ${offset + done} bytes`);
        done += bytesRead;
      }
    } catch (error) {
      throw fileErrorFrom(error, this.path);
    } finally {
      this.#reads--;
      if (this.#reads === 0) await this.#rest();
    }
  }

  /** Opens the file, which must be the one that was found first. */
  async #opened(): Promise<FileHandle> {
    const file = await openRegular(this.path);
    const now = await file.stat();
    const isSame = (["dev", "ino", "size", "mtimeMs"] as const).every((key) => now[key] === this.stats[key]);
    if (isSame) return file;
    await file.close();
    throw new FileError(this.path, "was changed while it was read");
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
    await (await file?.catch(() => undefined))?.close();
  }
}
