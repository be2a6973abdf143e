import { describe, expect, it } from "vitest";
import { diffExamples } from "../../src/diff/diff-examples.js";
import { drawFrom } from "../support/arrays.js";
import { type Keys, STILL } from "../support/configs.js";
import { cases, THOROUGH } from "../support/thorough.js";

/** Pairs of seeds that are compared. */
const PAIRS = cases(3, 8);
const TOLD = THOROUGH ? 4 : 1;

/** How many of the pairs of neighbours among datasets of other seeds are told apart. */
async function toldApart(keys: Keys, pairs: number): Promise<number> {
  let count = 0;
  let last = drawFrom({ ...keys, seed: 0 });
  for (let seed = 1; seed <= pairs; seed++) {
    const next = drawFrom({ ...keys, seed });
    const { verdict } = await diffExamples(last, next);
    if (verdict !== "other-draws" && verdict !== "same-rows") count++;
    last = next;
  }
  return count;
}

describe("two seeds of one config are draws of one distribution", () => {
  it.each([5000, 500])(`${PAIRS} pairs of %d examples`, async (samples) => {
    expect(await toldApart({ num_samples: samples }, PAIRS)).toBe(0);
  });

  // Where a position has nearly the same value in all examples of a class, standardisation moves them all at once.
  const quiet = { corr_noise_scale: 0.001, iid_noise_scale: 0.001, shear_scale: 0, scale_coeff: 0 };
  it.each<[string, Keys]>([
    ["nearly without noise", quiet],
    ["nearly without noise, not translated", { ...quiet, max_translation: 1 }],
    ["sheared only", { ...STILL, iid_noise_scale: 0.001, shear_scale: 0.75 }],
    ["not random at all", STILL],
    ["with labels of noise", { label_noise: { fraction: 0.4 } }],
    ["of wild amplitudes", { scale_coeff: 4 }],
    ["of three points", { final_seq_length: 3 }],
  ])("%s", async (_, keys) => {
    for (const samples of [1000, 100]) {
      expect(await toldApart({ ...keys, num_samples: samples }, Math.ceil(PAIRS / 2))).toBe(0);
    }
  });

  it.runIf(THOROUGH)("also where the sample is not all of them", async () => {
    const sizes = { num_samples: 60_000, final_seq_length: 4 };
    const { verdict, notes } = await diffExamples(drawFrom(sizes), drawFrom({ ...sizes, seed: 1 }));
    expect(verdict).toBe("other-draws");
    expect(notes).toEqual(["Distributions are compared by 50,000 rows of A and 50,000 of B."]);
  });
});

describe("two configs are told apart by pairs of other seeds", () => {
  it
    .runIf(THOROUGH)
    .each<[Keys]>([
      [{ shear_scale: 1.5 }],
      [{ scale_coeff: 4 }],
      [{ iid_noise_scale: 0.04 }],
      [{ max_translation: 30 }],
    ])(`${TOLD} pairs of the defaults and %j`, async (keys) => {
    for (let seed = 0; seed < TOLD; seed++) {
      const { verdict } = await diffExamples(drawFrom({ seed }), drawFrom({ ...keys, seed: 100 + seed }));
      expect(verdict).toBe("other-distribution");
    }
  });
});
