// What has no rows is no damage: row groups, record batches, a split beside a full one.
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { openDataset } from "../../src/dataset/read/open-dataset.js";
import { stream } from "./arrow/support/crafted-arrow.js";
import { LISTS_AT, lists, NONE, nodes } from "./arrow/support/small-table.js";
import { type Contents, contentsOf, openSources } from "./support/read-back.js";
import { sourceOfBytes } from "./support/source-of-bytes.js";

async function contentsAt(path: string): Promise<Contents> {
  const dataset = await openDataset(fileURLToPath(new URL(`../../fixtures/cases/${path}`, import.meta.url)));
  try {
    return await contentsOf(dataset.forms[0].examples);
  } finally {
    await dataset.close();
  }
}

const full = { rows: 2, x: Float32Array.of(0.5, 1.5, 2.5, 3.5), y: Int32Array.of(3, 7) };

describe("Parquet, as pyarrow writes it without dictionaries", () => {
  it("an empty row group after another", async () => {
    expect((await contentsAt("parquet-empty-row-group/last.parquet")).splits).toMatchObject({ train: full });
  });

  it("an empty row group alone, whose Arrow schema tells the length", async () => {
    const { length, splits } = await contentsAt("parquet-empty-row-group/only.parquet");
    expect([length, splits.train!.rows]).toEqual([2, 0]);
  });

  it("an empty split, whose length the other one tells", async () => {
    const { length, splits } = await contentsAt("parquet-empty-split/set");
    expect([length, splits.train, splits.test!.rows]).toMatchObject([2, full, 0]);
  });
});

describe("Arrow", () => {
  const empty = lists([], new Float32Array(0), { rows: 0, nodes: nodes(0, 0, 0), buffers: Array(6).fill(NONE) });
  const whole = lists([0, 2, 4, 6]);

  it.each([
    ["of a batch without rows", empty],
    ["without batches", stream(empty.subarray(0, LISTS_AT))],
  ])("an empty split %s, whose length the other one tells, whichever comes first", async (_, bytes) => {
    const test = await openSources("arrow", sourceOfBytes(bytes, "test.arrow"), sourceOfBytes(whole, "train.arrow"));
    expect([test.length, test.splits.map(({ rows }) => rows)]).toEqual([2, [3, 0]]);
    expect((await contentsOf(test)).splits.train!.y).toEqual(Int32Array.of(1, 2, 3));
    const train = await openSources("arrow", sourceOfBytes(whole, "test.arrow"), sourceOfBytes(bytes, "train.arrow"));
    expect([train.length, train.splits.map(({ rows }) => rows)]).toEqual([2, [0, 3]]);
  });

  it("two empty splits, of which nobody knows the length, are refused without a word of damage", async () => {
    await expect(
      openSources("arrow", sourceOfBytes(empty, "test.arrow"), sourceOfBytes(empty, "train.arrow")),
    ).rejects.toThrow("test.arrow: has no examples, and nothing says how many points they would have");
  });
});
