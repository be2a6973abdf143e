import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { resolveConfig } from "../../../src/config/parse-config.js";
import { presets } from "../../../src/config/presets.js";
import { buildDataset } from "../../../src/dataset/build-dataset.js";
import { planOutput } from "../../../src/dataset/output-plan.js";
import { dictKeys, expectArrays } from "../support/expect-arrays.js";
import type { NpyArray } from "../support/npy-array.js";
import { samples } from "../support/samples.js";
import { temporaryFolder } from "../support/temporary-folder.js";
import { unpickle } from "../support/unpickle.js";

it("reference: with the published preset it is the published file byte for byte", async () => {
  const path = join(await temporaryFolder(), "mnist1d_data.pkl");
  await buildDataset(resolveConfig(presets.published), planOutput(path, []));
  const sha256 = createHash("sha256")
    .update(await readFile(path))
    .digest("hex");
  expect(sha256).toBe("e95257676e9fb04568e46dda007da22cc8664ccba1451456afde55d7f6dd6aa5");
});

// Python itself reads these files in test/interop.
describe("pickle, read by a parser of its opcodes", () => {
  it.each(samples)("cross-reader: $name", async (sample) => {
    const folder = await temporaryFolder();
    await sample.writeDirectory(folder, "pkl");
    const file = await readFile(join(folder, "mnist1d_data.pkl"));
    const dict = unpickle(file) as ReadonlyMap<string, NpyArray | ReadonlyMap<string, NpyArray>>;
    const templates = dict.get("templates") as ReadonlyMap<string, NpyArray>;

    expect([...dict.keys()]).toEqual(dictKeys(sample.info));
    expect([...templates.keys()]).toEqual(["x", "t", "y"]);
    const array = (name: string) => {
      const [, inTemplates] = name.split("templates_");
      return inTemplates === undefined ? (dict.get(name) as NpyArray) : templates.get(inTemplates)!;
    };
    expectArrays(array, sample, "float64");

    await sample.writeFile(join(folder, "single.pkl"));
    expect(file.equals(await readFile(join(folder, "single.pkl")))).toBe(true);
  });
});
