// Reference: what is pruned of layers, and how often what is left is beside each other, on masks whose answers are known.
import { describe, expect, it } from "vitest";
import { adjacency, maskFrom, prune, pruneAtRandom, textOf, unitsOf } from "../../src/experiments/lottery/pruning.js";
import { RandomState } from "../../src/random/random-state.js";

describe("prune", () => {
  it("takes the smallest of each layer, as many as its share, rounded down", () => {
    const scores = Float32Array.of(5, 1, 4, 2, 3, /* and */ 9, 7, 8);
    expect(Array.from(prune(scores, [5, 3], 0.5))).toEqual([1, 0, 1, 0, 1, 1, 0, 1]);
    expect(Array.from(prune(scores, [5, 3], 0))).toEqual([1, 1, 1, 1, 1, 1, 1, 1]);
    expect(Array.from(prune(scores, [5, 3], 1))).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it("takes the first of equal ones, such as those that are pruned already", () => {
    expect(Array.from(prune(Float32Array.of(0, 2, 0, 0, 1), [5], 0.4))).toEqual([0, 1, 0, 1, 1]);
    expect(Array.from(prune(Float32Array.of(0, 2, 0, 0, 1), [5], 0.8))).toEqual([0, 1, 0, 0, 0]);
  });

  it("keeps as many at random, others each time", () => {
    const random = new RandomState(1);
    const [first, second] = [0, 1].map(() => pruneAtRandom(random, [100, 50], 0.9));
    for (const mask of [first!, second!]) {
      expect([mask.subarray(0, 100), mask.subarray(100)].map((own) => own.reduce((sum, kept) => sum + kept))).toEqual([
        10, 5,
      ]);
    }
    expect(first).not.toEqual(second);
  });
});

it("a mask is read again from its text, whatever its length", () => {
  const mask = Float32Array.from({ length: 23 }, (_, i) => Number(i % 3 === 1 || i > 18));
  expect(textOf(Float32Array.of(1, 0, 0, 0, 1, 1))).toBe("8c");
  for (let length = 0; length <= mask.length; length++) {
    const own = mask.subarray(0, length);
    expect(maskFrom(textOf(own), [length])).toEqual(own);
  }
});

describe("units", () => {
  it("are columns of the weights (inputs, units), without biases", () => {
    const mask = Float32Array.of(1, 0, /* input 1 */ 1, 1, /* input 2 */ 0, 1, /* biases */ 1, 1);
    expect(unitsOf(mask, 3, 2)).toEqual(["110", "011"]);
  });

  it("have as many neighbours as by chance, where weights are left by chance", () => {
    const random = new RandomState(2);
    const units = Array.from({ length: 2000 }, () =>
      Array.from({ length: 40 }, () => (random.uniform() < 0.2 ? "1" : "0")).join(""),
    );
    expect(adjacency(units, 2)).toBeCloseTo(1, 1);
    expect(adjacency(units, 3)).toBeCloseTo(1, 1);
  });

  it("have more where they are in runs", () => {
    // Of 2 · 7 pairs of places 5 are kept, of which chance, at a density of ½, gives 14/4; of 2 · 6 triples 3, of 12/8.
    const units = ["11110000", "10111000"];
    expect(adjacency(units, 2)).toBeCloseTo(5 / 3.5, 12);
    expect(adjacency(units, 3)).toBeCloseTo(3 / 1.5, 12);
    expect(adjacency(units, 4)).toBeCloseTo(1 / (10 / 16), 12);
  });
});
