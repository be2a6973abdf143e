import { readFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectSameValues } from "../support/columns.js";
import { generatedSample, type Sample, samples, twoRowGroups } from "../support/samples.js";
import { temporaryFolder } from "../support/temporary-folder.js";
import { contentsOf, decode, sourceOf } from "./support/read-parquet.js";

const SPLITS = ["train", "test"] as const;

const large = await twoRowGroups();

describe("own files", () => {
  it.each([...samples, large])("read back, values bit for bit: $name", async (sample) => {
    const folder = await temporaryFolder();
    await sample.writeDirectory(folder, "parquet");
    await sample.writeFile(join(folder, "single.parquet"));
    const names = SPLITS.map((split) => `data/${split}-00000-of-00001.parquet`);
    for (const files of [names, ["single.parquet"]]) {
      const sources = files.map(async (name) => sourceOf(await readFile(join(folder, name)), name));
      await expectReadBack(await decode(...(await Promise.all(sources))), sample);
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
      await expectReadBack(await decode(sourceOf(await readFile(path))), sample);
    });
    await fc.assert(property, { numRuns: 25 });
  });

  it("are read in pages of 4,096 rows, into the same memory", async () => {
    const folder = await temporaryFolder();
    await large.writeFile(join(folder, "two.parquet"));
    const stored = await decode(sourceOf(await readFile(join(folder, "two.parquet"))));
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

async function expectReadBack(
  stored: Awaited<ReturnType<typeof decode>>,
  { info, digest, parts }: Sample,
): Promise<void> {
  const { length, dtype, hasCleanLabels, splits, config, configDigest, version, t } = info;
  expect(stored).toMatchObject({ length, dtype, hasCleanLabels, splits });
  expect(stored.metadata).toEqual({
    config,
    ...(configDigest !== undefined && { configDigest }),
    version,
    digest,
    t,
  });
  // Twice, since a dataset can be read as often as wanted.
  for (const contents of [await contentsOf(stored), await contentsOf(stored)]) {
    for (const split of SPLITS) {
      expectSameValues(contents[split]!.x, parts[split].x);
      expectSameValues(contents[split]!.y, parts[split].y);
      if (hasCleanLabels) expectSameValues(contents[split]!.yClean!, parts[split].yClean!);
    }
  }
}
