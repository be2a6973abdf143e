import { expect, it } from "vitest";
import { trainCount } from "../../src/config/config.js";
import { resolveConfig } from "../../src/config/parse-config.js";
import { presets } from "../../src/config/presets.js";

it("no-regression: the presets change these values, and are configs by themselves", () => {
  expect(presets).toEqual({
    defaults: {},
    published: { dtype: "float64", rounding: "published" },
    shuffled: { shuffleSeq: true },
    "double-descent": { numSamples: 16000, trainSplit: 0.25, labelNoise: { fraction: 0.15, mode: "resample" } },
  });
  for (const preset of Object.values(presets)) expect(resolveConfig(preset)).toMatchObject(preset);
});

it("double-descent trains on 4,000 of its 16,000 examples", () => {
  expect(trainCount(resolveConfig(presets["double-descent"]))).toBe(4000);
});
