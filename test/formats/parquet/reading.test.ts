import { readFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { StoredExamples } from "../../../src/formats/format.js";
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
    const names = ["train", "test"].map((split) => `data/${split}-00000-of-00001.parquet`);
    for (const files of [names, ["single.parquet"]]) {
      const stored = await openFiles("parquet", ...files.map((name) => join(folder, name)));
      expectMetadata(stored, sample);
      await expectReadBack(stored, sample);
    }
  });

  it("property: read back, of any length and number of rows", async () => {
    const folder = await temporaryFolder();
    const configs = fc.record({
      num_samples: fc.integer({ min: 10, max: 200 }),
      final_seq_length: fc.integer({ min: 1, max: 70 }),
      train_split: fc.double({ min: 0, max: 1, noNaN: true }),
      dtype: fc.constantFrom("float32", "float64"),
      seed: fc.nat(),
    });
    const property = fc.asyncProperty(configs, fc.option(fc.constant({ fraction: 0.5 })), async (keys, noise) => {
      const sample = await generatedSample("", { ...keys, ...(noise && { label_noise: noise }) });
      const path = join(folder, "single.parquet");
      await sample.writeFile(path);
      const stored = await decode(await readFile(path));
      expectMetadata(stored, sample);
      await expectReadBack(stored, sample);
    });
    await fc.assert(property, { numRuns: 25 });
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
  const { config, configDigest, version, t } = info;
  expect(metadata).toEqual({ config, ...(configDigest !== undefined && { configDigest }), version, digest, t });
}
