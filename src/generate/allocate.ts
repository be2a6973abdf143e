import { GenerateError } from "./generate-error.js";

/**
 * Makes the large arrays of examples, or says that they are too large.
 *
 * @param shape of the examples.
 * @param bytes that the arrays take.
 * @throws GenerateError
 */
export function allocate<T>(
  { rows, length }: { readonly rows: number; readonly length: number },
  bytes: number,
  make: () => T,
): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const gigabytes = (bytes / 1e9).toPrecision(3);
    const what = `${rows} examples of ${length} points`;
    throw new GenerateError(`${what} take ${gigabytes} GB, more than can be allocated`, { cause: error });
  }
}
