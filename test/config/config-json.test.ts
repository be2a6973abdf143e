import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { configToJson, jsonText } from "../../src/config/config-json.js";
import { defaults } from "../../src/config/parameters.js";
import { parseConfig, resolveConfig } from "../../src/config/parse-config.js";
import { THREE_CLASSES, validConfigs } from "../support/configs.js";
import { cases } from "../support/thorough.js";

/** Through text, as a file or a manifest would have it. */
const reread = (config: ReturnType<typeof parseConfig>) =>
  parseConfig(JSON.parse(JSON.stringify(configToJson(config))));

describe("configToJson", () => {
  // json.dumps(get_dataset_args(as_dict=True)) without its url
  it("reference: of the defaults is the original's arguments, in its order", () => {
    expect(JSON.stringify(configToJson(defaults))).toBe(
      '{"num_samples":5000,"train_split":0.8,"template_len":12,"padding":[36,60],"scale_coeff":0.4,' +
        '"max_translation":48,"corr_noise_scale":0.25,"iid_noise_scale":0.02,"shear_scale":0.75,"shuffle_seq":false,' +
        '"final_seq_length":40,"seed":42}',
    );
  });

  it("has test_size in place of train_split, and additions of ours only where they are used", () => {
    const json = configToJson(parseConfig({ test_size: 10, label_noise: { fraction: 0.1 }, dtype: "float32" }));
    expect(json).toMatchObject({ test_size: 10, label_noise: { fraction: 0.1, mode: "resample" } });
    expect(Object.keys(json)).not.toEqual(expect.arrayContaining(["train_split"]));
    expect(Object.keys(json)).not.toEqual(expect.arrayContaining(["dtype"]));
  });

  it("has templates as plain lists", () => {
    expect(configToJson(parseConfig({ templates: THREE_CLASSES })).templates).toEqual(THREE_CLASSES);
  });

  it("property: parseConfig reads it back", () => {
    fc.assert(
      fc.property(validConfigs, (keys) => {
        const config = parseConfig(keys);
        expect(reread(config)).toEqual(config);
      }),
      { numRuns: cases(100, 500) },
    );
  });

  it("property: the same config has the same text, however it was said", () => {
    fc.assert(
      fc.property(validConfigs, (keys) => {
        const config = parseConfig(keys);
        const backwards = parseConfig(Object.fromEntries(Object.entries(keys).reverse()));
        const inTwoLayers = resolveConfig(defaults, config);
        const text = JSON.stringify(configToJson(config));
        expect(JSON.stringify(configToJson(backwards))).toBe(text);
        expect(JSON.stringify(configToJson(inTwoLayers))).toBe(text);
      }),
    );
  });

  it("is read back when a test_size was laid over a train_split", () => {
    const config = resolveConfig({ trainSplit: 0.25 }, { testSize: 100 });
    expect(reread(config)).toEqual(config);
  });

  it("is read back when −0 was said, for which JSON's text has no word", () => {
    const config = parseConfig({ seed: -0, train_split: -0, shear_scale: -0, padding: [-0, 60] });
    expect(reread(config)).toEqual(config);
  });
});

describe("jsonText", () => {
  const values = fc.jsonValue();

  it("property: is what JSON.stringify gives, and JSON.parse reads it back with the signs of zeros", () => {
    fc.assert(
      fc.property(values, (value) => {
        const text = jsonText(value);
        expect(JSON.parse(text)).toEqual(value);
        expect(jsonText(JSON.parse(JSON.stringify(value)))).toBe(JSON.stringify(value));
        expect(jsonText(JSON.parse(JSON.stringify(value)), "  ")).toBe(JSON.stringify(value, undefined, 2));
      }),
    );
  });

  it("has -0.0, and leaves out what is undefined, as JSON.stringify does", () => {
    expect(jsonText({ a: -0, b: undefined, c: [0, -0, undefined], d: [], e: {} })).toBe(
      '{"a":-0.0,"c":[0,-0.0,null],"d":[],"e":{}}',
    );
  });
});
