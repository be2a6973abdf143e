import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { RecordBatchReader, type Schema } from "apache-arrow";
import { type FileMetaData, parquetMetadata } from "hyparquet";
import { describe, expect, it } from "vitest";
import { parseConfig } from "../../../src/config/parse-config.js";
import { VERSION } from "../../../src/dataset/version.js";
import { dealt } from "../../support/thorough.js";
import { expectAllSplits, expectSplit } from "../support/expect-columns.js";
import { parquetReaders } from "../support/parquet-readers.js";
import { generatedSample, generatedSamples, samples, twoRowGroups } from "../support/samples.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const large = await twoRowGroups();

describe.each(Object.entries(parquetReaders).map(([name, read], i) => ({ name, read, i })))(
  "Parquet, read by $name",
  ({ read, i }) => {
    // In quick runs each sample by two readers, and that of two row groups by one.
    it.each(dealt([...samples, large], 2, i % 2))("cross-reader: $name", async (sample) => {
      const folder = await temporaryFolder();
      const { length } = sample.info;
      await sample.writeDirectory(folder, "parquet");
      for (const { name: split } of sample.info.splits) {
        expectSplit(await read(join(folder, `data/${split}-00000-of-00001.parquet`), length), sample, split);
      }
      await sample.writeFile(join(folder, "single.parquet"));
      expectAllSplits(await read(join(folder, "single.parquet"), length), sample);
    });
  },
);

describe("metadata of a Parquet file", () => {
  it.each(generatedSamples)("says what made it, in each file: $name", async (sample) => {
    const folder = await temporaryFolder();
    await sample.writeDirectory(folder, "parquet");
    await sample.writeFile(join(folder, "single.parquet"));
    for (const name of [...sample.info.splits.map((split) => `data/${split.name}-00000-of-00001`), "single"]) {
      const entries = keyValues(await metadataOf(join(folder, `${name}.parquet`)));
      expect(Object.keys(entries)).toEqual([
        "mnist1d.version",
        "mnist1d.config",
        "mnist1d.config_digest",
        "mnist1d.t",
        "mnist1d.standardisation",
        "mnist1d.digest",
        "ARROW:schema",
      ]);
      expect(entries["mnist1d.version"]).toBe(VERSION);
      expect(JSON.parse(entries["mnist1d.config"]!)).toEqual(sample.info.config);
      expect(parseConfig(JSON.parse(entries["mnist1d.config"]!))).toEqual(sample.config);
      expect(Float64Array.from(JSON.parse(entries["mnist1d.t"]!))).toEqual(sample.info.t);
      expect(JSON.parse(entries["mnist1d.standardisation"]!)).toEqual(sample.info.standardisation);
      expect(entries["mnist1d.digest"]).toBe(sample.digest);
    }
  });

  it("cross-reader: ARROW:schema is what apache-arrow reads as the schema", async () => {
    const folder = await temporaryFolder();
    const noisy = await generatedSample("", { label_noise: { fraction: 0.1 }, dtype: "float64", final_seq_length: 7 });
    await noisy.writeFile(join(folder, "noisy.parquet"));
    expect(described(await arrowSchemaOf(join(folder, "noisy.parquet")))).toEqual([
      "x: FixedSizeList[7]<Float64>, not null, of element, not null",
      "y: Int64, not null",
      "y_clean: Int64, not null",
      "split: Utf8, not null",
    ]);

    const plain = await generatedSample("", {});
    await plain.writeDirectory(join(folder, "plain"), "parquet");
    expect(described(await arrowSchemaOf(join(folder, "plain/data/test-00000-of-00001.parquet")))).toEqual([
      "x: FixedSizeList[40]<Float32>, not null, of element, not null",
      "y: Int64, not null",
    ]);
  });

  it("cross-reader: ARROW:schema has the same metadata, since Arrow readers show no other", async () => {
    const folder = await temporaryFolder();
    const sample = generatedSamples[0]!;
    await sample.writeFile(join(folder, "single.parquet"));
    const { "ARROW:schema": _, ...entries } = keyValues(await metadataOf(join(folder, "single.parquet")));
    const { metadata } = await arrowSchemaOf(join(folder, "single.parquet"));
    expect(Object.fromEntries(metadata)).toEqual(entries);
  });

  it("has row groups of 131,072 rows with statistics of the labels, readable by every reader", async () => {
    const folder = await temporaryFolder();
    await large.writeFile(join(folder, "large.parquet"));
    const metadata = await metadataOf(join(folder, "large.parquet"));
    expect(metadata.version).toBe(1);
    expect(metadata.created_by).toBe("mnist1d version 0.0.0");
    expect(metadata.num_rows).toBe(131_110n);
    expect(metadata.row_groups.map((group) => group.num_rows)).toEqual([131_072n, 38n]);

    const columns = metadata.row_groups.flatMap((group) => group.columns.map((column) => column.meta_data!));
    expect(columns.every((column) => column.codec === "UNCOMPRESSED")).toBe(true);
    expect(columns.every((column) => column.encodings.every((name) => ["PLAIN", "RLE"].includes(name)))).toBe(true);
    const bounds = columns.map(({ path_in_schema: path, statistics }) => [
      path[0],
      statistics?.min_value,
      statistics?.max_value,
      statistics?.null_count,
    ]);
    expect(bounds).toEqual([
      ["x", undefined, undefined, undefined],
      ["y", 0n, 9n, 0n],
      ["split", "train", "train", 0n],
      ["x", undefined, undefined, undefined],
      ["y", 0n, 9n, 0n],
      ["split", "test", "train", 0n],
    ]);
  });
});

async function metadataOf(path: string): Promise<FileMetaData> {
  return parquetMetadata(Uint8Array.from(await readFile(path)).buffer);
}

function keyValues(metadata: FileMetaData): Record<string, string | undefined> {
  return Object.fromEntries(metadata.key_value_metadata!.map(({ key, value }) => [key, value]));
}

async function arrowSchemaOf(path: string): Promise<Schema> {
  const message = keyValues(await metadataOf(path))["ARROW:schema"]!;
  return RecordBatchReader.from(Buffer.from(message, "base64")).open().schema;
}

/** A line per field: name, type, whether it may be null, and the same of a list's elements. */
function described(schema: Schema): string[] {
  return schema.fields.map((field) => {
    const nullable = ({ nullable }: { nullable: boolean }) => (nullable ? "" : ", not null");
    const element = field.type.children?.[0];
    const elements = element === undefined ? "" : `, of ${element.name}${nullable(element)}`;
    return `${field.name}: ${field.type}${nullable(field)}${elements}`;
  });
}
