import { expect, it } from "vitest";
import { trainCount } from "../../src/config/config.js";
import { resolveConfig } from "../../src/config/parse-config.js";
import { presets } from "../../src/config/presets.js";
import { SHIFT_SUITE } from "../../src/config/shift-suite.js";

it("no-regression: the presets change these values, and are configs by themselves", () => {
  expect(presets).toEqual({
    defaults: {},
    published: { dtype: "float64", rounding: "published" },
    shuffled: { shuffleSeq: true },
    "double-descent": { numSamples: 16000, trainSplit: 0.25, labelNoise: { fraction: 0.15, mode: "resample" } },
    "udl-8.3": { numSamples: 8000, trainSplit: 0.5, labelNoise: { fraction: 0.15, mode: "udl" } },
    shifts: { shifts: SHIFT_SUITE }, // whose values test/config/shift-suite.test.ts has
  });
  for (const preset of Object.values(presets)) expect(resolveConfig(preset)).toMatchObject(preset);
});

it.each(["double-descent", "udl-8.3"] as const)("%s trains on 4,000 of its examples", (name) => {
  expect(trainCount(resolveConfig(presets[name]))).toBe(4000);
});
