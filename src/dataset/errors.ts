import { Mnist1dError } from "../config/mnist1d-error.js";

/** Something that could not be read or written. */
export class FileError extends Mnist1dError {
  override readonly name = "FileError";
  override readonly code = "ERR_FILE";

  /**
   * @param path the file or directory, as the caller gave it.
   * @param problem what is wrong with it, as in "is a file".
   * @param hint one more sentence for people: what to do.
   */
  constructor(
    readonly path: string,
    readonly problem: string,
    hint?: string,
    options?: ErrorOptions,
  ) {
    super(`${path}: ${problem}`, hint, options);
  }
}

const PROBLEMS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EBUSY: "is in use, or a mount point: choose a directory inside it",
  EDQUOT: "disk quota exceeded",
  EEXIST: "exists already",
  EPIPE: "the reader has gone",
  EFBIG: "file too large for this file system",
  EIO: "the disk reported an error",
  EISDIR: "is a directory",
  EMFILE: "too many open files",
  ENAMETOOLONG: "the name is too long",
  ENFILE: "too many open files on this machine",
  ENOENT: "no such file or directory",
  ENOMEM: "the system is out of memory",
  ENXIO: "is a socket, or a device that is not there",
  ENOSPC: "no space left on the disk",
  ENOTEMPTY: "has come into being meanwhile",
  ELOOP: "the links lead in a circle",
  ENOTDIR: "a part of the path is not a directory",
  EPERM: "not permitted",
  ESTALE: "was changed by another machine",
  EXDEV: "is on another file system",
  EROFS: "the file system is read-only",
};

/** Says in words what the operating system said in a code. Other errors pass through. */
export function fileErrorFrom(error: unknown, path: string): unknown {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  if (code === undefined || !/^E[A-Z0-9]+$/.test(code)) return error;
  return new FileError(path, PROBLEMS[code] ?? `the operating system says ${code}`, undefined, { cause: error });
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

function systemCode(error: unknown): string | undefined {
  const cause = error instanceof FileError ? error.cause : error;
  return cause instanceof Mnist1dError ? undefined : (cause as NodeJS.ErrnoException | undefined)?.code;
}

/** Node reads such bytes as U+FFFD, under which nothing is found. */
export const NOT_UTF8 = ["has a name that is not UTF-8", "Rename it."] as const;

/** Data that is not what a pinned digest says it is. Nothing was published. */
export class DigestMismatch extends Mnist1dError {
  override readonly name = "DigestMismatch";
  override readonly code = "ERR_DIGEST_MISMATCH";

  constructor(
    readonly expected: string,
    readonly found: string,
  ) {
    super(`the data has the digest ${found}, not ${expected}: nothing was written`);
  }
}
