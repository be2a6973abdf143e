import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Dtype } from "../../../src/config/config.js";
import { expectSameValues } from "../support/columns.js";
import { contentsOf } from "../support/read-back.js";
import { openArrow } from "./support/read-arrow.js";

/** See fixtures/foreign/make_arrow.py. */
const [ROWS, LENGTH, TRAIN] = [30, 5, 24];
const x = Array.from({ length: ROWS * LENGTH }, (_, i) => i / 7 - 10);
const y = Array.from({ length: ROWS }, (_, i) => (7 * i) % 10);
const yClean = Array.from({ length: ROWS }, (_, i) => (3 * i) % 10);

const FOLDER = new URL("../../../fixtures/foreign/arrow/", import.meta.url);

interface Foreign {
  readonly file: string;
  readonly dtype?: Dtype;
  readonly isSplit?: boolean;
  readonly isClean?: boolean;
}

const FILES: readonly Foreign[] = [
  { file: "datasets-list", dtype: "float64" },
  { file: "datasets-sequence" },
  { file: "duckdb-array", isSplit: true },
  { file: "duckdb-list", dtype: "float64", isSplit: true },
  { file: "pandas", isSplit: true },
  { file: "pandas-zstd", dtype: "float64", isSplit: true },
  { file: "polars-enum", isSplit: true },
  { file: "polars-file", isSplit: true },
  { file: "polars-lz4", dtype: "float64", isSplit: true },
  { file: "polars-oldest", isSplit: true },
  { file: "polars-slice", dtype: "float64", isSplit: true },
  { file: "polars-stream", isSplit: true },
  { file: "polars-zstd", dtype: "float64", isSplit: true },
  { file: "pyarrow-array-slice", isSplit: true },
  { file: "pyarrow-dictionary", isSplit: true },
  { file: "pyarrow-dictionary-deltas", isSplit: true },
  { file: "pyarrow-dictionary-replaced", isSplit: true },
  { file: "pyarrow-empty-batches", isSplit: true },
  { file: "pyarrow-file" },
  { file: "pyarrow-labels", isSplit: true, isClean: true },
  { file: "pyarrow-labels-deltas", isSplit: true },
  { file: "pyarrow-labels-replaced", isSplit: true },
  { file: "pyarrow-large-list-views", dtype: "float64", isSplit: true },
  { file: "pyarrow-large-slice", dtype: "float64", isSplit: true },
  { file: "pyarrow-large-zstd", dtype: "float64", isSplit: true },
  { file: "pyarrow-list-slice", isSplit: true, isClean: true },
  { file: "pyarrow-list-views", isSplit: true },
  { file: "pyarrow-lz4", isSplit: true, isClean: true },
  { file: "pyarrow-old", isSplit: true },
  { file: "pyarrow-old-stream", isSplit: true },
  { file: "pyarrow-stream", isSplit: true, isClean: true },
  { file: "pyarrow-v4", isSplit: true },
  { file: "pyarrow-views", isSplit: true },
  { file: "rust", isSplit: true },
];

describe("cross-writer: files and streams of other software", () => {
  it.each(FILES)("$file", async ({ file, dtype = "float32", isSplit = false, isClean = false }) => {
    const stored = await openArrow(foreign(file));
    expect(stored).toMatchObject({ length: LENGTH, dtype, metadata: {} });
    expect(stored.columns.map(({ name }) => name)).toEqual(["x", "y", ...(isClean ? ["y_clean"] : [])]);
    expect(stored.splits).toEqual(
      isSplit
        ? [
            { name: "train", rows: TRAIN },
            { name: "test", rows: ROWS - TRAIN },
          ]
        : [{ name: "train", rows: ROWS }],
    );
    const { train, test } = (await contentsOf(stored)).splits;
    const both = (key: "x" | "y" | "yClean") => [...(train![key] ?? []), ...(test?.[key] ?? [])];
    expectSameValues(both("x"), dtype === "float64" ? x : x.map(Math.fround));
    expectSameValues(both("y"), y);
    expectSameValues(both("yClean"), isClean ? yClean : []);
  });

  it("pyarrow-empty: no rows, and lists of a fixed size", async () => {
    const stored = await openArrow(foreign("pyarrow-empty"));
    expect(stored.length).toBe(LENGTH);
    expect(stored.splits.map(({ rows }) => rows)).toEqual([0, 0]);
    expect((await contentsOf(stored)).splits.train!.y.length).toBe(0);
  });

  it("there is a test of each file", () => {
    const files = readdirSync(FOLDER).filter((name) => name.endsWith(".arrow"));
    expect(files.sort()).toEqual([...FILES.map(({ file }) => `${file}.arrow`), "pyarrow-empty.arrow"].sort());
  });
});

function foreign(name: string): Uint8Array {
  return readFileSync(new URL(`${name}.arrow`, FOLDER));
}
