// The files of a summary: with their sizes, and of very many the first.
import { expect, it } from "vitest";
import { fileLines } from "../../../src/cli/report/summary.js";

const files = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ path: `data/${i}.csv`, bytes: 1000 * (i + 1), sha256: "" }));

it("lists 20 files, and says how many more there are, and of what size together", () => {
  expect(fileLines(files(2))).toEqual(["data/0.csv     1 kB", "data/1.csv     2 kB"]);
  expect(fileLines(files(20))).toHaveLength(20);
  const lines = fileLines(files(23));
  expect(lines).toHaveLength(21);
  expect(lines.slice(-2)).toEqual(["data/19.csv    20 kB", "and 3 more     66 kB"]);
  expect(fileLines([])).toEqual([]);
});

it("lists any number of them", () => {
  expect(fileLines(files(200_000)).at(-1)).toContain("and 199,980 more");
});
