import type { Score } from "./training.js";

/** How well a model did on its way. */
export interface Learning {
  /** Steps after which it was scored, from 0 to the last. */
  readonly scoredAt: readonly number[];
  /** Of the first 10,000 rows, if there are more. */
  readonly train: readonly Score[];
  readonly test: readonly Score[];
  /**
   * The step at which the training diverged: its loss was no number, and it ended there; or it came to its end with a loss that
   * is far above that of a guess, and an accuracy that is not.
   */
  readonly diverged?: number;
}
