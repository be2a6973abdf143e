/**
 * What an error is about, by its class:
 *
 * - `ERR_CONFIG` a parameter or an option, `ERR_PLAN` a path and its formats, `ERR_GENERATE` a config that can't be made
 * - `ERR_FORMAT` a file that is not what it must be, `ERR_FILE` what the system could not read or write
 * - `ERR_DIGEST` rows that a digest is not of, `ERR_DIGEST_MISMATCH` data that is not what was pinned, `ERR_MERGE` shards
 * - `ERR_EVALUATION` a dataset that models can't be trained or tested on
 * - `ERR_THREAD` threads that there can't be here
 * - `ERR_USAGE`, `ERR_CHECK_FAILED`, `ERR_CLOSED_PIPE` of the command alone
 */
export type ErrorCode =
  | "ERR_CONFIG"
  | "ERR_PLAN"
  | "ERR_GENERATE"
  | "ERR_FORMAT"
  | "ERR_FILE"
  | "ERR_DIGEST"
  | "ERR_DIGEST_MISMATCH"
  | "ERR_MERGE"
  | "ERR_EVALUATION"
  | "ERR_THREAD"
  | "ERR_USAGE"
  | "ERR_CHECK_FAILED"
  | "ERR_CLOSED_PIPE";

/** What this package throws, but for the reason of a signal: any other error is a fault of its own, or of the system. */
export abstract class Mnist1dError extends Error {
  abstract readonly code: ErrorCode;

  /** @param hint one more sentence for people, which follows the message: what to do, a suggestion, or why. */
  constructor(
    message: string,
    readonly hint?: string,
    options?: ErrorOptions,
  ) {
    super(hint === undefined ? message : `${message}. ${hint}`, options);
  }
}
