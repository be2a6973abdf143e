import { readFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { StoredExamples } from "../../../src/formats/format.js";
import { smallConfigs } from "../../support/configs.js";
import { cases } from "../../support/thorough.js";
import { expectReadBack, openFiles } from "../support/read-back.js";
import { generatedSample, type Sample, samples, twoRowGroups } from "../support/samples.js";
import { temporaryFolder } from "../support/temporary-folder.js";
import { decode } from "./support/read-parquet.js";

const large = await twoRowGroups();

describe("own files", () => {
  it.each([...samples, large])("read back, values bit for bit: $name", async (sample) => {
    const folder = await temporaryFolder();
    await sample.writeDirectory(folder, "parquet");
    await sample.writeFile(join(folder, "single.parquet"));
    const names = sample.info.splits.map(({ name }) => `data/${name}-00000-of-00001.parquet`);
    for (const files of [names, ["single.parquet"]]) {
      const stored = await openFiles("parquet", ...files.map((name) => join(folder, name)));
      expectMetadata(stored, sample);
      await expectReadBack(stored, sample);
    }
  });

  it("property: read back, of any length and number of rows", async () => {
    const folder = await temporaryFolder();
    const property = fc.asyncProperty(smallConfigs, async (keys) => {
      const sample = await generatedSample("", keys);
      const path = join(folder, "single.parquet");
      await sample.writeFile(path);
      const stored = await decode(await readFile(path));
      expectMetadata(stored, sample);
      await expectReadBack(stored, sample);
    });
    await fc.assert(property, { numRuns: cases(8, 25) });
  });

  it("are read in pages of 4,096 rows, into the same memory", async () => {
    const folder = await temporaryFolder();
    await large.writeFile(join(folder, "two.parquet"));
    const stored = await decode(await readFile(join(folder, "two.parquet")));
    const chunks: number[] = [];
    const buffers = new Set<ArrayBufferLike>();
    for await (const { rows, x, y } of stored.chunks()) {
      chunks.push(rows);
      buffers.add(x.buffer).add(y.buffer);
    }
    expect(chunks).toEqual([...Array(32).fill(4096), 28, 10]);
    expect(buffers.size).toBe(2);
  });
});

function expectMetadata({ metadata }: StoredExamples, { info, digest }: Sample): void {
  const { config, configDigest, version, t, standardisation } = info;
  const ofConfig = { config, ...(configDigest !== undefined && { configDigest }) };
  expect(metadata).toEqual({ ...ofConfig, version, digest, t, standardisation });
}
