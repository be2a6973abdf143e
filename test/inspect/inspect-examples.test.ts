import { describe, expect, it } from "vitest";
import { inspectExamples } from "../../src/inspect/inspect-examples.js";
import { drawFrom } from "../support/arrays.js";
import { readable } from "../support/readable.js";

const row = (y: number, ...x: number[]) => ({ x, y });

describe("inspectExamples", () => {
  it("describes the published dataset", async () => {
    const { splits, classes, head, testRowsInTrain, ...rest } = await inspectExamples(drawFrom({}), { head: 2 });
    expect(rest).toEqual({ length: 40, dtype: "float32", unlistedRows: 0 });
    // y = d["y"]; [int((y == k).sum()) for k in range(10)], and for y_test, of the published file
    expect(classes.map(({ train }) => train)).toEqual([398, 396, 411, 394, 394, 402, 401, 404, 402, 398]);
    expect(classes.map(({ test }) => test)).toEqual([102, 104, 89, 106, 106, 98, 99, 96, 98, 102]);
    expect(splits.map(({ name, rows, duplicates, nan, infinite }) => [name, rows, duplicates, nan, infinite])).toEqual([
      ["train", 4000, 0, 0, 0],
      ["test", 1000, 0, 0, 0],
    ]);
    expect(splits[0]!.mean! * 0.8 + splits[1]!.mean! * 0.2).toBeCloseTo(0, 7);
    expect(testRowsInTrain).toBe(0);
    expect(head.map(({ split, row, y, x }) => [split, row, y, x.length])).toEqual([
      ["train", 0, 2, 40],
      ["train", 1, 6, 40],
    ]);
  });

  it("counts duplicates in each split, and rows of test that are in train, whatever their labels", async () => {
    const { splits, testRowsInTrain } = await inspectExamples(
      readable({
        train: [row(0, 1, 2), row(1, 1, 2), row(0, 3, 4), row(0, 1, 2)],
        test: [row(5, 3, 4), row(0, 4, 3), row(5, 3, 4)],
      }),
    );
    expect(splits.map(({ duplicates }) => duplicates)).toEqual([2, 1]);
    expect(testRowsInTrain).toBe(2);
  });

  it("takes the first example of each class in train, or else in test, and sorts by label", async () => {
    const { classes } = await inspectExamples(
      readable({ train: [row(7, 1), row(-1, 2), row(7, 3)], test: [row(3, 4), row(-1, 5)] }, { isAsync: true }),
    );
    expect(classes).toEqual([
      { label: -1, train: 1, test: 1, example: { split: "train", row: 1, y: -1, x: [2] } },
      { label: 3, train: 0, test: 1, example: { split: "test", row: 0, y: 3, x: [4] } },
      { label: 7, train: 2, test: 0, example: { split: "train", row: 0, y: 7, x: [1] } },
    ]);
  });

  it("goes on from train to test for the first examples, and stops at the end", async () => {
    const { head } = await inspectExamples(readable({ train: [row(0, 1)], test: [row(1, 2)] }), { head: 9 });
    expect(head.map(({ split, row, y }) => [split, row, y])).toEqual([
      ["train", 0, 0],
      ["test", 0, 1],
    ]);
  });

  it("says nothing of leakage without both splits, nor of moments without rows", async () => {
    const alone = await inspectExamples(readable({ test: [row(0, 1)] }));
    expect(alone.testRowsInTrain).toBeNull();
    const empty = await inspectExamples(readable({ train: [], test: [] }));
    expect(empty.splits[0]).toMatchObject({ rows: 0, mean: null, std: null, min: null, max: null });
    expect(empty.testRowsInTrain).toBe(0);
  });

  it("is ready for JSON, whatever the values are", async () => {
    const inspection = await inspectExamples(
      readable({ train: [row(0, NaN, 2), row(0, Infinity, 1)] }, { dtype: "float64" }),
      { head: 2 },
    );
    expect(JSON.parse(JSON.stringify(inspection))).toEqual({
      ...inspection,
      head: [
        { split: "train", row: 0, y: 0, x: [null, 2] },
        { split: "train", row: 1, y: 0, x: [null, 1] },
      ],
      classes: [{ label: 0, train: 2, test: 0, example: { split: "train", row: 0, y: 0, x: [null, 2] } }],
    });
  });

  it("lists 1,000 classes at most, and says how many rows are of others", async () => {
    const { classes, unlistedRows } = await inspectExamples(
      readable({ train: Array.from({ length: 1500 }, (_, y) => row(y % 1200, y)) }, { chunkRows: 400 }),
    );
    expect([classes.length, unlistedRows]).toEqual([1000, 200]);
  });
});
