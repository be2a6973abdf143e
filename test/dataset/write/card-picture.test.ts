// The picture of a card: of the examples that are beside it, and the same whatever way they came there.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { buildDataset } from "../../../src/dataset/build-dataset.js";
import { convertDataset } from "../../../src/dataset/convert-dataset.js";
import { planOutput } from "../../../src/dataset/output-plan.js";
import { CardPicture } from "../../../src/dataset/write/card-picture.js";
import { mergeShards } from "../../../src/merge/merge-shards.js";
import { verifyDataset } from "../../../src/verify/verify-dataset.js";
import { temporaryFolder } from "../../formats/support/temporary-folder.js";

const pictureIn = (path: string) => readFileSync(join(path, "samples.svg"), "utf8");

/** What a picture says of itself to those who hear it. */
const heard = (svg: string) => [...svg.matchAll(/<(?:title|desc)>([^<]*)</g)].map(([, text]) => text);

/** Of one split, with two points each. */
function pictureOfRows(x: readonly number[], y: readonly number[]): string | undefined {
  const splits = [{ name: "train", rows: 0 } as const, { name: "test", rows: y.length } as const];
  const picture = new CardPicture({ version: "0", length: 2, dtype: "float64", splits, columns: [] });
  expect(picture.observe({ split: "train", start: 0, rows: 0, x: new Float64Array(), y: new Int32Array() })).toBe(
    false,
  );
  picture.observe({ split: "test", start: 0, rows: y.length, x: Float64Array.from(x), y: Int32Array.from(y) });
  return picture.svg();
}

it("is the same after a merge, and after a conversion", async () => {
  const folder = await temporaryFolder();
  const classNames = ["zero", "one", "2", "3", "4", "5", "6", "7", "8", "9"];
  const config = { engine: "blocked", numSamples: 9000, dtype: "float64", classNames } as const;
  await buildDataset(config, planOutput(join(folder, "whole"), ["parquet", "npz"]));
  for (const index of [0, 1]) {
    await buildDataset(config, planOutput(join(folder, "shards"), ["parquet"]), { shard: { index, count: 2 } });
    expect(existsSync(join(folder, `shards/.shards/0000${index}-of-00002/samples.svg`))).toBe(false);
  }
  await mergeShards(join(folder, "shards"));
  await convertDataset(join(folder, "whole/mnist1d.npz"), planOutput(join(folder, "converted"), ["parquet"]));
  const whole = pictureIn(join(folder, "whole"));
  expect(heard(whole)).toEqual([
    "Templates, and examples in train",
    "Templates and examples of zero, one, 2, 3, 4, 5, 6, 7, 8, 9, one below the other. Time goes down, values to the right.",
  ]);
  expect(pictureIn(join(folder, "shards"))).toBe(whole);
  expect(pictureIn(join(folder, "converted"))).toBe(whole);
});

it("is one of the files that are verified", async () => {
  const path = join(await temporaryFolder(), "data");
  await buildDataset({ numSamples: 50 }, planOutput(path, ["parquet"]));
  expect((await verifyDataset(path)).passed).toBe(true);
  writeFileSync(join(path, "samples.svg"), pictureIn(path).replace("<title>", "<title>No "));
  const { checks } = await verifyDataset(path, { regenerate: false });
  expect(checks.filter(({ status }) => status === "failed").map(({ name }) => name)).toEqual(["files"]);
});

it("has ten classes of many, with what is finite of them", () => {
  const rows = Array.from({ length: 40 }, (_, row) => row);
  const picture = pictureOfRows(
    rows.flatMap((row) => [row, row === 35 ? Number.NaN : -row]),
    rows.map((row) => 39 - row),
  )!;
  expect(heard(picture)).toEqual([
    "Examples in test",
    "Examples of 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, one below the other. Time goes down, values to the right.",
  ]);
  expect(picture).not.toContain("NaN");
});

it("says which labels are wrong, and of how many classes it has examples", async () => {
  const folder = await temporaryFolder();
  const labelNoise = { fraction: 0.5, mode: "flip" } as const;
  await buildDataset({ numSamples: 300, labelNoise }, planOutput(join(folder, "noisy"), ["parquet"]));
  const noisy = pictureIn(join(folder, "noisy"));
  expect(heard(noisy)[0]).toBe("Templates, and examples in train; in orange those with a wrong label");
  const rows = Array.from({ length: 12 }, (_, row) => `${row},${-row},${row}`);
  writeFileSync(join(folder, "train.csv"), `x0,x1,y\n${rows.join("\n")}\n`);
  await convertDataset(join(folder, "train.csv"), planOutput(join(folder, "many"), ["parquet"]));
  expect(readFileSync(join(folder, "many/README.md"), "utf8")).toContain(
    "![Examples of 10 of 12 classes](samples.svg)",
  );
});

it("is none where nothing can be drawn", async () => {
  expect(pictureOfRows([Number.NaN, Infinity, Number.NaN, Number.NaN], [0, 1])).toBeUndefined();
  const folder = await temporaryFolder();
  writeFileSync(join(folder, "train.csv"), "x0,x1,y\n1,2,0\n");
  await convertDataset(join(folder, "train.csv"), planOutput(join(folder, "arrow"), ["arrow"]));
  expect(existsSync(join(folder, "arrow/samples.svg"))).toBe(false);
});
