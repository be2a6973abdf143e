import { describe, expect, it } from "vitest";
import { ConfigError, show, UnknownKeyError } from "../../src/config/config-error.js";

describe("ConfigError", () => {
  it("says the key, what was expected and what came, with a hint if there is one", () => {
    const error = new ConfigError("train_split", "a number from 0 to 1", '"1.5"');
    expect(error).toMatchObject({ name: "ConfigError", key: "train_split", got: '"1.5"' });
    expect(error.message).toBe('train_split: expected a number from 0 to 1, got "1.5"');
    expect(new ConfigError("a", "b", "c", "Why not d?").message).toBe("a: expected b, got c. Why not d?");
  });
});

describe("UnknownKeyError", () => {
  it("is a ConfigError that knows the keys there are", () => {
    const error = new UnknownKeyError("sede", ["seed"]);
    expect(error).toBeInstanceOf(ConfigError);
    expect(error).toMatchObject({ name: "UnknownKeyError", key: "sede", known: ["seed"] });
  });

  const known = ["seed", "shearScale", "numSamples", "trainSplit", "templates", "templateLen"];

  it.each([
    ["num_samples", "numSamples"],
    ["num-samples", "numSamples"],
    ["NUMSAMPLES", "numSamples"],
    ["shearScal", "shearScale"],
    ["shear", "shearScale"],
    ["samples", "numSamples"],
    ["sede", "seed"],
    ["template", "templates or templateLen"],
  ])("suggests for %s what is near", (key, meant) => {
    const { message } = new UnknownKeyError(key, known);
    expect(message).toBe(`${key}: expected the name of a parameter, got "${key}". Did you mean ${meant}?`);
  });

  it.each(["rate", "s", "", "__proto__"])("else says what there is: %s", (key) => {
    const { message } = new UnknownKeyError(key, known);
    const all = "There are seed, shearScale, numSamples, trainSplit, templates, templateLen.";
    expect(message).toBe(`${key}: expected the name of a parameter, got "${key}". ${all}`);
  });
});

describe("show", () => {
  it.each([
    [1.5, "1.5"],
    [Number.NaN, "NaN"],
    [-Infinity, "-Infinity"],
    ["1.5", '"1.5"'],
    [null, "null"],
    [undefined, "nothing"],
    [[36, 60], "[36,60]"],
    [{ fraction: 1 }, '{"fraction":1}'],
    [Symbol("x"), "Symbol(x)"],
    [42n, "42"],
  ])("%o is %s", (value, text) => {
    expect(show(value)).toBe(text);
  });

  it("cuts what is long", () => {
    expect(show("x".repeat(100))).toBe(`"${"x".repeat(56)}...`);
  });

  it("shows anything, even what JSON cannot say", () => {
    const circular: { self?: unknown } = {};
    circular.self = circular;
    for (const value of [circular, [1n], { x: 1n }]) expect(show(value).length).toBeLessThanOrEqual(60);
  });
});
