// The files of a summary: with their sizes, and of those of a table in many files the first.
import { expect, it } from "vitest";
import { fileLines } from "../../../src/cli/report/summary.js";

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
