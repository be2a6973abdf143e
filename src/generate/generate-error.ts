import { Mnist1dError } from "../config/mnist1d-error.js";
import type { Moments } from "../numeric/pairwise-sum.js";
import type { Columns } from "./columns.js";
import type { RowRange } from "./examples.js";

/** A config that is valid by itself but cannot be made: too large for memory, or without a finite result. */
export class GenerateError extends Mnist1dError {
  override readonly name = "GenerateError";
  override readonly code = "ERR_GENERATE";
}

/**
 * Makes the large arrays of examples, or says that they are too large.
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
    throw new GenerateError(`${what} take ${gigabytes} GB, more than can be allocated`, undefined, { cause: error });
  }
}

/**
 * Makes sure that values can be standardised.
 * @param isConstant whether all values are the same: then the standard deviation is 0, or an ulp of the rounded mean,
 *   and the result would be noise.
 * @param t the time axis, standardised.
 * @throws GenerateError
 */
export function checkStandardisable({ mean, std }: Moments, isConstant: boolean, t: Float64Array): void {
  if (std === 0 || isConstant) {
    throw new GenerateError("every value is the same, so they cannot be standardised: some noise or shear is needed");
  }
  if (!Number.isFinite(mean) || !Number.isFinite(std) || !t.every(Number.isFinite)) {
    throw new GenerateError("the values overflow float64, so they cannot be standardised: use smaller scales");
  }
}

/**
 * Makes sure of rows of a shifted split, which are standardised by other examples' moments, that their values are finite.
 *
 * @param columns that begin with the rows.
 * @throws GenerateError
 */
export function checkFinite({ x, xClean }: Columns, length: number, { split, rows }: RowRange): void {
  for (const values of [x, xClean]) {
    for (let i = 0; values !== undefined && i < rows * length; i++) {
      if (!Number.isFinite(values[i]!)) throw new GenerateError(`values of ${split} overflow: use smaller scales`);
    }
  }
}
