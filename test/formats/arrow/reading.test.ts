import { readFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { smallConfigs } from "../../support/configs.js";
import { cases } from "../../support/thorough.js";
import { expectReadBack, openFiles } from "../support/read-back.js";
import { generatedSample, samples } from "../support/samples.js";
import { temporaryFolder } from "../support/temporary-folder.js";
import { openArrow } from "./support/read-arrow.js";

describe("own files", () => {
  it.each(samples)("read back, values bit for bit: $name", async (sample) => {
    const folder = await temporaryFolder();
    await sample.writeDirectory(folder, "arrow");
    await sample.writeFile(join(folder, "single.arrow"));
    const { config, configDigest, version, t, standardisation } = sample.info;
    const metadata = { config, ...(configDigest !== undefined && { configDigest }), version, t, standardisation };

    const names = sample.info.splits.map(({ name }) => join(folder, `data/${name}-00000-of-00001.arrow`));
    for (const files of [names, [join(folder, "single.arrow")]]) {
      const stored = await openFiles("arrow", ...files);
      await expectReadBack(stored, sample);
      expect(stored.metadata).toEqual({ ...metadata, digest: sample.digest });
    }
    const stream = await openArrow(await sample.stream("arrow"));
    await expectReadBack(stream, sample);
    expect(stream.metadata).toEqual(metadata);
  });

  it("property: read back, of any length and number of rows", async () => {
    const property = fc.asyncProperty(smallConfigs, async (keys) => {
      const sample = await generatedSample("", keys);
      await expectReadBack(await openArrow(await sample.stream("arrow")), sample);
    });
    await fc.assert(property, { numRuns: cases(8, 25) });
  });

  it("are read batch by batch, into the same memory", async () => {
    const sample = samples.find(({ name }) => name === "several chunks")!;
    const folder = await temporaryFolder();
    await sample.writeFile(join(folder, "single.arrow"));
    const stored = await openArrow(await readFile(join(folder, "single.arrow")));
    const chunks: number[] = [];
    const buffers = new Set<ArrayBufferLike>();
    for await (const { rows, x, y, yClean } of stored.chunks()) {
      chunks.push(rows);
      buffers.add(x.buffer).add(y.buffer).add(yClean!.buffer);
    }
    expect(chunks).toEqual([4096, 64, 1040]);
    expect(buffers.size).toBe(3);
  });
});
