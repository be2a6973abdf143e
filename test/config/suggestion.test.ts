import { describe, expect, it } from "vitest";
import { PARAMETERS } from "../../src/config/parameters.js";
import { didYouMean, suggestions } from "../../src/config/suggestion.js";

const parameters = PARAMETERS.map(({ key }) => key.replaceAll("_", "-"));
const flags = [...parameters, "label-noise-mode", "preset", "config", "out", "into", "name", "format", "force"].concat([
  "workers",
  "json",
  "quiet",
  "rows-per-file",
  "dry-run",
  "shard",
  "debug",
]);
const commands = ["generate", "verify", "inspect", "diff", "convert", "merge", "config", "golden", "help"];

describe("suggestions", () => {
  it.each([
    ["shear", ["shear-scale"]], // one edit nearer to shard
    ["samples", ["num-samples"]],
    ["n-samples", ["num-samples"]],
    ["nsamples", ["num-samples"]],
    ["num_samples", ["num-samples"]],
    ["numSamples", ["num-samples"]],
    ["NUM-SAMPLES", ["num-samples"]],
    ["sheer-scale", ["shear-scale"]],
    ["output", ["out"]],
    ["output-dir", ["out"]],
    ["sede", ["seed"]],
    ["random-seed", ["seed"]],
    ["train-size", ["train-split", "test-size", "val-size"]],
    ["val-split", ["val-size"]],
    ["validation-split", ["val-size"]],
    ["valSplit", ["val-size"]],
    ["random-state", ["seed"]],
    ["per-class", ["class-names", "classes"]],
    ["noise-scale", ["corr-noise-scale", "iid-noise-scale"]],
    ["length", ["template-len", "final-seq-length"]],
    ["seq-len", ["final-seq-length"]],
    ["translation", ["max-translation"]],
    ["dry", ["dry-run"]],
    ["formats", ["format"]],
  ])("beginnings and words of a flag weigh more than letters: %s", (word, expected) => {
    expect(suggestions(word, flags)).toEqual(expected);
  });

  it.each([
    ["generat", ["generate"]],
    ["Generate", ["generate"]],
    ["gen", ["generate"]],
    ["inpsect", ["inspect"]],
    ["conf", ["config"]],
  ])("of a command: %s", (word, expected) => {
    expect(suggestions(word, commands)).toEqual(expected);
  });

  it.each(["serve", "train", "run", "frobnicate", "list", "x", "", "--", "__proto__", "a".repeat(5000)])(
    "are none where nothing is near: %s",
    (word) => {
      expect(suggestions(word, commands)).toEqual([]);
    },
  );

  it.each(["learning-rate", "batch-size-per-gpu", "per-epoch", "verbose", "epochs"])(
    "are none where a flag has only a short word of it: %s",
    (word) => {
      expect(suggestions(word, flags).filter((name) => name !== "test-size")).toEqual([]);
    },
  );
});

describe("didYouMean", () => {
  it("asks, of one or of several", () => {
    expect(didYouMean("shear", flags)).toBe("Did you mean shear-scale?");
    expect(didYouMean("train-size", flags)).toBe("Did you mean train-split, test-size or val-size?");
    expect(didYouMean("serve", flags)).toBeUndefined();
  });
});
