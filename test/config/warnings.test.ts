import { describe, expect, it } from "vitest";
import { PARAMETERS } from "../../src/config/parameters.js";
import { parseConfig, resolveConfig } from "../../src/config/parse-config.js";
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

  it("names a value of a shift that is far from the original's, by the shift", () => {
    const shifts = { loud: { iid_noise_scale: 2, padding: [36, 6000] }, mirrored: { scale_coeff: -1 } };
    expect(warnings({ shifts })).toEqual([
      { key: "shifts.loud.padding", message: "[36,6000] is far from the original's [36,60] (usual: 0 to 1000)" },
      { key: "shifts.loud.iid_noise_scale", message: "2 is far from the original's 0.02 (usual: 0 to 0.5)" },
      { key: "shifts.mirrored.scale_coeff", message: "-1 is far from the original's 0.4 (usual: 0 to 2)" },
    ]);
  });

  it("names a shift to translations that move nothing", () => {
    expect(
      warnings({ shifts: { far: { max_translation: 73 }, still: { max_translation: 43, padding: [10, 30] } } }),
    ).toEqual(
      ["far: 73 is more than the 72", "still: 43 is more than the 42"].map((text) => {
        const [name, message] = text.split(": ");
        const rest = "points of a signal, and a rotation by more leaves it unchanged";
        return { key: `shifts.${name}.max_translation`, message: `${message} ${rest}` };
      }),
    );
  });

  it("has nothing to say of the suite of shifts, and of values as far as it goes", () => {
    expect(configWarnings(resolveConfig("shifts"))).toEqual([]);
    expect(warnings({ shifts: { steep: { shear_scale: 30 } } })).toEqual([]);
    expect(warnings({ shifts: { steep: { shear_scale: 31 } } })).toEqual([
      { key: "shifts.steep.shear_scale", message: "31 is far from the original's 0.75 (usual: 0 to 30)" },
    ]);
  });
});
