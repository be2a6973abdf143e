// Reading a dataset for training: what is taken of it, and every dataset that can't be learned from.
import { describe, expect, it } from "vitest";
import { EvaluationError } from "../../src/evaluate/evaluation-error.js";
import { readTrainingData } from "../../src/evaluate/training-data.js";
import type { ReadableExamples, SplitName } from "../../src/generate/examples.js";
import { generate } from "../../src/generate/generate.js";

type Rows = { readonly [Name in SplitName]?: { readonly x: readonly number[]; readonly y: readonly number[] } };

const NONE = { x: [], y: [] };

function examplesOf(rows: Rows, length = 2): ReadableExamples {
  const splits = Object.entries(rows).map(([name, { y } = NONE]) => ({ name: name as SplitName, rows: y.length }));
  return {
    length,
    dtype: "float64",
    splits,
    *chunks() {
      for (const [split, { x, y } = NONE] of Object.entries(rows)) {
        const chunk = { split: split as SplitName, start: 0, rows: y.length };
        yield { ...chunk, x: Float64Array.from(x), y: Int32Array.from(y) };
      }
    },
  };
}

const TRAIN = { x: [0, 1, 2, 3, 4, 5], y: [7, -1, 7] };
const TEST = { x: [6, 7], y: [-1] };

const read = (rows: Rows, batch = 1) => readTrainingData("some", examplesOf(rows), batch);

describe("readTrainingData", () => {
  it("counts classes by the labels that train has", async () => {
    const { classes, train, test, length, shifted } = await read({ train: TRAIN, test: TEST, test_far: TEST });
    expect([classes, length, train.rows, test.rows]).toEqual([[-1, 7], 2, 3, 1]);
    expect([...train.labels]).toEqual([1, 0, 1]);
    expect([...train.x]).toEqual(TRAIN.x);
    expect([...shifted.far!.x]).toEqual(TEST.x);
    expect(train.x.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it("knows the digest of what it reads, and leaves validation out", async () => {
    const examples = generate({ numSamples: 300, valSize: 50 });
    const { train, digest } = await readTrainingData("some", examples, 100);
    expect(train.rows).toBe(190);
    expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  it.each<[string, Rows, number, string]>([
    ["no test rows", { train: TRAIN }, 1, "expected examples to test on, got 3 train"],
    ["nothing", {}, 1, "expected examples to test on, got none"],
    ["fewer rows than a batch", { train: TRAIN, test: TEST }, 4, "expected at least 4 train examples, a batch, got 3"],
    ["no train rows", { test: TEST }, 1, "expected at least 1 train examples, a batch, got 0"],
    ["one class", { train: { ...TRAIN, y: [7, 7, 7] }, test: { ...TEST, y: [7] } }, 1, "got the label 7 alone"],
    ["a label beyond", { train: TRAIN, test: { ...TEST, y: [3] } }, 1, "labels in test that train has, got 3 in row 0"],
    [
      "no number",
      { train: { ...TRAIN, x: [0, 1, 2, Number.NaN, 4, 5] }, test: TEST },
      1,
      "got NaN at train row 1, position 1",
    ],
    [
      "too much for float32",
      { train: TRAIN, test: { ...TEST, x: [6, 1e39] } },
      1,
      "got Infinity at test row 0, position 1",
    ],
  ])("refuses a dataset with %s", async (_, rows, batch, problem) => {
    const error = await read(rows, batch).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(EvaluationError);
    expect((error as Error).message).toContain(problem);
  });

  it("refuses labels that are no classes, and examples that are too long", async () => {
    const y = Array.from({ length: 1001 }, (_, i) => i);
    const many = read({ train: { x: [...y, ...y], y }, test: TEST });
    await expect(many).rejects.toThrow("at most 1,000 classes, got 1,001 labels");
    const long = examplesOf({ train: { x: [], y: [1] }, test: { x: [], y: [1] } }, 20_000);
    await expect(readTrainingData("long", long, 1)).rejects.toThrow("at most 10,000 points, got 20,000");
  });
});
