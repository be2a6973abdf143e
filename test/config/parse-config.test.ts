import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Config } from "../../src/config/config.js";
import { ConfigError, UnknownKeyError } from "../../src/config/config-error.js";
import { defaults, PARAMETERS, type Parameter } from "../../src/config/parameters.js";
import {
  type PartialConfig,
  parseConfig,
  parseLayer,
  parseOptions,
  resolveConfig,
} from "../../src/config/parse-config.js";
import { STILL, THREE_CLASSES, validConfigs } from "../support/configs.js";

/** The error that a call throws. */
function errorOf(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

/** A value that is not the default of a parameter: of numbers one more where nothing else is said. */
const changed = ({ name, default: value }: Parameter) => CHANGED[name] ?? Number(value ?? 0) + 1;
const CHANGED: { readonly [Name in keyof Config]?: Config[Name] } = {
  trainSplit: 0.5,
  padding: [36, 61],
  iidNoiseScale: 0,
  shearScale: -0.75,
  shuffleSeq: true,
  templates: { x: [Float64Array.of(0, 1)], t: Float64Array.of(0, 1), y: [0] },
  testSize: 1000,
  labelNoise: { fraction: 0, mode: "resample" },
  shifts: { noisy: { iidNoiseScale: 0.5 }, far: { padding: [0, 24] } },
  factors: true,
  clean: true,
  classes: [1, 7],
  classNames: ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"],
  engine: "blocked",
  dtype: "float64",
  rounding: "published",
};

describe.each([
  ["parseLayer", parseLayer, "key"],
  ["parseOptions", parseOptions, "name"],
] as const)("%s", (_, parse, spelling) => {
  const otherSpelling = spelling === "key" ? "numSamples" : "num_samples";

  it.each(PARAMETERS)(`takes the ${spelling} of $name`, (parameter) => {
    const value = changed(parameter);
    expect(parse({ [parameter[spelling]]: value })).toEqual({ [parameter.name]: value });
  });

  it("takes nothing, and gives nothing: defaults are laid under it later", () => {
    expect(parse({})).toEqual({});
    expect(parse({ seed: undefined })).toEqual({});
  });

  it.each([undefined, null, true, 42, "seed", Symbol("seed"), () => ({}), [], [["seed", 1]]])(
    "refuses what is no object: %o",
    (value) => {
      expect(errorOf(() => parse(value))).toMatchObject({ name: "ConfigError", key: "config" });
    },
  );

  it("refuses an unknown key, and knows those that exist", () => {
    const known = PARAMETERS.map((p) => p[spelling]);
    expect(errorOf(() => parse({ seed: 1, shear: 2 }))).toEqual(new UnknownKeyError("shear", known));
    expect(errorOf(() => parse({ [otherSpelling]: 50 }))).toEqual(new UnknownKeyError(otherSpelling, known));
  });

  it.each(["__proto__", "constructor", "toString", "hasOwnProperty", "", "0"])(
    "refuses the key %j, even if every object has it",
    (key) => {
      const value: unknown = JSON.parse(`{ ${JSON.stringify(key)}: { "seed": 7 } }`);
      expect(errorOf(() => parse(value))).toMatchObject({ name: "UnknownKeyError", key });
      expect(({} as { seed?: number }).seed).toBeUndefined();
    },
  );

  it("refuses a value that its parameter does not take, under the spelling of its source", () => {
    const key = spelling === "key" ? "train_split" : "trainSplit";
    expect(errorOf(() => parse({ [key]: 80 }))).toEqual(new ConfigError(key, "a number from 0 to 1", "80"));
    expect(errorOf(() => parse({ [key]: null }))).toEqual(new ConfigError(key, "a number from 0 to 1", "null"));
  });

  it("refuses train_split and test_size at once", () => {
    const both = spelling === "key" ? { train_split: 0.5, test_size: 100 } : { trainSplit: 0.5, testSize: 100 };
    expect(() => parse(both)).toThrow("expected one of train_split and test_size, got both");
  });
});

describe("keys of a file that are no parameters", () => {
  it("url and $schema are ignored", () => {
    expect(parseLayer({ url: "https://example.org/mnist1d_data.pkl", $schema: "./s.json", seed: 7 })).toEqual({
      seed: 7,
    });
  });

  it("are not for callers", () => {
    expect(() => parseOptions({ url: "https://example.org" })).toThrow(UnknownKeyError);
    expect(() => parseOptions({ $schema: "./s.json" })).toThrow(UnknownKeyError);
  });
});

describe("resolveConfig", () => {
  it("of nothing is the default config", () => {
    expect(resolveConfig()).toEqual(defaults);
    expect(resolveConfig({}, {})).toEqual(defaults);
  });

  it("property: the last layer that says something of a parameter wins, the others keep their word", () => {
    const layer: fc.Arbitrary<PartialConfig> = fc.record(
      {
        numSamples: fc.integer({ min: 10, max: 100_000 }),
        padding: fc.constantFrom<[number, number]>([0, 5], [36, 60], [7, 7]),
        scaleCoeff: fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => x + 0), // +0 for −0, which means 0
        shuffleSeq: fc.boolean(),
        seed: fc.nat(),
        labelNoise: fc.record({ fraction: fc.constantFrom(0, 0.5), mode: fc.constantFrom("resample", "flip") }),
        dtype: fc.constantFrom("float32", "float64"),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(layer, { maxLength: 5 }), (layers) => {
        expect(resolveConfig(...layers)).toEqual(Object.assign({}, defaults, ...layers));
      }),
    );
  });

  it("property: of train_split and test_size the later one counts", () => {
    const layer: fc.Arbitrary<PartialConfig> = fc.oneof(
      fc.record({ trainSplit: fc.double({ min: 0, max: 1, noNaN: true }) }),
      fc.record({ testSize: fc.nat(5000) }),
      fc.constant({}),
    );
    fc.assert(
      fc.property(fc.array(layer, { minLength: 1, maxLength: 6 }), (layers) => {
        const last = layers.filter((said) => Object.keys(said).length > 0).at(-1) ?? {};
        const config = resolveConfig(...layers);
        expect(config.testSize).toBe(last.testSize);
        if (last.trainSplit !== undefined) expect(config.trainSplit).toBe(last.trainSplit);
      }),
    );
  });

  it("changes none of its layers, nor the defaults", () => {
    const layers: PartialConfig[] = [{ testSize: 10 }, { trainSplit: 0.5 }];
    const before = structuredClone([defaults, ...layers]);
    resolveConfig(...layers);
    expect([defaults, ...layers]).toEqual(before);
  });

  describe("refuses values that do not go together:", () => {
    it.each<[string, PartialConfig, string]>([
      [
        "fewer examples than classes",
        { numSamples: 9 },
        "num_samples: expected an integer of at least 10, the number of classes, got 9",
      ],
      [
        "more test examples than examples",
        { testSize: 5001 },
        "test_size: expected at most the number of examples, 5000, got 5001",
      ],
      [
        "more test examples than whole classes",
        { numSamples: 5009, testSize: 5001 },
        "test_size: expected at most the number of examples, 5000, got 5001",
      ],
      ["one point that is stretched", { templateLen: 1, padding: [0, 0] }, "final_seq_length: expected 1, got 40"],
      [
        "one point that becomes two",
        { templateLen: 1, padding: [0, 0], finalSeqLength: 2 },
        "final_seq_length: expected 1, got 2",
      ],
      [
        "a single class that is flipped",
        { templates: CHANGED.templates!, labelNoise: { fraction: 1, mode: "flip" } },
        "label_noise.mode: expected",
      ],
      [
        "a label of no template",
        { classes: [3, 11] },
        "classes: expected labels of templates, [0,1,2,3,4,5,6,7,8,9], got 11",
      ],
      [
        "fewer names than classes",
        { classNames: ["zero"] },
        "class_names: expected 10 names, one for each class, got 1",
      ],
      [
        "more names than classes that are used",
        { classes: [3, 8], classNames: ["three", "eight", "nine"] },
        "class_names: expected 2 names, one for each class, got 3",
      ],
      [
        "a validation split as large as train",
        { valSize: 4000 },
        "val_size: expected at most 3999, so that train is not",
      ],
      [
        "a validation split without train",
        { trainSplit: 0, valSize: 1 },
        "val_size: expected no validation split, as there is nothing in train to take it from, got 1",
      ],
      [
        "shifts without test",
        { testSize: 0, shifts: { noisy: { iidNoiseScale: 1 } } },
        "shifts: expected test examples to change, got an empty test split",
      ],
      [
        "the drawing of a notebook with the other engine",
        { engine: "blocked", labelNoise: { fraction: 0.5, mode: "udl" } },
        'label_noise.mode: expected "resample" or "flip" with the engine blocked, got "udl"',
      ],
    ])("%s", (_, layer, message) => {
      expect(() => resolveConfig(layer)).toThrow(ConfigError);
      expect(() => resolveConfig(layer)).toThrow(message);
    });

    it("but takes the closest that do", () => {
      for (const layer of [
        { numSamples: 10 },
        { testSize: 5000 },
        { templateLen: 1, padding: [0, 0], finalSeqLength: 1 },
        { valSize: 3999 },
        { trainSplit: 0, shifts: { noisy: { iidNoiseScale: 1 } } },
        { classes: [8], classNames: ["eight"], numSamples: 1 },
      ]) {
        expect(resolveConfig(layer as PartialConfig)).toMatchObject(layer);
      }
    });
  });

  describe("the published rounding", () => {
    /** What changes no value of x, and the engine, which has an error of its own. */
    const free = ["engine", "dtype", "rounding", "valSize", "factors", "clean", "classNames"];

    it("goes with what changes no draw", () => {
      const beside = { valSize: 500, factors: true, clean: true, classNames: CHANGED.classNames! };
      expect(resolveConfig({ rounding: "published" }, beside)).toMatchObject({ rounding: "published", ...beside });
    });

    it.each(["float32", "float64"] as const)("goes with the default values in %s", (dtype) => {
      expect(resolveConfig({ rounding: "published", dtype })).toEqual({ ...defaults, rounding: "published", dtype });
    });

    it("goes with a default that is said", () => {
      expect(resolveConfig({ rounding: "published", padding: [36, 60], seed: 42 }).rounding).toBe("published");
    });

    it.each(PARAMETERS.filter(({ name }) => !free.includes(name)))("is refused with another $key", (parameter) => {
      const { name, key } = parameter;
      const error = errorOf(() => resolveConfig({ rounding: "published" }, { [name]: changed(parameter) }));
      expect(error).toMatchObject({ name: "ConfigError", key: "rounding", expected: `"exact" with a changed ${key}` });
    });
  });
});

describe("parseConfig", () => {
  it("property: has what the file says, and the defaults for the rest", () => {
    fc.assert(
      fc.property(validConfigs, (keys) => {
        const config = parseConfig(keys);
        for (const { name, key, kind, default: original } of PARAMETERS) {
          if (name === "classes" || name === "classNames") continue; // which come in the order of the templates
          expect(config[name]).toEqual(key in keys ? kind.parse(keys[key], key) : original);
        }
        const names = (labels: readonly unknown[] = [], given: readonly unknown[] = []) =>
          new Map(labels.map((label, i) => [label, given[i]]));
        if (keys.classes) {
          const typed = names(keys.classes as unknown[], keys.class_names as unknown[] | undefined);
          expect(names(config.classes, config.classNames)).toEqual(typed);
        } else expect(config.classNames).toEqual(keys.class_names);
      }),
    );
  });

  it("does not depend on the order of keys", () => {
    const keys = { ...STILL, templates: THREE_CLASSES };
    expect(parseConfig(Object.fromEntries(Object.entries(keys).reverse()))).toEqual(parseConfig(keys));
  });
});
