// Shifted splits, classes and their names, as they are typed and as files have them; what they can't be is refused in words.
import { describe, expect, it } from "vitest";
import { ConfigError } from "../../src/config/config-error.js";
import { configToJson } from "../../src/config/config-json.js";
import { classes, classNames } from "../../src/config/kinds.js";
import { parseConfig, resolveConfig } from "../../src/config/parse-config.js";
import { shifts } from "../../src/config/shifts.js";

const typed = (text: string) => shifts.parse(shifts.fromText(text), "shifts");

describe("shifts", () => {
  it("are typed with commas between parameters and white space between shifts, and come sorted by name", () => {
    expect(
      Object.entries(typed("noisy:iid_noise_scale=0.2 far:max_translation=72,padding=10,30,scale_coeff=-1")),
    ).toEqual([
      ["far", { maxTranslation: 72, padding: [10, 30], scaleCoeff: -1 }],
      ["noisy", { iidNoiseScale: 0.2 }],
    ]);
  });

  it("are of a file what they are of a command line", () => {
    const ofFile = { shifts: { noisy: { iid_noise_scale: 0.2 }, far: { max_translation: 72, padding: [10, 30] } } };
    const config = parseConfig(ofFile);
    expect(config.shifts).toEqual(typed("far:padding=10,30,max_translation=72 noisy:iid_noise_scale=0.2"));
  });

  it.each<[text: string, problem: string]>([
    [
      ":iid_noise_scale=1",
      'shifts: expected a name other than train, validation, val, test and clean, of lower-case letters, digits and _ that begins with a letter, 40 characters at most, got ""',
    ],
    [
      "Noisy:iid_noise_scale=1",
      "shifts: expected a name other than train, validation, val, test and clean, of lower-case letters",
    ],
    ["Noisy:iid_noise_scale=1", 'got "Noisy". Did you mean noisy?'],
    [
      "a-b:iid_noise_scale=1",
      "shifts: expected a name other than train, validation, val, test and clean, of lower-case letters",
    ],
    ["a-b:iid_noise_scale=1", 'got "a-b". Did you mean a_b?'],
    [
      "train:iid_noise_scale=1",
      "shifts: expected a name other than train, validation, val, test and clean, of lower-case letters",
    ],
    ["validation:iid_noise_scale=1", 'got "validation"'],
    ["test:iid_noise_scale=1", 'got "test"'],
    ["val:iid_noise_scale=1", 'got "val"'],
    ["clean:iid_noise_scale=0", 'got "clean". For each example without its noise there is --clean.'],
    ["test_noisy:iid_noise_scale=1", 'got "test_noisy". Did you mean noisy?'],
    [
      `${"a".repeat(41)}:iid_noise_scale=1`,
      "shifts: expected a name other than train, validation, val, test and clean, of lower-case letters",
    ],
    ["", "shifts: expected name:key=value without spaces, such as noisy:iid_noise_scale=0.2,"],
    ["noisy", "shifts: expected name:key=value without spaces, such as noisy:iid_noise_scale=0.2,"],
    ["noisy:", 'padding=10,30, got "noisy:"'],
    ["noisy:iid_noise_scale", 'got "noisy:iid_noise_scale"'],
    ["noisy:iid_noise_scale=", 'got "noisy:iid_noise_scale="'],
    ["noisy:=1", 'got "noisy:=1"'],
    ["noisy=iid_noise_scale:1", 'got "noisy=iid_noise_scale:1"'],
    ["a:shear_scale=1,shear_scale=2", 'shifts: expected distinct parameters, got "shear_scale" twice'],
    ["a:shear_scale=1,shearScale=2", 'shifts.a: expected distinct parameters, got "shearScale" twice'],
    ["a:iid_noise_scale=1 a:shear_scale=1", 'shifts: expected distinct shifts, got "a" twice'],
    [
      "a:seed=7",
      'shifts.a: expected parameters that can change: padding, scale_coeff, max_translation, corr_noise_scale, iid_noise_scale, shear_scale, got "seed"',
    ],
    ["a:shear=7", "Did you mean shear_scale?"],
    ["a:padding=7", "shifts.a.padding: expected two integers, low and high"],
    ["a:max_translation=0", "shifts.a.max_translation: expected an integer from 1 to 4294967295, got 0"],
    ["a:iid_noise_scale=lots", 'shifts.a.iid_noise_scale: expected a finite number, got "lots"'],
  ])("that are none are refused as typed: %j", (text, problem) => {
    expect(() => typed(text)).toThrow(ConfigError);
    expect(() => typed(text)).toThrow(problem);
  });

  it("that leave one point of the signal are refused, as it cannot be interpolated", () => {
    const keys = { template_len: 1, shifts: { a: { padding: [0, 0] } } };
    expect(() => parseConfig(keys)).toThrow(
      "shifts: expected a larger padding, got [0,0]. template_len + padding[1] is 1",
    );
    expect(parseConfig({ ...keys, final_seq_length: 1 }).shifts).toEqual({ a: { padding: [0, 0] } });
  });

  it.each<[what: string, value: unknown]>([
    ["no object", 3],
    ["a list", [["noisy", { iid_noise_scale: 1 }]]],
    ["nothing in it", {}],
    ["a shift that changes nothing", { noisy: {} }],
    ["a shift that is a list", { noisy: [1] }],
    ["a shift that is nothing", { noisy: null }],
    ["a parameter in two spellings", { noisy: { shear_scale: 1, shearScale: 2 } }],
    ["a name of a split", { train: { shear_scale: 1 } }],
    ["a name that objects have", JSON.parse('{ "__proto__": { "iid_noise_scale": 1 } }')],
    ["a parameter that objects have", { noisy: { constructor: 1 } }],
    [
      "more than anybody looks at",
      Object.fromEntries(Array.from({ length: 1001 }, (_, i) => [`s${i}`, { shear_scale: 1 }])),
    ],
  ])("that are none are refused in a file: %s", (_, value) => {
    expect(() => parseConfig({ shifts: value })).toThrow(ConfigError);
  });
});

