import { readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseConfig } from "../../src/config/parse-config.js";
import type { FormatName, StoredExamples } from "../../src/formats/format.js";
import { generate } from "../../src/generate/generate.js";
import { expectSameValues } from "./support/columns.js";
import { contentsOf, openFiles } from "./support/read-back.js";

const FOREIGN = "fixtures/foreign";

const files = readdirSync(FOREIGN, { recursive: true, encoding: "utf8" })
  .map((path) => join(FOREIGN, path))
  .filter((path) => /numpy-\d/.test(path));
const isOriginal = (path: string) => basename(path).startsWith("original");
const withExtension = (extension: string) => files.filter((path) => path.endsWith(extension) && !isOriginal(path));

/** Files of fixtures/foreign/make_numpy.py: its layout is in the name of the file or of its folder. */
async function expectDataset(layout: string, stored: StoredExamples): Promise<void> {
  const { length, dtype, columns, splits, metadata } = await contentsOf(stored);
  const isSingle = /^single|^big-endian-fortran/.test(layout);
  expect([length, dtype, columns]).toEqual([4, isSingle ? "float32" : "float64", ["x", "y"]]);
  const isUnsigned = /^fortran|^big-endian-fortran/.test(layout);
  const labels = (rows: number) => Array.from({ length: rows }, (_, i) => (i % 3) - (isUnsigned ? 0 : 1));
  const values = (rows: number) => Array.from({ length: 4 * rows }, (_, i) => i / 8 - 1);
  for (const [name, rows] of [
    ["train", 6],
    ["test", 3],
  ] as const) {
    expectSameValues(splits[name]!.x, values(rows));
    expectSameValues(splits[name]!.y, labels(rows));
  }
  const { t, templates } = metadata;
  expect([t, templates?.t]).toEqual([Float64Array.of(0, 0.5, 1, 1.5), Float64Array.of(0, 0.25, 0.5, 0.75)]);
  expectSameValues(
    templates!.x.flatMap((row) => Array.from(row)),
    values(3),
  );
  expect(templates!.y).toEqual(labels(3));
}

describe("cross-reader: what NumPy and pickle of Python write", () => {
  const folders = [...new Set(withExtension(".npy").map(dirname))];
  const each: [format: FormatName, name: string, ...paths: string[]][] = [
    ...folders.map((folder): [FormatName, string, ...string[]] => [
      "npy",
      folder,
      ...withExtension(".npy").filter((path) => dirname(path) === folder),
    ]),
    ...withExtension(".npz").map((path): [FormatName, string, string] => ["npz", path, path]),
    ...withExtension(".pkl").map((path): [FormatName, string, string] => ["pkl", path, path]),
  ];

  it.each(each)("%s: %s", async (format, name, ...paths) => {
    await expectDataset(basename(name), await openFiles(format, ...paths));
  });

  it("are the files that there must be", () => {
    const counts = [".npy", ".npz", ".pkl"].map((extension) => withExtension(extension).length);
    expect(counts).toEqual([24, 14, 41]);
  });
});

it("cross-reader: texts of NumPy, with spaces at the end and beyond 16 bits", async () => {
  const { metadata } = await openFiles("npz", `${FOREIGN}/numpy-2/texts.npz`);
  expect(metadata.config).toEqual({ seed: 42, é: "\u{1f600}" });
  expect(metadata.digest).toBe("sha256:0");
});

it.each([
  ["original", 0.8],
  ["original-all-train", 1],
])("cross-reader: %s, made by the original package, shuffled", async (name, trainSplit) => {
  const stored = await openFiles("pkl", `${FOREIGN}/numpy-2/${name}.pkl`);
  const { splits, metadata } = await contentsOf(stored);
  const config = { num_samples: 20, final_seq_length: 5, shuffle_seq: true, train_split: trainSplit, dtype: "float64" };
  const ours = generate(parseConfig(config));
  for (const { split, x, y } of ours.chunks()) {
    expectSameValues(splits[split]!.y, y);
    // Its logarithms are the platform's, which may differ from ours in the last bit.
    expect(splits[split]!.x.length).toBe(x.length);
    for (const [i, value] of x.entries()) expect(splits[split]!.x[i]).toBeCloseTo(value, 12);
  }
  expect(metadata.templates!.y).toEqual(ours.templates.y);
  for (const [i, row] of ours.templates.x.entries()) expectSameValues(metadata.templates!.x[i]!, row);
});
