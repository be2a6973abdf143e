import { describe, expect, it } from "vitest";
import { PARAMETERS } from "../../src/config/parameters.js";
import { parseConfig } from "../../src/config/parse-config.js";
import { configWarnings } from "../../src/config/warnings.js";
import { THREE_CLASSES } from "../support/configs.js";

const warnings = (keys: object) => configWarnings(parseConfig(keys));

describe("configWarnings", () => {
  it("has nothing to say of the defaults, nor of values at the bounds of the usual", () => {
    expect(warnings({})).toEqual([]);
    expect(warnings({ scale_coeff: 2, iid_noise_scale: 0.5, corr_noise_scale: 0, shear_scale: 5 })).toEqual([]);
  });

  it("names a value that is far from the original's, with what is usual", () => {
    expect(warnings({ scale_coeff: 4 })).toEqual([
      { key: "scale_coeff", message: "4 is far from the original's 0.4 (usual: 0 to 2)" },
    ]);
    expect(warnings({ padding: [36, 6000] })).toEqual([
      { key: "padding", message: "[36,6000] is far from the original's [36,60] (usual: 0 to 1000)" },
    ]);
  });

  it.each(PARAMETERS.filter(({ usual }) => usual !== undefined))("knows what is usual for $key", ({ key, usual }) => {
    const beyond = usual![1] + 1;
    const value = key === "padding" ? [0, beyond] : beyond;
    expect(warnings({ [key]: value }).map((warning) => warning.key)).toContain(key);
  });

  it("says how many examples there will be if they do not divide among the classes", () => {
    expect(warnings({ num_samples: 4003 })).toEqual([
      { key: "num_samples", message: "4003 does not divide among 10 classes: making 4000 examples" },
    ]);
    expect(warnings({ num_samples: 4003, templates: THREE_CLASSES })[0]!.message).toMatch(/3 classes: making 4002/);
  });

  it("says when rotations may be longer than a signal", () => {
    expect(warnings({ max_translation: 72 })).toEqual([]);
    expect(warnings({ max_translation: 74 })).toMatchObject([{ key: "max_translation" }]);
  });
});
