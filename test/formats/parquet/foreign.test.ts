import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Dtype } from "../../../src/config/config.js";
import { expectSameValues } from "../support/columns.js";
import { contentsOf } from "../support/read-back.js";
import { decode } from "./support/read-parquet.js";

/** See fixtures/foreign/make_parquet.py. */
const [ROWS, LENGTH, TRAIN] = [30, 5, 24];
const x = Array.from({ length: ROWS * LENGTH }, (_, i) => i / 7 - 10);
const y = Array.from({ length: ROWS }, (_, i) => (7 * i) % 10);
const yClean = Array.from({ length: ROWS }, (_, i) => (3 * i) % 10);

const FOLDER = new URL("../../../fixtures/foreign/parquet/", import.meta.url);

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
  { file: "duckdb-default", isSplit: true },
  { file: "duckdb-v2", dtype: "float64", isSplit: true },
  { file: "fastparquet", dtype: "float64" },
  { file: "fastparquet-category", dtype: "float64", isSplit: true, isClean: true },
  { file: "pandas", isSplit: true },
  { file: "pandas-index", isSplit: true },
  { file: "pandas-wide", dtype: "float64" },
  { file: "polars-array", dtype: "float64", isSplit: true },
  { file: "polars-list", isSplit: true },
  { file: "pyarrow-default" },
  { file: "pyarrow-empty-groups", isSplit: true, isClean: true },
  { file: "pyarrow-encodings", dtype: "float64", isSplit: true, isClean: true },
  { file: "pyarrow-fixed-size" },
  { file: "pyarrow-large-list" },
  { file: "pyarrow-plain", isSplit: true, isClean: true },
  { file: "pyarrow-required", dtype: "float64" },
  { file: "pyarrow-small-pages", isSplit: true, isClean: true },
  { file: "pyarrow-small-pages-v2", isSplit: true, isClean: true },
  { file: "pyarrow-v2-zstd", dtype: "float64", isSplit: true, isClean: true },
  { file: "pyarrow-wide", isSplit: true },
];

describe("cross-writer: files of other software", () => {
  it.each(FILES)("$file", async ({ file, dtype = "float32", isSplit = false, isClean = false }) => {
    const stored = await decode(foreign(file));
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

  it("pyarrow-empty: no rows, and a length that its Arrow schema tells", async () => {
    const stored = await decode(foreign("pyarrow-empty"));
    expect(stored).toMatchObject({ length: LENGTH, splits: [{ name: "train", rows: 0 }] });
    expect((await contentsOf(stored)).splits.train.y.length).toBe(0);
  });

  it("there is a test of each file", () => {
    const files = readdirSync(FOLDER).filter((name) => name.endsWith(".parquet"));
    expect(files).toEqual([...FILES.map(({ file }) => `${file}.parquet`), "pyarrow-empty.parquet"].sort());
  });
});

function foreign(name: string): Uint8Array {
  return readFileSync(new URL(`${name}.parquet`, FOLDER));
}
