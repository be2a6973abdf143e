import { Mnist1dError } from "../config/mnist1d-error.js";

/** A file that is not what it must be: damaged, of another format, or with something that a dataset does not have. */
export class FormatError extends Mnist1dError {
  override readonly name = "FormatError";
  override readonly code = "ERR_FORMAT";

  /**
   * @param path the file, as the caller knows it.
   * @param problem what is wrong with it and where, as in "row 17 of x has 39 values, not 40".
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
