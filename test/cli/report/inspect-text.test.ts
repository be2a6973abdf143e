import { describe, expect, it } from "vitest";
import { inspectText } from "../../../src/cli/report/inspect-text.js";
import { inspectExamples } from "../../../src/inspect/inspect-examples.js";
import { drawFrom } from "../../support/arrays.js";
import { readable } from "../../support/readable.js";

const plain = { style: (_: string, text: string) => text, width: 80 };

describe("inspectText", () => {
  it("shows facts, splits, classes and the first examples, in 80 columns", async () => {
    const inspection = await inspectExamples(drawFrom({}), { head: 2 });
    const facts = [
      ["format", "Parquet, 2 files"],
      ["digest", "sha256:d019", "(the published dataset)"],
    ] as const;
    const lines = inspectText({ name: "mnist1d/", facts, inspection }, plain).split("\n");
    expect(lines.slice(0, 8)).toEqual([
      "mnist1d/",
      "  format Parquet, 2 files",
      "  digest sha256:d019",
      "         (the published dataset)",
      "",
      "          rows        mean     std     min    max  NaN  infinite  duplicates",
      "  train  4,000  -0.0003237  0.9976  -5.479  4.534    0         0           0",
      "  test   1,000    0.001295   1.009  -4.203  4.414    0         0           0",
    ]);
    expect(lines.slice(9, 11)).toEqual([
      "  class  train  test  first example",
      "      0    398   102  ▂▃▃▄▄▅▄▃▃▃▃▄▅▅▄▄▄▄▅▅▅▅▅▄▄▆████▇▆▅▅▅▅▆▆▆▆",
    ]);
    expect(lines.slice(21)).toEqual([
      "  row      label  x",
      "  train 0      2  -0.332 -0.472 -0.779 -1.01 -0.882 0.104 1.64 1.65 0.683 …",
      "  train 1      6  1.97 2.3 2.21 1.99 1.63 0.791 0.911 0.821 0.874 1.07 1.08 …",
    ]);
  });

  it("warns of test rows that are in train, and counts what is not finite", async () => {
    const examples = [{ x: [1, NaN], y: 0 }];
    const inspection = await inspectExamples(readable({ train: examples, test: examples }));
    const text = inspectText({ name: "x.npz", facts: [], inspection }, plain);
    expect(text).toContain("\n  1 row of test is also in train\n");
    expect(text).toContain("\n  train     1     1    0    1    1    1         0           0\n");
    expect(text).toContain("\n      0      1     1  ▅?");
  });

  it("shows whole examples where there is room, and pictures of 60 characters at most", async () => {
    const short = await inspectExamples(readable({ train: [{ x: [1, 2.5, -3], y: 7 }] }), { head: 1 });
    expect(inspectText({ name: "x", facts: [], inspection: short }, plain)).toMatch(/\n {2}train 0 {6}7 {2}1 2\.5 -3$/);
    const long = await inspectExamples(drawFrom({ final_seq_length: 500, num_samples: 20 }), { head: 1 });
    const text = inspectText({ name: "x", facts: [], inspection: long }, plain);
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it("has no tables of what is not there", async () => {
    const inspection = await inspectExamples(readable({ train: [] }));
    expect(inspectText({ name: "x", facts: [], inspection }, plain)).not.toMatch(/class|label/);
  });
});
