import { Mnist1dError } from "../config/mnist1d-error.js";

/** A dataset that the baselines can't be trained or tested on. */
export class EvaluationError extends Mnist1dError {
  override readonly name = "EvaluationError";
  override readonly code = "ERR_EVALUATION";

  /** @param dataset its name. @param problem as in "has no test examples". */
  constructor(
    readonly dataset: string,
    readonly problem: string,
    hint?: string,
  ) {
    super(`${dataset}: ${problem}`, hint);
  }
}
