// What a summary says of files, with their sizes, of a table in many files the first; and of the time that it took.
import { describe, expect, it } from "vitest";
import { buildSeconds, buildTimeText, fileLines } from "../../../src/cli/report/summary.js";
import { resolveConfig } from "../../../src/config/parse-config.js";
import { temporaryFolder } from "../support/run-cli.js";
import { runHere } from "../support/run-here.js";

const folder = temporaryFolder();

const files = (paths: readonly string[]) => paths.map((path, i) => ({ path, bytes: 1000 * (i + 1), sha256: "" }));
const parts = (count: number) => files(Array.from({ length: count }, (_, i) => `data/train-${i}.csv`));

it("lists every file that is one of its kind, as those of the labels", () => {
  const names = [..."abcdefghijklmnopqrstuvw"].map((name) => `${name}.npy`);
  expect(fileLines(files([...names, "y.npy", "y_test.npy"]))).toHaveLength(25);
  expect(fileLines(files(["x.npy", "y_test.npy"]))).toEqual(["x.npy          1 kB", "y_test.npy     2 kB"]);
  expect(fileLines([])).toEqual([]);
});

it("lists of many files that differ in numbers alone the first, and how many more there are, and of what size together", () => {
  expect(fileLines(parts(3))).toHaveLength(3);
  const lines = fileLines([...parts(23), ...files(["manifest.json"])]);
  expect(lines).toEqual([
    "data/train-0.csv        1 kB",
    "and 22 more like it   275 kB",
    "manifest.json           1 kB",
  ]);
  expect(fileLines(parts(200_000)).at(-1)).toContain("and 199,999 more like it");
});

const times = { generating: 60, writing: 530 };

describe("buildSeconds", () => {
  it("tells drawing and writing apart where one comes after the other", () => {
    const seconds = buildSeconds(resolveConfig({}), times);
    expect(seconds).toEqual({ generating: 0.06, writing: 0.53 });
    expect(buildTimeText(seconds)).toBe("0.06 s generating, 0.53 s writing");
  });

  it("is one time where examples are drawn while they are written", () => {
    const seconds = buildSeconds(resolveConfig({ engine: "blocked" }), times);
    expect(seconds).toEqual({ generating_and_writing: 0.59 });
    expect(buildTimeText(seconds)).toBe("0.59 s generating and writing");
  });
});

it("says one class, and one shard", async () => {
  const line = "generate --classes 3 --num-samples 10 --engine blocked --shard 0/1 -o one";
  expect((await runHere(line.split(" "), folder)).stderr).toContain(" float32, 1 class\n");
  expect((await runHere(["merge", "one"], folder)).stderr).toContain("merged 1 shard: ");
});
