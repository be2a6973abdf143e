import type { Instance } from "./instance.js";
import type { Rows } from "./kernel.js";

/** Bytes that are moved, and values that are standardised, between two steps: some milliseconds of work at most. */
const STEP_BYTES = 1 << 23;
const STEP_VALUES = 4096;

/** Bytes for values that are standardised; of an odd number there is one more. */
export const STANDARDISED_BYTES: number = 8 * (STEP_VALUES + 1);

/** Rows in the memory of a kernel, by `assembly/rows.ts`. */
export function keptRows(
  { at, buffer, functions }: Instance<"output" | "order" | "standardised">,
  rows: number,
  length: number,
): Rows {
  const doubles = new Float64Array(buffer, at.standardised, STEP_VALUES);
  const floats = new Float32Array(buffer, at.standardised, STEP_VALUES);
  const address = (index: number) => at.output + 8 * index;
  const rowBytes = 8 * length;
  const most = Math.ceil(STEP_BYTES / rowBytes);
  return {
    values: new Float64Array(buffer, at.output, rows * length),
    order: new Uint32Array(buffer, at.order, rows),
    sum: (start, count, mean) => functions.sumPairwise(address(start), count, Number(mean !== undefined), mean ?? 0),
    *permute() {
      while (functions.permuteRows(at.output, rowBytes, rows, most)) yield;
    },
    standardise(start, count, { mean, std }, target) {
      const standardised = target instanceof Float64Array ? doubles : floats;
      const asFloat64 = Number(standardised === doubles);
      for (let done = 0; done < count; done += STEP_VALUES) {
        const some = Math.min(STEP_VALUES, count - done);
        functions.standardise(address(start + done), some, mean, std, asFloat64, at.standardised);
        target.set(standardised.subarray(0, some), done);
      }
    },
  };
}
