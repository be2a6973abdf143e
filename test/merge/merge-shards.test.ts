// Property: shards, merged, are the dataset: the same digests, the same data, and the same bytes where it is in the same
// files; whatever the config, and however many shards there are.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ConfigOptions } from "../../src/config/parse-config.js";
import { buildDataset } from "../../src/dataset/build-dataset.js";
import type { Manifest } from "../../src/dataset/manifest.js";
import { planOutput } from "../../src/dataset/output-plan.js";
import type { FormatName } from "../../src/formats/format.js";
import { mergeShards } from "../../src/merge/merge-shards.js";
import { storedContent } from "../dataset/support/stored-data.js";
import { tree } from "../dataset/support/tree.js";
import { temporaryFolder } from "../formats/support/temporary-folder.js";
import { makeShards, SMALL } from "./support/make-shards.js";

const manifestOf = (path: string): Manifest => JSON.parse(readFileSync(join(path, "manifest.json"), "utf8"));

async function wholeOf(config: ConfigOptions, formats: readonly FormatName[], rowsPerFile?: number): Promise<string> {
  const path = await temporaryFolder();
  const division = rowsPerFile === undefined ? {} : { rowsPerFile };
  await buildDataset(config, planOutput(path, formats), { workers: 1, ...division });
  return path;
}

const configs = fc.record({
  numSamples: fc.constantFrom(10, 4096, 12_288, 15_000, 17_003),
  share: fc.constantFrom(0, 0.5, 0.8, 1),
  finalSeqLength: fc.integer({ min: 4, max: 12 }),
  shuffleSeq: fc.boolean(),
  dtype: fc.constantFrom("float32" as const, "float64" as const),
  seed: fc.nat(1000),
  noise: fc.constantFrom(undefined, { fraction: 0.3, mode: "flip" as const }),
});
const divisions = fc.record({
  count: fc.constantFrom(1, 2, 7, 16),
  rowsPerFile: fc.constantFrom(undefined, 4096, 8192),
  formats: fc.constantFrom<FormatName[]>(["parquet"], ["csv"], ["arrow", "jsonl"]),
});

