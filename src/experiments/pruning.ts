import type { Tensor } from "../learn/layer.js";
import { sizeOf } from "../learn/layer.js";

/**
 * Keeps of each tensor what scores highest, all but ⌊sparsity·size⌋ values.
 * @param scores shape (parameters,), in the order of the tensors.
 * @returns shape (parameters,): 1 for what is kept, else 0.
 */
export function keepLargest(tensors: readonly Tensor[], scores: ArrayLike<number>, sparsity: number): Uint8Array {
  const mask = new Uint8Array(scores.length);
  let at = 0;
  for (const tensor of tensors) {
    const size = sizeOf([tensor]);
    const dropped = Math.floor(sparsity * size);
    const order = Array.from({ length: size }, (_, i) => at + i).sort((a, b) => scores[a]! - scores[b]! || a - b);
    for (const i of order.slice(dropped)) mask[i] = 1;
    at += size;
  }
  return mask;
}

/**
 * How often neighbouring inputs of a unit are all kept, by how often that would be by chance.
 * @param mask shape (inputs, units). @param run of neighbours: 2 for pairs.
 */
export function adjacency(mask: ArrayLike<number>, inputs: number, units: number, run: number): number {
  let [kept, found] = [0, 0];
  for (let unit = 0; unit < units; unit++) {
    let length = 0;
    for (let input = 0; input < inputs; input++) {
      length = mask[input * units + unit] ? length + 1 : 0;
      if (length > 0) kept++;
      if (length >= run) found++;
    }
  }
  let chance = 1;
  for (let i = 0; i < run; i++) chance *= kept / (inputs * units);
  return found / (units * (inputs - run + 1)) / chance;
}
