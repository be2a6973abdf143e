import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { arrayNames, expectArrays } from "../support/expect-arrays.js";
import { parseNpy } from "../support/npy-array.js";
import { samples } from "../support/samples.js";
import { temporaryFolder } from "../support/temporary-folder.js";
import { unzip } from "../support/zip-archive.js";

// NumPy itself reads these files in test/interop.
describe("NPZ, read by a parser of the specifications of zip and NPY", () => {
  it.each(samples)("cross-reader: $name", async (sample) => {
    const folder = await temporaryFolder();
    await sample.writeDirectory(folder, "npz");
    const archive = await readFile(join(folder, "mnist1d.npz"));
    const members = unzip(archive);
    const array = (name: string) => parseNpy(members.get(`${name}.npy`)!);

    const texts = ["config", ...(sample.info.configDigest ? ["config_digest"] : []), "digest", "standardisation"];
    expect([...members.keys()]).toEqual([...arrayNames(sample.info), ...texts].map((name) => `${name}.npy`));
    expectArrays(array, sample);
    expect(array("config").shape).toEqual([]);
    expect(JSON.parse(array("config").values as string)).toEqual(sample.info.config);
    expect(array("digest").values).toBe(sample.digest);
    expect(JSON.parse(array("standardisation").values as string)).toEqual(sample.info.standardisation);

    await sample.writeFile(join(folder, "single.npz"));
    expect(archive.equals(await readFile(join(folder, "single.npz")))).toBe(true);
  });
});
