import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { FORMATS } from "../../src/formats/registry.js";
import { generatedSample } from "../formats/support/samples.js";
import { temporaryFolder } from "../formats/support/temporary-folder.js";

it("property: a dataset has the same digest in every format and both types", async () => {
  const digests: string[] = [];
  for (const dtype of ["float32", "float64"]) {
    const sample = await generatedSample("", { dtype, final_seq_length: 7, num_samples: 5000 });
    for (const formats of [...FORMATS.map(({ name }) => [name]), FORMATS.map(({ name }) => name)]) {
      const folder = join(await temporaryFolder(), "dataset");
      await sample.writeDirectory(folder, ...formats);
      digests.push(JSON.parse(await readFile(join(folder, "manifest.json"), "utf8")).digest);
    }
  }
  expect(digests).toHaveLength(2 * (FORMATS.length + 1));
  expect(new Set(digests).size).toBe(1);
});
