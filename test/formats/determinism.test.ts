import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { FORMATS } from "../../src/formats/registry.js";
import { dealt } from "../support/thorough.js";
import { generatedSample } from "./support/samples.js";
import { temporaryFolder } from "./support/temporary-folder.js";

const KEYS = { num_samples: 5200, final_seq_length: 13, label_noise: { fraction: 0.1 } };

it.each(dealt(["float32", "float64"], 2, 1))(
  "property: the same config gives the same bytes in every format, %s",
  async (dtype) => {
    const [first, second] = [await written(dtype), await written(dtype)];
    expect([...first.keys()]).toEqual([...second.keys()]);
    expect(first.size).toBe(37); // with manifest.json, README.md, samples.svg and croissant.json
    for (const [name, bytes] of first) expect([name, bytes.equals(second.get(name)!)]).toEqual([name, true]);
  },
);

/** Every format in a directory, as a single file and as a stream: bytes by name. */
async function written(dtype: string): Promise<Map<string, Buffer>> {
  const sample = await generatedSample("", { ...KEYS, dtype });
  const folder = await temporaryFolder();
  await sample.writeDirectory(join(folder, "directory"), ...FORMATS.map((format) => format.name));
  for (const { singleFile, extension } of FORMATS)
    if (singleFile) await sample.writeFile(join(folder, `file${extension}`));

  const files = new Map<string, Buffer>();
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((entry) => entry.isFile())) {
    const path = join(entry.parentPath, entry.name);
    files.set(path.slice(folder.length), await readFile(path));
  }
  for (const { name, stream } of FORMATS) if (stream) files.set(`stream ${name}`, await sample.stream(name));
  return files;
}
