/** A command line, or a file that it names, that is not what it must be. */
export class UsageError extends Error {
  override readonly name = "UsageError";

  /**
   * @param label what it is about, as the user wrote it: `--train-split`, or `my.json: train_split`.
   * @param problem as in `expected a number from 0 to 1, got "1.5"`.
   * @param hint one more sentence: a suggestion, or why.
   */
  constructor(
    readonly label: string,
    readonly problem: string,
    readonly hint?: string,
  ) {
    super(`${label}: ${problem}`);
  }
}

/** The usual problem. */
export function expectedGot(expected: string, got: string): string {
  return `expected ${expected}, got ${got}`;
}