describe("classes", () => {
  const parsed = (text: string) => classes.parse(classes.fromText(text), "classes");

  it.each([
    ["3", [3]],
    ["0-4,7", [0, 1, 2, 3, 4, 7]],
    ["7, 1", [7, 1]],
    ["-3--1", [-3, -2, -1]],
  ])("of %j are %j", (text, labels) => {
    expect(parsed(text)).toEqual(labels);
  });

  it.each(["", "a", "1,,2", "4-0", "1.5", "0-100000000", "1,1", "0-3,2"])("are not of %j", (text) => {
    expect(() => parsed(text)).toThrow(ConfigError);
  });
});

describe("names of classes", () => {
  it.each([[[]], [["a", "a"]], [[""]], [["a\nb"]], [["\u0007"]], [["c".repeat(201)]], ["ab"]])(
    "are not %j",
    (names) => {
      expect(() => classNames.parse(names, "class_names")).toThrow(ConfigError);
    },
  );

  it("are as they are, but for white space around them where they are typed", () => {
    const names = ["zero", "Ünïcode ✓", "a b"];
    expect(classNames.parse(names, "class_names")).toEqual(names);
    expect(classNames.fromText(" zero, Ünïcode ✓,a b ")).toEqual(names);
  });
});

describe("the same config, typed otherwise,", () => {
  const textOf = (config: unknown) => JSON.stringify(configToJson(parseConfig(config)));

  it("has the classes in the order of their templates, with the names that they were given", () => {
    expect(textOf({ classes: [8, 3], class_names: ["eight", "three"] })).toBe(
      textOf({ classes: [3, 8], class_names: ["three", "eight"] }),
    );
    const templates = {
      x: [
        [0, 1],
        [1, 0],
        [2, 0],
      ],
      t: [0, 1],
      y: [7, -1, 3],
    };
    const config = parseConfig({ templates, classes: [3, 7], class_names: ["three", "seven"] });
    expect(config).toMatchObject({ classes: [7, 3], classNames: ["seven", "three"] });
    expect(resolveConfig(config)).toEqual(config);
  });

  it("has shifts in the order of their names, and parameters of a shift in one order", () => {
    expect(textOf({ shifts: { b: { padding: [1, 2], shear_scale: 1 }, a: { scale_coeff: 1 } } })).toBe(
      textOf({ shifts: { a: { scale_coeff: 1 }, b: { shear_scale: 1, padding: [1, 2] } } }),
    );
  });
});
