// The time axis and templates of others keep every bit, or are refused.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { convertDataset } from "../../src/dataset/convert-dataset.js";
import { planOutput } from "../../src/dataset/output-plan.js";
import { openDataset } from "../../src/dataset/read/open-dataset.js";
import type { FormatName } from "../../src/formats/format.js";
import { labelsNpy, matrixNpy, npyOf } from "../formats/support/raw-npy.js";
import { temporaryFolder } from "../formats/support/temporary-folder.js";

/** A folder of arrays with this time axis. */
async function folderWith(t: readonly number[]): Promise<string> {
  const folder = join(await temporaryFolder(), "in");
  await mkdir(folder);
  const times = new Uint8Array(Float64Array.from(t).buffer);
  const files = { "x.npy": matrixNpy(2, 3), "y.npy": labelsNpy(2), "t.npy": npyOf("<f8", [3], times) };
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes);
  return folder;
}

it.each<FormatName>(["npy", "npz", "json", "pkl", "csv", "jsonl"])(
  "a negative zero stays one in %s and its manifest",
  async (format) => {
    const folder = await folderWith([-0, 5e-324, 1e300]);
    const target = join(folder, "../out/");
    await convertDataset(folder, planOutput(target, [format]));
    const dataset = await openDataset(target);
    await dataset.close();
    expect(Array.from(dataset.metadata.t!)).toEqual([-0, 5e-324, 1e300]);
  },
);

it.each([Number.NaN, Number.POSITIVE_INFINITY])(
  "%s is refused: neither a manifest nor text has a notation for it",
  async (value) => {
    const folder = await folderWith([0, value, 1]);
    await expect(openDataset(folder)).rejects.toThrow(`t.npy: has ${value} at 1, and times and templates are finite`);
  },
);
