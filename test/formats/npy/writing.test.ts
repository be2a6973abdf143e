import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { arrayNames, expectArrays } from "../support/expect-arrays.js";
import { parseNpy } from "../support/npy-array.js";
import { samples } from "../support/samples.js";
import { temporaryFolder } from "../support/temporary-folder.js";

// NumPy itself reads these files in test/interop.
describe("NPY, read by a parser of its specification", () => {
  it.each(samples)("cross-reader: $name", async (sample) => {
    const folder = await temporaryFolder();
    await sample.writeDirectory(folder, "npy");
    const names = (await readdir(folder)).filter((name) => name !== "manifest.json");
    expect(names.sort()).toEqual(
      arrayNames(sample.info)
        .map((name) => `${name}.npy`)
        .sort(),
    );
    const files = new Map<string, Buffer>();
    for (const name of arrayNames(sample.info)) files.set(name, await readFile(join(folder, `${name}.npy`)));
    expectArrays((name) => parseNpy(files.get(name)!), sample);
  });
});
