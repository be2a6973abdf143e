import type { Moments } from "../numeric/pairwise-sum.js";
import { GenerateError } from "./generate-error.js";

/**
 * Makes sure that values can be standardised.
 *
 * @param isConstant whether all values are the same: then the standard deviation is 0, or an ulp of the rounded mean, and
 *   the result would be noise.
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
