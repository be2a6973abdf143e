import { constants, type Stats } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { OutputError, outputErrorFrom } from "./output-error.js";

/**
 * Opens a file for reading. A pipe would wait for whoever writes to it, and a device may have no end: what is no regular
 * file is refused by what it is.
 *
 * @throws OutputError
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
    throw outputErrorFrom(error, path);
  }
}

/**
 * The bytes of a regular file.
 *
 * @param most bytes that it may have, so that it fits into memory.
 * @param what it is, which none is that has more.
 * @throws OutputError
 */
export async function readRegular(path: string, most: number, what: string): Promise<Buffer> {
  const file = await openRegular(path);
  try {
    const { size } = await file.stat();
    if (size > most) throw new OutputError(path, `is larger than ${most / 1e6} MB, which no ${what} is`);
    return await file.readFile();
  } catch (error) {
    throw outputErrorFrom(error, path);
  } finally {
    await file.close();
  }
}

/** Of what is there in the place of a file. */
export function irregular(path: string, stats: Stats): OutputError {
  const kind = stats.isDirectory() ? "directory" : stats.isFIFO() ? "pipe" : stats.isSocket() ? "socket" : "device";
  return new OutputError(path, `is a ${kind}, not a file`);
}

/** Whether an error says that nothing is there. */
export function isMissing(error: unknown): boolean {
  const code = systemCode(error);
  return code === "ENOENT" || code === "ENOTDIR";
}

/** Whether an error says that nobody can tell what is there: not that nothing is, nor something else than a file. */
export function isUnreadable(error: unknown): boolean {
  const code = systemCode(error);
  return code !== undefined && code !== "ENXIO" && !isMissing(error);
}

/** What the operating system said. */
function systemCode(error: unknown): string | undefined {
  const cause = error instanceof OutputError ? error.cause : error;
  return (cause as NodeJS.ErrnoException | undefined)?.code;
}
