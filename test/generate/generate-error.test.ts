import { describe, expect, it } from "vitest";
import { GenerateError } from "../../src/generate/generate-error.js";
import { drawFrom } from "../support/arrays.js";
import { STILL } from "../support/configs.js";

describe("a GenerateError refuses", () => {
  const flat = (value: number) => ({ x: [[value, value]], t: [0, 1], y: [0] });

  it.each([0, 0.1, 0.3, 1 / 3, 0.7, 123.456])("templates that are %d everywhere, without noise or shear", (value) => {
    for (const num_samples of [1, 10, 11, 100, 1000]) {
      expect(() => drawFrom({ ...STILL, num_samples, templates: flat(value) })).toThrow(GenerateError);
    }
  });

  it("one value", () => {
    const one = { ...STILL, num_samples: 1, final_seq_length: 1, iid_noise_scale: 1, templates: flat(0) };
    expect(() => drawFrom(one)).toThrow(GenerateError);
  });

  it.each(["scale_coeff", "corr_noise_scale", "iid_noise_scale", "shear_scale"])(
    "values that overflow, by a %s of 1e308",
    (key) => {
      expect(() => drawFrom({ num_samples: 10, [key]: 1e308 })).toThrow(/overflow/);
      expect(() => drawFrom({ num_samples: 10, [key]: 1e308 })).toThrow(GenerateError);
    },
  );

  it("templates and times that overflow", () => {
    const huge = [-1e308, 1e308];
    expect(() => drawFrom({ num_samples: 10, templates: { x: [huge], t: [0, 1], y: [0] } })).toThrow(GenerateError);
    expect(() => drawFrom({ num_samples: 10, templates: { x: [[0, 1]], t: huge, y: [0] } })).toThrow(GenerateError);
  });

  it.each([
    { num_samples: Number.MAX_SAFE_INTEGER },
    { num_samples: 2 ** 40, final_seq_length: 2 ** 21 },
    { template_len: 2 ** 45 },
    { padding: [0, 2 ** 45] },
  ])("a dataset beyond any memory: %j", (keys) => {
    expect(() => drawFrom(keys)).toThrow(GenerateError);
  });
});
