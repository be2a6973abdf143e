import { CommanderError } from "commander";
import { ConfigError } from "../config/config-error.js";
import { OutputError } from "../dataset/output-error.js";
import { PlanError } from "../dataset/output-plan.js";
import { FormatError } from "../formats/format-error.js";
import { GenerateError } from "../generate/generate-error.js";
import { ThreadError } from "../parallel/threads.js";
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

export const EXIT = { ok: 0, failed: 1, usage: 2, output: 3 } as const;

/** 0 done; 1 a check failed, or a bug; 2 bad usage or config; 3 could not read or write; 130 interrupted. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof ClosedPipe) return EXIT.ok;
  if (error instanceof Interrupted) return error.exitCode;
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if ([OutputError, FormatError, ThreadError].some((type) => error instanceof type)) return EXIT.output;
  const isUsage = [UsageError, ConfigError, PlanError, GenerateError].some((type) => error instanceof type);
  return isUsage ? EXIT.usage : EXIT.failed;
}
