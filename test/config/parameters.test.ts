import { describe, expect, it } from "vitest";
import { defaults, ORIGINAL_KEYS, PARAMETERS } from "../../src/config/parameters.js";
import { validValues } from "../support/configs.js";

describe("the defaults", () => {
  // from mnist1d.data import get_dataset_args; get_dataset_args(as_dict=True), without its url
  it("reference: are the original's, in its order", () => {
    const originals = PARAMETERS.filter(({ key }) => ORIGINAL_KEYS.includes(key));
    expect(originals.map((p) => [p.key, p.default])).toEqual([
      ["num_samples", 5000],
      ["train_split", 0.8],
      ["template_len", 12],
      ["padding", [36, 60]],
      ["scale_coeff", 0.4],
      ["max_translation", 48],
      ["corr_noise_scale", 0.25],
      ["iid_noise_scale", 0.02],
      ["shear_scale", 0.75],
      ["shuffle_seq", false],
      ["final_seq_length", 40],
      ["seed", 42],
    ]);
  });

  it("of our additions leave the original's behaviour", () => {
    const additions = PARAMETERS.filter(({ key }) => !ORIGINAL_KEYS.includes(key));
    expect(Object.fromEntries(additions.map(({ name }) => [name, defaults[name]]))).toEqual({
      templates: undefined,
      testSize: undefined,
      labelNoise: undefined,
      valSize: undefined,
      shifts: undefined,
      factors: false,
      clean: false,
      classes: undefined,
      classNames: undefined,
      engine: "reference",
      dtype: "float32",
      rounding: "exact",
    });
    expect(defaults).not.toHaveProperty("testSize");
  });
});

describe("every parameter", () => {
  it("has values in test/support/configs.ts, which random configs are made of", () => {
    expect(Object.keys(validValues)).toEqual(PARAMETERS.map(({ key }) => key));
  });

  it.each(PARAMETERS)("$key is spelled with underscores in files and with capitals in TypeScript", ({ name, key }) => {
    expect(key).toMatch(/^[a-z]+(_[a-z]+)*$/);
    expect(name).toBe(key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()));
  });

  it.each(PARAMETERS.filter((p) => p.default !== undefined))("$key takes its own default", (p) => {
    expect(p.kind.parse(p.default, p.key)).toEqual(p.default);
  });

  it.each(PARAMETERS.filter((p) => p.usual !== undefined))("$key has a default, in its usual range", (p) => {
    const [lowest, highest] = p.usual!;
    expect([p.default].flat().every((value) => Number(value) >= lowest && Number(value) <= highest)).toBe(true);
  });
});
