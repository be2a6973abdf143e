// Each epoch has every example once, with its label, in an order of its own.
import { expect, it } from "vitest";
import { learnShuffled } from "../../src/experiments/double-descent/learn-shuffled.js";
import type { Training } from "../../src/learn/training.js";
import { RandomState } from "../../src/random/random-state.js";

it("goes through all examples in each epoch, in another order, and the last batch is what is left", () => {
  const labels = Int32Array.from({ length: 7 }, (_, i) => i);
  const x = Float32Array.from({ length: 14 }, (_, i) => i);
  const batches: number[][] = [];
  const training = {
    step(examples: { x: ArrayLike<number>; labels: Int32Array }, start: number, rows: number) {
      const own = Array.from(examples.labels.subarray(start, start + rows));
      for (const [i, label] of own.entries()) {
        expect([examples.x[2 * (start + i)], examples.x[2 * (start + i) + 1]]).toEqual([2 * label, 2 * label + 1]);
      }
      batches.push(own);
      return 0;
    },
  } as unknown as Training;
  const shares = [...learnShuffled(training, { rows: 7, x, labels }, { steps: 20, batch: 3 }, new RandomState(1))];
  expect(shares).toEqual([0.5, 1]);
  expect(batches.map(({ length }) => length)).toEqual(Array.from({ length: 20 }, (_, i) => [3, 3, 1][i % 3]));
  const epochs = [0, 3, 6].map((first) => batches.slice(first, first + 3).flat());
  for (const epoch of epochs) expect([...epoch].sort()).toEqual(Array.from(labels));
  expect(new Set(epochs.map(String)).size).toBe(3);
  expect(Array.from(labels)).toEqual([0, 1, 2, 3, 4, 5, 6]); // what was given is as it was
});
