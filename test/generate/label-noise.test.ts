import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addLabelNoise } from "../../src/generate/label-noise.js";
import { RandomState } from "../../src/random/random-state.js";

type Noise = Parameters<typeof addLabelNoise>[2];

const UNORDERED = [7, -1, 3];
const seeds = fc.integer({ min: 0, max: 0xffffffff });

function noisy(labels: readonly number[], classes: readonly number[], noise: Noise, seed: number): number[] {
  const y = Int32Array.from(labels);
  addLabelNoise(y, classes, noise, new RandomState([seed, 1]));
  return [...y];
}

/** n labels in turn. */
const turns = (classes: readonly number[], n: number) =>
  Array.from({ length: n }, (_, i) => classes[i % classes.length]!);

describe("resample", () => {
  // def resample(labels, classes, fraction, seed):
  //     random = np.random.RandomState([seed, 1])
  //     noisy = []
  //     for label in labels:
  //         redraw = random.random_sample() < fraction
  //         noisy.append(classes[random.choice(len(classes))] if redraw else label)
  //     return noisy
  it("reference: resample([0] * 40, list(range(10)), 0.5, 42) in Python", () => {
    const labels = noisy(Array(40).fill(0), [...Array(10).keys()], { fraction: 0.5, mode: "resample" }, 42);
    expect(labels).toEqual([
      0, 7, 0, 8, 0, 0, 1, 6, 3, 0, 1, 0, 0, 0, 0, 0, 8, 0, 0, 0, 5, 8, 5, 3, 6, 0, 4, 8, 7, 6, 3, 5, 4, 0, 3, 0, 9, 0,
      0, 0,
    ]);
  });

  it("reference: resample([7, -1, 3] * 10, [7, -1, 3], 0.9, 0)", () => {
    expect(noisy(turns(UNORDERED, 30), UNORDERED, { fraction: 0.9, mode: "resample" }, 0)).toEqual([
      3, -1, 7, 7, 7, 7, 7, 3, 3, 7, -1, -1, -1, 7, 3, 3, 3, 3, 7, -1, 7, 3, -1, 7, 7, -1, 7, 7, 7, -1,
    ]);
  });

  it("reference: resample([7, -1, 3] * 10, [7, -1, 3], 0.3, 2**32 - 1)", () => {
    expect(noisy(turns(UNORDERED, 30), UNORDERED, { fraction: 0.3, mode: "resample" }, 2 ** 32 - 1)).toEqual([
      7, -1, 3, 7, -1, 3, 7, 3, 7, 7, -1, 3, 7, -1, 3, 7, -1, 3, 7, -1, 3, 7, 7, 3, 7, -1, -1, 7, -1, 3,
    ]);
  });

  it("property: may draw the true label again, and every other", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const redrawn = noisy(Array(300).fill(7), UNORDERED, { fraction: 1, mode: "resample" }, seed);
        expect(new Set(redrawn)).toEqual(new Set(UNORDERED));
      }),
    );
  });
});

describe("flip", () => {
  it("property: with fraction 1 never keeps a label, and reaches every other", () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 2, max: 6 }), (seed, k) => {
        const classes = Array.from({ length: k }, (_, i) => 5 - 3 * i);
        const flipped = noisy(Array(50 * k).fill(5), classes, { fraction: 1, mode: "flip" }, seed);
        expect(new Set(flipped)).toEqual(new Set(classes.slice(1)));
      }),
    );
  });

  it("property: changes the share of labels that its fraction says", () => {
    fc.assert(
      fc.property(seeds, fc.double({ min: 0, max: 1, noNaN: true }), (seed, fraction) => {
        const labels = turns(UNORDERED, 5000);
        const flipped = noisy(labels, UNORDERED, { fraction, mode: "flip" }, seed);
        const share = flipped.filter((label, row) => label !== labels[row]).length / labels.length;
        expect(Math.abs(share - fraction)).toBeLessThan(0.05); // 7 standard deviations
      }),
      { numRuns: 50 },
    );
  });
});

it("property: a label is redrawn if its uniform is below the fraction, and not if it is equal", () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const uniform = new RandomState([seed, 1]).uniform();
      const flipFirst = (fraction: number) => noisy([7], UNORDERED, { fraction, mode: "flip" }, seed)[0];
      expect(flipFirst(uniform)).toBe(7);
      expect(flipFirst(uniform + 2 ** -53)).not.toBe(7);
    }),
  );
});

it.each(["resample", "flip"] as const)("property: fraction 0 changes nothing (%s)", (mode) => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const labels = turns(UNORDERED, 100);
      expect(noisy(labels, UNORDERED, { fraction: 0, mode }, seed)).toEqual(labels);
    }),
  );
});
