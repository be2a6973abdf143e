import { CommanderError } from "commander";
import { ConfigError } from "../config/config-error.js";
import { DigestMismatch } from "../dataset/digest-mismatch.js";
import { OutputError, outputErrorFrom } from "../dataset/output-error.js";
import { PlanError } from "../dataset/output-plan.js";
import { FormatError } from "../formats/format-error.js";
import { GenerateError } from "../generate/generate-error.js";
import { MergeError } from "../merge/merge-problem.js";
import { ThreadError } from "../parallel/thread-error.js";
import { CheckFailed } from "./check-failed.js";
import { UsageError } from "./usage-error.js";

/** The command was stopped by a signal; `exitCode` is 128 and the signal's number, as shells have it. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";

  constructor(
    readonly exitCode: number,
    message = "interrupted: nothing was written",
  ) {
    super(message);
  }
}

/** Whoever read our standard output has enough of it, as `head` does. */
export class ClosedPipe extends Error {
  override readonly name = "ClosedPipe";
}

/** `fault` is sysexits.h's EX_SOFTWARE: an error of ours, and nothing that was found of the data. */
export const EXIT = { ok: 0, failed: 1, usage: 2, output: 3, fault: 70 } as const;

const CODES: readonly (readonly [code: number, ...types: (abstract new (...args: never[]) => Error)[]])[] = [
  [EXIT.ok, ClosedPipe],
  [EXIT.failed, CheckFailed, DigestMismatch, MergeError],
  [EXIT.usage, UsageError, ConfigError, PlanError, GenerateError],
  [EXIT.output, OutputError, FormatError, ThreadError],
];

/**
 * 0 done; 1 a check failed; 2 bad usage or config; 3 could not read or write; 70 a fault of ours; 130 and the like
 * interrupted.
 *
 * @param error as `named` has it.
 */
export function exitCodeOf(error: unknown): number {
  if (error instanceof Interrupted) return error.exitCode;
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  const known = CODES.find(([, ...types]) => types.some((type) => error instanceof type));
  return known?.[0] ?? EXIT.fault;
}

/** Node's codes and the engine's messages for what does not fit in memory, or in what it takes at most. */
const TOO_LARGE =
  /^ERR_(WORKER_OUT_OF_MEMORY|MEMORY_ALLOCATION_FAILED|STRING_TOO_LONG|BUFFER_TOO_LARGE|FS_FILE_TOO_LARGE)$|allocation failed|[Ii]nvalid (typed )?array (buffer )?length|[Ii]nvalid string length|(Map|Set) maximum size exceeded/;

/** What an error of the operating system or of the engine means that nothing on its way gave a name; others as they are. */
export function named(error: unknown): unknown {
  if (!(error instanceof Error) || exitCodeOf(error) !== EXIT.fault) return error;
  const { code, path, syscall } = error as NodeJS.ErrnoException;
  const isTooLarge = TOO_LARGE.test(code ?? "") || (error instanceof RangeError && TOO_LARGE.test(error.message));
  if (!isTooLarge) return outputErrorFrom(error, path ?? syscall ?? "a file");
  const hint = "Use fewer or shorter examples, or a machine with more.";
  return new OutputError("memory", `there is not enough of it (${error.message})`, hint, { cause: error });
}
