// Which rows a shard makes, in which files. Properties: shards have each row once, in whole blocks, in files that are named
// alike whoever makes them. Names of shards: what has one is a shard's, and nothing else.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ConfigOptions, resolveConfig } from "../../src/config/parse-config.js";
import { planOutput } from "../../src/dataset/output-plan.js";
import { type Division, scopeOf, shardName, shardNamed } from "../../src/dataset/scope.js";
import type { FilePart, FormatName } from "../../src/formats/format.js";

const configOf = (options: ConfigOptions) => resolveConfig({ engine: "blocked", ...options });
const scope = (options: ConfigOptions, division: Division, out = "data/", formats: FormatName[] = ["csv"]) =>
  scopeOf(configOf(options), planOutput(out, formats), division);
const partsOf = (options: ConfigOptions, division: Division): readonly FilePart[] => scope(options, division).parts!;

describe("the shards of a dataset", () => {
  it("have each of its rows once, of whole blocks, in files that agree on their number", () => {
    const sizes = fc.oneof(fc.integer({ min: 10, max: 200_000 }), fc.integer({ min: 10, max: 10 ** 15 }));
    const property = fc.property(
      sizes,
      fc.constantFrom(0, 0.3, 0.8, 1),
      fc.integer({ min: 1, max: 40 }),
      fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined }),
      (numSamples, trainSplit, count, filesOfMost) => {
        const config = { numSamples, trainSplit };
        const [train, test] = scope(config, {}).splits;
        const most = Math.max(train.rows, test.rows);
        const rowsPerFile = filesOfMost && Math.max(1, Math.ceil(most / filesOfMost / 4096)) * 4096;
        const division = rowsPerFile === undefined ? {} : { rowsPerFile };
        const shards = Array.from({ length: count }, (_, index) =>
          scope(config, { ...division, shard: { index, count } }),
        );
        for (const split of [train, test]) {
          const parts = shards.flatMap((shard) => shard.parts!).filter((part) => part.split === split.name);
          let end = 0;
          for (const [index, part] of parts.entries()) {
            expect(part).toMatchObject({ index, count: parts.length, start: end });
            expect(part.start % 4096).toBe(0);
            if (rowsPerFile !== undefined) expect(part.rows).toBeLessThanOrEqual(rowsPerFile);
            end += part.rows;
          }
          expect(end).toBe(split.rows);
          const made = shards.map(({ splits }) => splits.find(({ name }) => name === split.name)!.rows);
          expect(made.reduce((sum, rows) => sum + rows, 0)).toBe(split.rows);
          // None has more than one file, or one block, more than another.
          if (rowsPerFile === undefined && made.length <= split.rows / 4096) {
            expect(Math.max(...made) - Math.min(...made)).toBeLessThanOrEqual(2 * 4096);
          }
        }
      },
    );
    fc.assert(property, { numRuns: 300 });
  });

  it("are few files where there are few blocks, and none for some shards", () => {
    const config = { numSamples: 10_000, trainSplit: 1 };
    const made = [0, 1, 2, 3, 4].map((index) => partsOf(config, { shard: { index, count: 5 } }));
    expect(made.map((parts) => parts.map(({ split, start, rows }) => [split, start, rows]))).toEqual([
      [],
      [["train", 0, 4096]],
      [],
      [["train", 4096, 4096]],
      [
        ["train", 8192, 1808],
        ["test", 0, 0],
      ],
    ]);
  });
});

describe("files of so many rows", () => {
  it("have them, the last what is left; a split without rows has one file", () => {
    const parts = partsOf({ numSamples: 50, trainSplit: 1, engine: "reference" }, { rowsPerFile: 20 });
    expect(parts).toEqual([
      { split: "train", index: 0, count: 3, start: 0, rows: 20 },
      { split: "train", index: 1, count: 3, start: 20, rows: 20 },
      { split: "train", index: 2, count: 3, start: 40, rows: 10 },
      { split: "test", index: 0, count: 1, start: 0, rows: 0 },
    ]);
  });

  it("are no division where each split fits one", () => {
    const whole = scope({ numSamples: 50 }, {});
    expect(scope({ numSamples: 50 }, { rowsPerFile: 40 })).toEqual(whole);
    expect(scope({ numSamples: 50 }, { rowsPerFile: 39 })).toMatchObject({ rowsPerFile: 39 });
  });
});

describe("a division that there can't be", () => {
  const shard = { index: 0, count: 2 };
  it.each<[string, ConfigOptions, Division, string, FormatName[], string]>([
    [
      "shards of the reference engine",
      { engine: "reference" },
      { shard },
      "d/",
      ["csv"],
      "shard: expected the engine b",
    ],
    ["shards in a file", {}, { shard }, "x.csv", [], "out: expected a directory for the files of --shard, got x.csv"],
    [
      "shards on standard output",
      {},
      { shard },
      "-",
      ["csv"],
      "out: expected a directory for the files of --shard, got -",
    ],
    ["files in a file", {}, { rowsPerFile: 5 }, "x.csv", [], "a directory for the files of --rows-per-file, got x.csv"],
    ["shards of arrays", {}, { shard }, "d/", ["csv", "npy"], "format: expected tables beside --shard, got npy"],
    ["files of arrays", {}, { rowsPerFile: 5 }, "d/", ["npz"], "expected tables beside --rows-per-file, got npz"],
    ["shards of half blocks", {}, { shard, rowsPerFile: 5000 }, "d/", ["csv"], "Near it is 4096."],
    [
      "too many files",
      { numSamples: 10 ** 9 },
      { rowsPerFile: 5 },
      "d/",
      ["csv"],
      "at least 8001, so that there are no more",
    ],
  ])("%s", (_, options, division, out, formats, message) => {
    expect(() => scope(options, division, out, formats)).toThrow(message);
  });
});

describe("the name of a shard", () => {
  it("reads back the names that it gives", () => {
    for (const shard of [
      { index: 0, count: 1 },
      { index: 99_998, count: 99_999 },
    ]) {
      expect(shardNamed(shardName(shard))).toEqual(shard);
    }
  });

  it.each(["00003-of-00003", "00000-of-00000", "0-of-1", "00000-of-00001.tmp", "notes", ""])(
    "takes %j for none",
    (name) => {
      expect(shardNamed(name)).toBeUndefined();
    },
  );
});
