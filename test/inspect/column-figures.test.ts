// Figures of the columns beside x and y: of what was drawn, of the noise, and of wrong labels.
import { describe, expect, it } from "vitest";
import { inspectExamples } from "../../src/inspect/inspect-examples.js";
import { moments } from "../../src/numeric/pairwise-sum.js";
import { drawFrom } from "../support/arrays.js";

const keys = {
  num_samples: 9000,
  final_seq_length: 5,
  val_size: 300,
  factors: true,
  clean: true,
  label_noise: 0.3,
  shifts: { weak: { scale_coeff: 0.1 } },
};

describe("inspectExamples", () => {
  const examples = drawFrom(keys);

  it("summarises each further column in each split, whatever the chunks", async () => {
    const { splits } = await inspectExamples(examples);
    expect(splits.map(({ name }) => name)).toEqual(["train", "validation", "test", "test_weak"]);
    for (const { name, columns, noise, wrongLabels } of splits) {
      const { x, xClean, y, yClean, ...others } = examples.arrays(name);
      const all = {
        x_clean: xClean!,
        padding: others.padding!,
        scale: others.scale!,
        translation: others.translation!,
      };
      for (const [column, values] of Object.entries({ ...all, shear: others.shear! })) {
        const wide = Float64Array.from(values);
        const { mean, std } = moments(wide);
        expect(columns![column], `${column} of ${name}`).toMatchObject({
          mean: expect.closeTo(mean, 9),
          std: expect.closeTo(std, 9),
          min: wide.reduce((a, b) => Math.min(a, b)),
          max: wide.reduce((a, b) => Math.max(a, b)),
          nan: 0,
        });
      }
      const difference = Float64Array.from(x, (value, i) => value - xClean![i]!);
      expect(noise!.std).toBeCloseTo(moments(difference).std, 9);
      expect(wrongLabels).toBe(y.filter((label, row) => label !== yClean![row]).length);
    }
    expect(splits.map(({ wrongLabels }) => wrongLabels! > 0)).toEqual([true, false, false, false]);
    expect(splits[3]!.columns!.scale!.max).toBeLessThanOrEqual(1.05);
  });

  it("has none of these where there are no such columns", async () => {
    const { splits } = await inspectExamples(drawFrom({ num_samples: 50 }));
    for (const split of splits) {
      for (const key of ["columns", "noise", "wrongLabels"]) expect(split).not.toHaveProperty(key);
    }
  });
});
