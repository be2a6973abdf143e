import { CommanderError } from "commander";
import { type ErrorCode, Mnist1dError } from "../config/mnist1d-error.js";
import { FileError, fileErrorFrom } from "../dataset/errors.js";

export class UsageError extends Mnist1dError {
  override readonly name = "UsageError";
  override readonly code = "ERR_USAGE";

  /**
   * @param label what it is about, as the user wrote it: `--train-split`, or `my.json: train_split`.
   * @param problem as in `expected a number from 0 to 1, got "1.5"`.
   * @param hint one more sentence: a suggestion, or why.
   */
  constructor(
    readonly label: string,
    readonly problem: string,
    hint?: string,
  ) {
    super(`${label}: ${problem}`, hint);
  }
}

/** The usual one, of what is not what it must be. */
export function unexpected(label: string, expected: string, got: string, hint?: string): UsageError {
  return new UsageError(label, `expected ${expected}, got ${got}`, hint);
}

export class Interrupted extends Error {
  override readonly name = "Interrupted";

  /**
   * @param exitCode 128 and the signal's number, as shells have it.
   * @param left what is to be known of what the command writes.
   */
  constructor(
    readonly exitCode: number,
    left?: string,
  ) {
    super(left === undefined ? "interrupted" : `interrupted: ${left}`);
  }
}

/** Whoever read our standard output has enough of it, as `head` does. */
export class ClosedPipe extends Mnist1dError {
  override readonly name = "ClosedPipe";
  override readonly code = "ERR_CLOSED_PIPE";

  constructor() {
    super("closed pipe");
  }
}

/** A check that failed, or a difference that was found, and that was reported already if there is no message. */
export class CheckFailed extends Mnist1dError {
  override readonly name = "CheckFailed";
  override readonly code = "ERR_CHECK_FAILED";

  constructor(message = "", options?: ErrorOptions) {
    super(message, undefined, options);
  }
}

/**
 * 0 done; 1 a check failed, or a difference; 2 bad usage or config; 3 could not read or write; 70 (sysexits.h's EX_SOFTWARE) a
 * fault of ours. Interrupted ends with 130 and the like.
 */
export const EXIT = { ok: 0, failed: 1, usage: 2, output: 3, fault: 70 } as const;

const CODES: Readonly<Record<ErrorCode, number>> = {
  ERR_CLOSED_PIPE: EXIT.ok,
  ERR_CHECK_FAILED: EXIT.failed,
  ERR_DIGEST_MISMATCH: EXIT.failed,
  ERR_MERGE: EXIT.failed,
  ERR_USAGE: EXIT.usage,
  ERR_CONFIG: EXIT.usage,
  ERR_PLAN: EXIT.usage,
  ERR_GENERATE: EXIT.usage,
  ERR_EVALUATION: EXIT.usage,
  ERR_FILE: EXIT.output,
  ERR_FORMAT: EXIT.output,
  ERR_THREAD: EXIT.output,
  ERR_DIGEST: EXIT.fault, // the command makes digests of rows that it has read or drawn
};

/** @param error as `named` has it. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof Interrupted) return error.exitCode;
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  return error instanceof Mnist1dError ? CODES[error.code] : EXIT.fault;
}

/** Node's codes and the engine's messages for what does not fit in memory, or in what it takes at most. */
const TOO_LARGE =
  /^ERR_(WORKER_OUT_OF_MEMORY|MEMORY_ALLOCATION_FAILED|STRING_TOO_LONG|BUFFER_TOO_LARGE|FS_FILE_TOO_LARGE)$|allocation failed|[Ii]nvalid (typed )?array (buffer )?length|[Ii]nvalid string length|(Map|Set) maximum size exceeded/;

/** What an error of the operating system or of the engine means that nothing on its way gave a name; others as they are. */
export function named(error: unknown): unknown {
  if (!(error instanceof Error) || exitCodeOf(error) !== EXIT.fault) return error;
  const { code, path, syscall } = error as NodeJS.ErrnoException;
  const isTooLarge = TOO_LARGE.test(code ?? "") || (error instanceof RangeError && TOO_LARGE.test(error.message));
  if (!isTooLarge) return fileErrorFrom(error, path ?? syscall ?? "a file");
  const hint = "Use fewer or shorter examples, or a machine with more.";
  return new FileError("memory", `there is not enough of it (${error.message})`, hint, { cause: error });
}
