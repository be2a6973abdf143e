import { type Arithmetic, LANES } from "./arithmetic.js";
import type { Pass, Placement } from "./layer.js";

/** Share of the weights up to which leaving out the others is faster than products with zeros. */
const MOST_KEPT = 0.5;

/** A linear layer of which most weights are pruned: nothing is computed with those. Others have none. */
export function prunedPass({ mask, ...placement }: Placement): Pass | undefined {
  const { arithmetic, input, output, parameters, gradients, rows: most, wantsInputGradient } = placement;
  const [depth, outputs] = [input.row, output.channels];
  const weights = mask?.subarray(0, depth * outputs);
  if (weights === undefined || weights.reduce((sum, kept) => sum + kept, 0) > MOST_KEPT * weights.length) return;
  const lanes = Math.ceil(most / LANES) * LANES;
  const ofOutputs = listsOf(arithmetic, weights, outputs, 1, depth, outputs);
  const ofInputs = listsOf(arithmetic, weights, depth, outputs, outputs, 1);
  const x = arithmetic.reserve(depth * lanes);
  const y = arithmetic.reserve(outputs * lanes);
  const d = arithmetic.reserve(outputs * lanes);
  const inputGradient = arithmetic.reserve(wantsInputGradient ? depth * lanes : 0);
  const biases = depth * outputs;
  const [to, slopes] = [output.at + output.padding * outputs, output.gradient + output.padding * outputs];
  return {
    forward(rows) {
      arithmetic.transpose(rows, depth, input.at, depth, x, lanes);
      arithmetic.sparseProduct(outputs, lanes, ofOutputs, parameters, 1, outputs, x, y, parameters + biases);
      arithmetic.transpose(outputs, rows, y, lanes, to, output.row);
    },
    backward(rows) {
      if (rows < most) arithmetic.fill(d, outputs * lanes); // of examples that there are not
      arithmetic.transpose(rows, outputs, slopes, output.row, d, lanes);
      arithmetic.sparseGradient(depth, outputs, lanes, ofInputs, x, d, gradients);
      arithmetic.columnSums(rows, 1, outputs, slopes, outputs, output.row, gradients + biases);
      if (!wantsInputGradient) return;
      arithmetic.sparseProduct(depth, lanes, ofInputs, parameters, outputs, 1, d, inputGradient, 0);
      arithmetic.transpose(depth, rows, inputGradient, lanes, input.gradient, depth);
    },
  };
}

/** Of each row of weights how many are kept, and their places in it. @returns the place of all of it. */
function listsOf(
  arithmetic: Arithmetic,
  mask: Float32Array,
  rows: number,
  rowStep: number,
  columns: number,
  step: number,
): number {
  const lists: number[] = [];
  for (let row = 0; row < rows; row++) {
    const start = lists.push(0);
    for (let i = 0; i < columns; i++) if (mask[row * rowStep + i * step] !== 0) lists.push(i);
    lists[start - 1] = lists.length - start;
  }
  const at = arithmetic.reserve(lists.length);
  arithmetic.integers(at, lists.length).set(lists);
  return at;
}
