import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import type { Dtype } from "../../../src/config/config.js";
import type { FormatName } from "../../../src/formats/format.js";
import { expectSameValues } from "../support/columns.js";
import { contentsOf, decode, sourceOf } from "./support/read-text.js";

/** See fixtures/foreign/make_text.py. */
const [ROWS, LENGTH, TRAIN] = [30, 5, 24];
const rows = [...Array(ROWS).keys()];
const x = [...Array(ROWS * LENGTH).keys()].map((i) => i / 7 - 10);
const y = rows.map((i) => (7 * i) % 10);
const yClean = rows.map((i) => (3 * i) % 10);

interface Foreign {
  readonly file: string;
  readonly dtype?: Dtype;
  readonly isSplit?: boolean;
  readonly isClean?: boolean;
  /** How values are stored. */
  readonly rounded?: (value: number) => number;
}

const FILES: Foreign[] = [
  { file: "python.json", isSplit: true },
  { file: "python-indent.json", isSplit: true, dtype: "float32", rounded: Math.fround },
  { file: "python.csv", isSplit: true, isClean: true },
  { file: "python-quoted.csv", isSplit: true },
  { file: "numpy.csv" },
  { file: "pandas.csv", isSplit: true },
  { file: "pandas-index.csv", isSplit: true },
  { file: "pandas-float32.csv", dtype: "float32", rounded: Math.fround },
  { file: "pandas.jsonl", isClean: true, rounded: (value) => Number(value.toFixed(15)) },
  { file: "polars-float32.csv", dtype: "float32", rounded: Math.fround },
  { file: "polars-float64.csv" },
  { file: "polars.jsonl", isSplit: true },
  { file: "duckdb.csv", isSplit: true },
  { file: "duckdb-quoted.csv", isSplit: true },
  { file: "duckdb.jsonl", isSplit: true },
];

describe("cross-writer: files of other software", () => {
  it.each(FILES)("$file", async ({ file, dtype = "float64", isSplit = false, isClean = false, rounded }) => {
    const bytes = await readFile(new URL(`../../../fixtures/foreign/${file}`, import.meta.url));
    const stored = await decode(file.split(".")[1] as FormatName, sourceOf(bytes, file));
    expect(stored).toMatchObject({ length: LENGTH, dtype });
    expect(stored.columns.map(({ name }) => name)).toEqual(["x", "y", ...(isClean ? ["y_clean"] : [])]);
    const { train, test } = await contentsOf(stored);
    expect(train!.y.length).toBe(isSplit ? TRAIN : ROWS);
    expectSameValues([...train!.x, ...(test?.x ?? [])], x.map(rounded ?? Number));
    expectSameValues([...train!.y, ...(test?.y ?? [])], y);
    if (isClean) expectSameValues([...train!.yClean!, ...(test?.yClean ?? [])], yClean);
    if (file === "python.json") {
      expect(stored.metadata).toEqual({
        t: Float64Array.of(-1, -0.5, 0, 0.5, 1),
        templates: {
          x: [Float64Array.from(x.slice(0, 5)), Float64Array.from(x.slice(5, 10))],
          t: Float64Array.of(-1, -0.5, 0, 0.5, 1),
          y: [0, 1],
        },
      });
    }
  });

  it("R's write.csv", async () => {
    const text = '"","x0","x1","y"\r\n"1",0.5,-1e-05,3\r\n"2, or ""two""",1,1e+05,4\r\n';
    const { train } = await contentsOf(await decode("csv", sourceOf(text, "r.csv")));
    expect(train).toEqual({ x: [0.5, -1e-5, 1, 1e5], y: [3, 4], yClean: undefined });
  });
});
