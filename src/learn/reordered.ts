import type { LabelledExamples } from "./training.js";

/** Seed of the one permutation of positions, NumPy's, as the notebooks have it. */
export const SHUFFLE_SEED = 42;

/** A copy with other places for the points of each example: at i is what was at `order[i]`. */
export function reordered({ rows, x, labels }: LabelledExamples, order: ArrayLike<number>): LabelledExamples {
  const { length } = order;
  const moved = new Float32Array(x.length);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < length; i++) moved[row * length + i] = x[row * length + order[i]!]!;
  }
  return { rows, x: moved, labels };
}
