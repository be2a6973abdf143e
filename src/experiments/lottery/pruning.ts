import type { RandomStream } from "../../random/random-stream.js";

/** What is kept (1) and what is pruned (0) of the parameters of a model. */
export type Mask = Float32Array;

/**
 * Prunes the smallest scores of each layer: `Math.floor(sparsity · size)` of them, of equal ones the first.
 * @param sizes how many parameters each layer has, weights and biases together, one after the other.
 */
export function prune(scores: Float32Array, sizes: readonly number[], sparsity: number): Mask {
  const mask = new Float32Array(scores.length).fill(1);
  let start = 0;
  for (const size of sizes) {
    const dropped = Math.floor(sparsity * size);
    const sorted = scores.slice(start, start + size).sort();
    const bound = dropped === 0 ? -Infinity : sorted[dropped - 1]!;
    let atBound = dropped - sorted.indexOf(bound);
    for (let i = start; i < start + size; i++) {
      if (scores[i]! < bound || (scores[i] === bound && atBound-- > 0)) mask[i] = 0;
    }
    start += size;
  }
  return mask;
}

/** A mask that keeps as many of each layer, wherever. */
export function pruneAtRandom(random: RandomStream, sizes: readonly number[], sparsity: number): Mask {
  return prune(
    Float32Array.from({ length: sumOf(sizes) }, () => random.uniform()),
    sizes,
    sparsity,
  );
}

/** A mask as text: hexadecimal digits, of four parameters each. */
export function textOf(mask: Mask): string {
  const digit = (_: unknown, i: number) =>
    [0, 1, 2, 3].reduce((bits, j) => 2 * bits + (mask[4 * i + j] ?? 0), 0).toString(16);
  return Array.from({ length: Math.ceil(mask.length / 4) }, digit).join("");
}

/** The mask that a text is of. */
export function maskFrom(text: string, sizes: readonly number[]): Mask {
  return Float32Array.from(
    { length: sumOf(sizes) },
    (_, i) => (Number.parseInt(text[i >> 2]!, 16) >> (3 - (i & 3))) & 1,
  );
}

function sumOf(sizes: readonly number[]): number {
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** The weights that are kept of a layer, without its biases, as text: for each unit a 1 or a 0 of each input. */
export function unitsOf(mask: Mask, inputs: number, units: number): string[] {
  return Array.from({ length: units }, (_, unit) =>
    Array.from({ length: inputs }, (_, input) => mask[input * units + unit]).join(""),
  );
}

/** Units in whose text all are kept of `count` neighbours, for all places, by how many there would be by chance. */
export function adjacency(units: readonly string[], count: number): number {
  const inputs = units[0]!.length;
  let [kept, runs] = [0, 0];
  for (const unit of units) {
    for (let i = 0; i < inputs; i++) {
      if (unit[i] === "1") kept++;
      if (unit.startsWith("1".repeat(count), i)) runs++;
    }
  }
  const density = kept / (inputs * units.length);
  let chance = (inputs - count + 1) * units.length;
  for (let i = 0; i < count; i++) chance *= density;
  return runs / chance;
}
