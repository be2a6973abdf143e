// Labels keep their value in every format and from every format, whatever the templates' labels are; or they are refused.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { convertDataset } from "../../src/dataset/convert-dataset.js";
import { planOutput } from "../../src/dataset/output-plan.js";
import { openDataset } from "../../src/dataset/read/open-dataset.js";
import type { FormatName } from "../../src/formats/format.js";
import { FORMATS } from "../../src/formats/registry.js";
import { digitTemplates } from "../../src/generate/digit-templates.js";
import { temporaryFolder } from "../formats/support/temporary-folder.js";

const LABELS = [300, 200, 128, -129, 127, -128, 2 ** 31 - 1, -(2 ** 31)];
const TEST_LABELS = [70_000, 5];
const ARRAYS: readonly FormatName[] = ["npy", "npz", "json", "pkl"];
const TABLES: readonly FormatName[] = ["parquet", "arrow", "jsonl", "csv"];

/** A dataset of others in JSON, with the templates of the digits. */
function jsonOf(labels: readonly number[]): string {
  const { x, t, y } = digitTemplates;
  return JSON.stringify({
    x: labels.map((_, i) => [i, 0.5]),
    y: labels,
    x_test: TEST_LABELS.map((_, i) => [i, 1.5]),
    y_test: TEST_LABELS,
    y_clean: [...labels].reverse(),
    templates: { x: x.map((row) => Array.from(row)), t: Array.from(t), y },
  });
}

async function labelsIn(path: string): Promise<Record<string, number[]>> {
  const dataset = await openDataset(path);
  try {
    const found: Record<string, number[]> = { train: [], test: [], trainClean: [], testClean: [] };
    for await (const { split, y, yClean } of dataset.forms[0].examples.chunks()) {
      found[split]!.push(...y);
      found[`${split}Clean`]!.push(...(yClean ?? []));
    }
    return found;
  } finally {
    await dataset.close();
  }
}

describe("labels outside a byte, beside templates whose labels fit one", () => {
  it.each(FORMATS)("keep their value in and from $name", async ({ name, singleFile, extension }) => {
    const folder = await temporaryFolder();
    const source = join(folder, "in.json");
    await writeFile(source, jsonOf(LABELS));
    const target = singleFile ? join(folder, `out${extension}`) : join(folder, "out/");
    const { manifest } = await convertDataset(source, planOutput(target, singleFile ? [] : [name]));
    const expected = { train: LABELS, test: TEST_LABELS, trainClean: [...LABELS].reverse(), testClean: TEST_LABELS };
    expect(await labelsIn(target)).toEqual(expected);
    const all = new Set([...digitTemplates.y, ...LABELS, ...TEST_LABELS]);
    expect(manifest.classes).toEqual([...all].sort((a, b) => a - b));
    await convertDataset(target, planOutput(join(folder, "again.npz")));
    expect(await labelsIn(join(folder, "again.npz"))).toEqual(expected);
  });

  it.each(["2147483648", "9007199254740993", "18446744073709551615", "3.5", "-1e300"])(
    "no label is made of %s",
    async (label) => {
      const folder = await temporaryFolder();
      const files = {
        "a.csv": `x0,y\n0.5,${label}\n`,
        "a.jsonl": `{"x":[0.5],"y":${label}}\n`,
        "a.json": `{"x":[[0.5]],"y":[${label}]}`,
      };
      for (const [name, text] of Object.entries(files)) {
        await writeFile(join(folder, name), text);
        await expect(convertDataset(join(folder, name), planOutput(join(folder, "out.npz")))).rejects.toThrow(name);
      }
    },
  );
});

describe("labels before noise in the test split, which differ from y there", () => {
  const rows = ["x0,y,y_clean,split", "0.5,1,2,train", "0.5,3,3,test", "0.5,3,4,test"];

  it.each(ARRAYS)("are refused by %s, which has no place for them, and nothing is written", async (format) => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "in.csv"), rows.join("\n"));
    await expect(convertDataset(join(folder, "in.csv"), planOutput(join(folder, "out/"), [format]))).rejects.toThrow(
      `${format}: has a place for y_clean of train only, and that of test row 1 is 4, beside a y of 3. ` +
        "Formats with a place for it: parquet, arrow, jsonl, csv",
    );
    await expect(openDataset(join(folder, "out/"))).rejects.toThrow();
  });

  it("are refused of another split by its name", async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "in.csv"), [...rows.slice(0, 3), "0.5,3,4,test_noisy"].join("\n"));
    await expect(convertDataset(join(folder, "in.csv"), planOutput(join(folder, "out.npz")))).rejects.toThrow(
      "that of test_noisy row 0 is 4, beside a y of 3",
    );
  });

  it.each(TABLES)("are kept by %s", async (format) => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "in.csv"), rows.join("\n"));
    await convertDataset(join(folder, "in.csv"), planOutput(join(folder, "out/"), [format]));
    expect(await labelsIn(join(folder, "out/"))).toEqual({
      train: [1],
      test: [3, 3],
      trainClean: [2],
      testClean: [3, 4],
    });
  });
});
