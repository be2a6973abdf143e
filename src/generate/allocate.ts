import { type Config, exampleCount } from "../config/config.js";
import { GenerateError } from "./generate-error.js";

/**
 * Makes the large arrays of a config, or says that they are too large.
 *
 * @param bytes that they take.
 * @throws GenerateError
 */
export function allocate<T>(config: Config, bytes: number, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const gigabytes = (bytes / 1e9).toPrecision(3);
    const what = `${exampleCount(config)} examples of ${config.finalSeqLength} points`;
    throw new GenerateError(`${what} take ${gigabytes} GB, more than can be allocated`, { cause: error });
  }
}
