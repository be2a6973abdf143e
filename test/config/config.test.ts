import { describe, expect, it } from "vitest";
import { classCount, exampleCount, signalLength, trainCount } from "../../src/config/config.js";
import { defaults } from "../../src/config/parameters.js";
import { resolveConfig } from "../../src/config/parse-config.js";

const twoClasses = { x: [Float64Array.of(0, 1), Float64Array.of(1, 0)], t: Float64Array.of(0, 1), y: [0, 1] };

describe("what a config makes", () => {
  it("by default: ten classes, 4,000 train examples of 5,000, signals of 72 points", () => {
    const counts = [classCount(defaults), exampleCount(defaults), trainCount(defaults), signalLength(defaults)];
    expect(counts).toEqual([10, 5000, 4000, 72]);
  });

  it("has as many classes as its templates", () => {
    expect(classCount(resolveConfig({ templates: twoClasses }))).toBe(2);
  });

  it.each([
    [{ numSamples: 4003 }, 4000],
    [{ numSamples: 10 }, 10],
    [{ numSamples: 19 }, 10],
    [{ numSamples: 4003, templates: twoClasses }, 4002],
  ])("has the examples that divide among the classes: %#", (layer, examples) => {
    expect(exampleCount(resolveConfig(layer))).toBe(examples);
  });

  // int(n * train_split) in Python: the product is rounded first, then cut off
  it.each([
    [{ numSamples: 50, trainSplit: 0.333 }, 16],
    [{ numSamples: 100, trainSplit: 0.29 }, 28],
    [{ numSamples: 10, trainSplit: 1 }, 10],
    [{ numSamples: 10, trainSplit: 0 }, 0],
    [{ numSamples: 4003, testSize: 1000 }, 3000],
    [{ numSamples: 10, testSize: 10 }, 0],
    [{ numSamples: 10, testSize: 0 }, 10],
  ])("reference: has the train examples of %o", (layer, train) => {
    expect(trainCount(resolveConfig(layer))).toBe(train);
  });
});
