// What croissant.json says. That mlcroissant accepts it and loads its records is shown by test/interop.
import { describe, expect, it } from "vitest";
import { configToJson, type JsonObject } from "../../../src/config/config-json.js";
import { parseConfig } from "../../../src/config/parse-config.js";
import { croissantText } from "../../../src/describe/croissant.js";
import type { Manifest } from "../../../src/describe/manifest.js";
import { hexFromBytes, sha256 } from "../../../src/digest/bytes.js";
import { configDigest } from "../../../src/digest/dataset-digest.js";
import { description, type Facts } from "../support/descriptions.js";

const file = (path: string, bytes: number) => ({ path, bytes, sha256: path.length.toString(16).padStart(64, "0") });
const SPLITS = [
  { name: "train", rows: 4000, files: [file("data/train-00000-of-00001.parquet", 695668)] },
  { name: "test", rows: 1000, files: [file("data/test-00000-of-00001.parquet", 176663)] },
] as const;

async function describeDataset(changes: Partial<Facts> = {}, unchecked = {}): Promise<Manifest> {
  const config = parseConfig(unchecked);
  return description({
    config: configToJson(config),
    configDigest: await configDigest(config),
    splits: SPLITS,
    ...changes,
  });
}

// biome-ignore lint/suspicious/noExplicitAny: a JSON document, whose shape is what is tested.
const croissant = (manifest: Manifest): any => JSON.parse(croissantText(manifest, "mnist1d", "2024-01-15"));
// biome-ignore lint/suspicious/noExplicitAny: as above.
const byId = (entries: any[], id: string) => entries.find((entry) => entry["@id"] === id);

describe("croissantText", () => {
  it("names every file with its size and checksum", async () => {
    const { distribution } = croissant(await describeDataset());
    expect(distribution).toEqual(
      [
        ["data/train-00000-of-00001.parquet", "695668 B"],
        ["data/test-00000-of-00001.parquet", "176663 B"],
      ].map(([path, contentSize]) => ({
        "@type": "cr:FileObject",
        "@id": path,
        name: path,
        contentUrl: path,
        contentSize,
        encodingFormat: "application/x-parquet",
        sha256: path!.length.toString(16).padStart(64, "0"),
      })),
    );
  });

  it("has a record set per split, whose x is an array of the type and length of the data", async () => {
    const { recordSet } = croissant(await describeDataset({ length: 7, dtype: "float64" }));
    expect(recordSet.map((set: JsonObject) => set["@id"])).toEqual(["splits", "train", "test"]);
    const { field } = byId(recordSet, "test");
    expect(byId(field, "test/x")).toMatchObject({
      dataType: "cr:Float64",
      isArray: true,
      arrayShape: "7",
      source: { fileObject: { "@id": "data/test-00000-of-00001.parquet" }, extract: { column: "x" } },
    });
    expect(byId(field, "test/y")).toMatchObject({ dataType: ["cr:Int64", "cr:Label"] });
    expect(byId(field, "test/split").value).toBe("test");
    expect(byId(field, "test/y_clean")).toBeUndefined();
    expect(byId(croissant(await describeDataset()).recordSet[1].field, "train/x").dataType).toBe("cr:Float32");
  });

  it("has the labels before label noise, and says how likely one was changed", async () => {
    const noisy = { label_noise: { fraction: 0.15 } };
    const dataset = croissant(await describeDataset({ hasCleanLabels: true }, noisy));
    expect(byId(dataset.recordSet[1].field, "train/y_clean").source.extract).toEqual({ column: "y_clean" });
    expect(dataset["rai:dataAnnotationProtocol"]).toContain("drawn anew from all classes with probability 0.15");
    expect(croissant(await describeDataset())["rai:dataAnnotationProtocol"]).not.toContain("probability");
  });

  it("reads a split of several files as a set of them", async () => {
    const files = [0, 1].map((i) => file(`data/train-0000${i}-of-00002.parquet`, 9));
    const dataset = croissant(await describeDataset({ splits: [{ ...SPLITS[0], files }, SPLITS[1]] }));
    expect(byId(dataset.distribution, "train-files")).toMatchObject({
      "@type": "cr:FileSet",
      includes: "data/train-*.parquet",
    });
    expect(byId(dataset.recordSet[1].field, "train/y").source.fileSet).toEqual({ "@id": "train-files" });
    expect(byId(dataset.recordSet[2].field, "test/y").source.fileObject).toEqual({
      "@id": "data/test-00000-of-00001.parquet",
    });
  });

  it("holds the config as the text that its digest identifies", async () => {
    const description = await describeDataset({}, { seed: 7, padding: [0, 3] });
    const used = croissant(description)["prov:wasGeneratedBy"]["prov:used"];
    expect(JSON.parse(used["prov:value"])).toEqual(description.config);
    const digest = hexFromBytes(await sha256(new TextEncoder().encode(used["prov:value"])));
    expect(used.identifier).toBe(`sha256:${digest}`);
  });

  it("claims neither origin nor licence of data whose config nobody knows", async () => {
    const text = croissantText(await describeDataset({ config: null }), "mnist1d", "2024-01-15");
    expect(text).not.toMatch(/"rai:|wasDerivedFrom|spdx|"synthetic"/);
    expect(JSON.parse(text)).toMatchObject({ license: { name: "unknown" }, creator: { name: "unknown" } });
  });

  it("is the same text every time, with the date that it is given", async () => {
    const description = await describeDataset();
    expect(croissantText(description, "mnist1d", "2024-01-15")).toBe(
      croissantText(description, "mnist1d", "2024-01-15"),
    );
    expect(croissant(description).datePublished).toBe("2024-01-15");
  });
});
