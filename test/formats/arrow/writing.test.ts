import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { RecordBatchReader, tableFromIPC } from "apache-arrow";
import { describe, expect, it } from "vitest";
import { VERSION } from "../../../src/dataset/version.js";
import { columnsFromArrow } from "../support/arrow-columns.js";
import { expectAllSplits, expectSplit } from "../support/expect-columns.js";
import { generatedSamples, samples } from "../support/samples.js";
import { temporaryFolder } from "../support/temporary-folder.js";

// apache-arrow also wrote the file, with our hands in its writer: pyarrow, pandas, polars and DuckDB read it in test/interop.
describe("Arrow, read by apache-arrow", () => {
  it.each(samples)("cross-reader: $name", async (sample) => {
    const folder = await temporaryFolder();
    const { length } = sample.info;
    await sample.writeDirectory(folder, "arrow");
    for (const { name: split } of sample.info.splits) {
      const table = tableFromIPC(await readFile(join(folder, `data/${split}-00000-of-00001.arrow`)));
      expectSplit(columnsFromArrow(table, length), sample, split);
    }
    await sample.writeFile(join(folder, "single.arrow"));
    const table = tableFromIPC(await readFile(join(folder, "single.arrow")));
    expectAllSplits(columnsFromArrow(table, length), sample);
  });

  it.each(samples)("cross-reader: as a stream, $name", async (sample) => {
    const table = tableFromIPC(await sample.stream("arrow"));
    expectAllSplits(columnsFromArrow(table, sample.info.length), sample);
  });

  it("begins, after the magic, with its schema, as a stream does", async () => {
    const folder = await temporaryFolder();
    const sample = samples[0]!;
    await sample.writeFile(join(folder, "single.arrow"));
    const bytes = await readFile(join(folder, "single.arrow"));
    const stream = bytes.subarray(8, bytes.length - 10 - bytes.readInt32LE(bytes.length - 10));
    expectAllSplits(columnsFromArrow(tableFromIPC(stream), sample.info.length), sample);
    expect(stream.compare(await sample.stream("arrow"))).toBe(0);
  });

  it("has a record batch per chunk, each of which can be read alone", async () => {
    const folder = await temporaryFolder();
    const sample = samples.find(({ name }) => name === "several chunks")!;
    await sample.writeFile(join(folder, "single.arrow"));
    const reader = RecordBatchReader.from(await readFile(join(folder, "single.arrow"))).open();
    if (!reader.isFile()) throw new Error("not the IPC file format");
    expect(reader.numRecordBatches).toBe(3);
    expect(Array.from({ length: 3 }, (_, i) => reader.readRecordBatch(i)!.numRows)).toEqual([4096, 64, 1040]);
  });
});

describe("metadata of Arrow", () => {
  it.each(generatedSamples)("says what made it, in each file: $name", async (sample) => {
    const folder = await temporaryFolder();
    await sample.writeDirectory(folder, "arrow");
    await sample.writeFile(join(folder, "single.arrow"));
    for (const name of [...sample.info.splits.map((split) => `data/${split.name}-00000-of-00001`), "single"]) {
      const { schema } = tableFromIPC(await readFile(join(folder, `${name}.arrow`)));
      expect(Object.fromEntries(schema.metadata)).toEqual({
        "mnist1d.version": VERSION,
        "mnist1d.config": JSON.stringify(sample.info.config),
        "mnist1d.config_digest": sample.info.configDigest,
        "mnist1d.t": JSON.stringify(Array.from(sample.info.t)),
        "mnist1d.standardisation": JSON.stringify(sample.info.standardisation),
        "mnist1d.digest": sample.digest,
      });
    }
  });

  it("has no digest in a stream, which begins before it is known", async () => {
    const sample = samples[0]!;
    const { schema } = tableFromIPC(await sample.stream("arrow"));
    expect([...schema.metadata.keys()]).toEqual([
      "mnist1d.version",
      "mnist1d.config",
      "mnist1d.config_digest",
      "mnist1d.t",
      "mnist1d.standardisation",
    ]);
  });
});