describe("merged shards", () => {
  it("are the dataset that is made at once, for random configs and divisions", async () => {
    await fc.assert(
      fc.asyncProperty(configs, divisions, async ({ noise, share, ...others }, { count, rowsPerFile, formats }) => {
        const testSize = Math.floor((1 - share) * 10 * Math.floor(others.numSamples / 10));
        const config: ConfigOptions = { ...SMALL, ...others, testSize, ...(noise && { labelNoise: noise }) };
        const indices = Array.from({ length: count }, (_, i) => (i * 3 + 1) % count);
        const path = await temporaryFolder();
        const all = new Set([...indices, ...indices.keys()]);
        const cut = rowsPerFile === undefined ? {} : { rowsPerFile };
        await makeShards(path, config, { count, formats, ...cut, indices: [...all] });
        const { manifest } = await mergeShards(path);
        const whole = await wholeOf(config, formats, rowsPerFile);

        expect(manifestOf(path)).toEqual(manifest);
        const model = manifestOf(whole);
        expect(Object.keys(tree(path)).filter((name) => name.startsWith("."))).toEqual([]);
        const { files: _, rows_per_file: __, ...stated } = manifest;
        const { files: ___, rows_per_file: ____, ...expected } = model;
        expect(stated).toEqual(expected);
        // Where each split is one file the dataset is no division of it, and its files have the digest in them.
        if (model.rows_per_file !== undefined) expect(tree(path)).toEqual(tree(whole));
        else {
          const [{ contents }, { contents: wanted }] = [await dataOf(path), await dataOf(whole)];
          expect(contents).toEqual(wanted);
        }
      }),
      { numRuns: Number(process.env.MNIST1D_RUNS ?? 2) },
    );
  });

  it.each([2])("of %i are byte for byte the dataset cut at the same rows, manifest and all", async (count) => {
    const formats: FormatName[] = ["parquet", "arrow", "jsonl", "csv"];
    const path = await temporaryFolder();
    await makeShards(path, { ...SMALL, dtype: "float64" }, { count, formats, rowsPerFile: 4096 });
    await mergeShards(path);
    expect(tree(path)).toEqual(tree(await wholeOf({ ...SMALL, dtype: "float64" }, formats, 4096)));
  });

  it("of which one was interrupted and made again are the same", async () => {
    const path = await temporaryFolder();
    const abort = new AbortController();
    const stopped = buildDataset(SMALL, planOutput(path, ["csv"]), {
      workers: 1,
      shard: { index: 1, count: 2 },
      signal: abort.signal,
      onProgress: ({ phase }) => phase === "writing" && abort.abort(new Error("stop")),
    });
    await expect(stopped).rejects.toThrow("stop");
    expect(tree(path)).toEqual({});
    await makeShards(path, SMALL, { count: 2, indices: [1, 0] });
    const { manifest } = await mergeShards(path);
    expect(manifest.digest).toBe(manifestOf(await wholeOf(SMALL, ["csv"])).digest);
  });

  it("merged again are left as they are", async () => {
    const path = await temporaryFolder();
    await makeShards(path, SMALL, { count: 2 });
    const { manifest, shards } = await mergeShards(path);
    const before = tree(path);
    expect(shards).toBe(2);
    expect(await mergeShards(path)).toEqual({ manifest, files: manifest.files, shards: 0 });
    expect(tree(path)).toEqual(before);
  });

  it("replace another dataset with force only, all of it, and nothing that is not its own", async () => {
    const path = await wholeOf({ ...SMALL, seed: 1 }, ["npz", "csv"]);
    await makeShardsBeside(path);
    const before = tree(path);
    await expect(mergeShards(path)).rejects.toThrow(`${path}: has another dataset in it. Use --force`);
    expect(tree(path)).toEqual(before);
    await mergeShards(path, { force: true });
    const fresh = await temporaryFolder();
    await makeShards(fresh, SMALL, { count: 2 });
    await mergeShards(fresh);
    expect(tree(path)).toEqual(tree(fresh));
  });

  it.each<FormatName>(["parquet", "csv"])("tell of each file that is there, as generate does: %s", async (format) => {
    const [path, whole] = [await temporaryFolder(), await temporaryFolder()];
    await makeShards(path, SMALL, { count: 3, formats: [format], rowsPerFile: 4096 });
    const merged = await mergeShards(path);
    const built = await buildDataset(SMALL, planOutput(join(whole, "/"), [format]), { workers: 1, rowsPerFile: 4096 });
    expect(merged.files).toEqual(built.files);
    const there = Object.entries(tree(path)).filter(([, content]) => content !== null);
    expect(merged.files.map((file) => file.path)).toEqual(there.map(([name]) => name));
    expect((await mergeShards(path)).files).toEqual(merged.manifest.files); // nothing was written
  });

  it("tell of their progress, in examples", async () => {
    const path = await temporaryFolder();
    await makeShards(path, SMALL, { count: 2 });
    const seen: number[][] = [];
    await mergeShards(path, { onProgress: ({ done, total }) => seen.push([done, total]) });
    expect(seen).toEqual([
      [4096, 9000],
      [9000, 9000],
    ]);
  });

  it("stay shards when the merge is aborted", async () => {
    const path = await temporaryFolder();
    await makeShards(path, SMALL, { count: 2 });
    const before = tree(path);
    const abort = new AbortController();
    const stopped = mergeShards(path, { signal: abort.signal, onProgress: () => abort.abort(new Error("stop")) });
    await expect(stopped).rejects.toThrow("stop");
    expect(tree(path)).toEqual(before);
  });
});

async function makeShardsBeside(path: string): Promise<void> {
  for (const index of [0, 1]) {
    await buildDataset(SMALL, planOutput(path, ["csv"]), { workers: 1, shard: { index, count: 2 }, force: true });
  }
}

const dataOf = async (path: string) => (await storedContent(path)) as { contents: object[] };
