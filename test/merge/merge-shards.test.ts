// Property: shards, merged, are the dataset: the same digests, the same data, and the same bytes where it is in the same
// files; whatever the config, and however many shards there are.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Dtype } from "../../src/config/config.js";
import type { ConfigOptions } from "../../src/config/parse-config.js";
import { buildDataset } from "../../src/dataset/build-dataset.js";
import { type Manifest, manifestText } from "../../src/dataset/manifest.js";
import { planOutput } from "../../src/dataset/output-plan.js";
import type { FormatName } from "../../src/formats/format.js";
import { mergeShards } from "../../src/merge/merge-shards.js";
import { verifyDataset } from "../../src/verify/verify-dataset.js";
import { storedContent } from "../dataset/support/stored-data.js";
import { tree } from "../dataset/support/tree.js";
import { temporaryFolder } from "../formats/support/temporary-folder.js";
import { cases, THOROUGH } from "../support/thorough.js";
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
  additions: fc.record(
    {
      valSize: fc.constantFrom(1, 5000),
      shifts: fc.constant({ far: { maxTranslation: 9, padding: [0, 1] as const }, noisy: { iidNoiseScale: 0.5 } }),
      factors: fc.boolean(),
      clean: fc.boolean(),
    },
    { requiredKeys: [] },
  ),
});

/** Splits and columns beyond train and test, x and y: two blocks of each split. */
const ALL: ConfigOptions = {
  ...SMALL,
  numSamples: 12_900,
  testSize: 4200,
  valSize: 4300,
  shifts: { noisy: { iidNoiseScale: 0.5, corrNoiseScale: 1 }, far: { maxTranslation: 20, padding: [0, 9] } },
  factors: true,
  clean: true,
  labelNoise: { fraction: 0.3, mode: "resample" },
  classNames: ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"],
};
const divisions = fc.record({
  count: fc.constantFrom(1, 2, 7, 16),
  rowsPerFile: fc.constantFrom(undefined, 4096, 8192),
  formats: fc.constantFrom<FormatName[]>(["parquet"], ["csv"], ["arrow", "jsonl"]),
});

describe("merged shards", () => {
  it("are the dataset that is made at once, for random configs and divisions", async () => {
    await fc.assert(
      fc.asyncProperty(
        configs,
        divisions,
        async ({ noise, share, additions, ...others }, { count, rowsPerFile, formats }) => {
          const samples = 10 * Math.floor(others.numSamples / 10);
          const testSize = Math.floor((1 - share) * samples);
          const { valSize = 0, shifts, ...more } = additions;
          const config: ConfigOptions = {
            ...{ ...SMALL, ...others, testSize, ...(noise && { labelNoise: noise }), ...more },
            // Those that there are rows for.
            ...(valSize > 0 && valSize < samples - testSize && { valSize }),
            ...(shifts && testSize > 0 && { shifts }),
          };
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
        },
      ),
      { numRuns: cases(1, 4) },
    );
  });

  it.runIf(THOROUGH).each([2])(
    "of %i are byte for byte the dataset cut at the same rows, manifest and all",
    async (count) => {
      const formats: FormatName[] = ["parquet", "arrow", "jsonl", "csv"];
      const path = await temporaryFolder();
      await makeShards(path, { ...SMALL, dtype: "float64" }, { count, formats, rowsPerFile: 4096 });
      await mergeShards(path);
      expect(tree(path)).toEqual(tree(await wholeOf({ ...SMALL, dtype: "float64" }, formats, 4096)));
    },
  );

  const divided: readonly (readonly [number, Dtype])[] = [
    [3, "float64"],
    ...(THOROUGH ? [[2, "float32"] as const, [16, "float64"] as const] : []),
  ];
  it.each(divided)("of %i with all additions, of %s, are byte for byte the dataset", async (count, dtype) => {
    const formats: FormatName[] = THOROUGH ? ["parquet", "arrow", "jsonl", "csv"] : ["csv"];
    const path = await temporaryFolder();
    await makeShards(path, { ...ALL, dtype }, { count, formats, rowsPerFile: 4096 });
    await mergeShards(path);
    const whole = await wholeOf({ ...ALL, dtype }, formats, 4096);
    expect(tree(path)).toEqual(tree(whole));
    const { columns } = manifestOf(path);
    expect(Object.keys(columns!)).toEqual([
      "y_clean",
      "x_clean",
      ...(dtype === "float64" ? ["x_clean_float64"] : []),
      "padding",
      "scale",
      "translation",
      "shear",
    ]);
    expect(Object.keys(columns!.scale!)).toEqual(["train", "validation", "test", "test_far", "test_noisy"]);
    expect((await verifyDataset(path)).passed).toBe(true);
  });

  it.runIf(THOROUGH)(
    "with all additions and without rows of a file are the dataset in other files, and the same digests",
    async () => {
      const path = await temporaryFolder();
      await makeShards(path, ALL, { count: 3, formats: ["arrow"] });
      const { manifest } = await mergeShards(path);
      const { files: _, ...stated } = manifest;
      const { files: __, ...expected } = manifestOf(await wholeOf(ALL, ["arrow"]));
      expect(stated).toEqual(expected);
      expect((await verifyDataset(path)).passed).toBe(true);
      // Shards of what is there are not made again.
      const again = await buildDataset(ALL, planOutput(path, ["arrow"]), { shard: { index: 1, count: 3 } });
      expect(again.kind).toBe("up-to-date");
    },
  );

  it("of which one is of an earlier version, without digests of y_clean, are a dataset that has none", async () => {
    const path = await temporaryFolder();
    await makeShards(path, ALL, { count: 2, formats: ["csv"] });
    const shard = join(path, ".shards/00001-of-00002");
    const manifest = manifestOf(shard);
    const without = <T>({ y_clean: _, ...others }: Readonly<Record<string, T>>) => others;
    const old = { ...manifest.shard!, column_blocks: without(manifest.shard!.column_blocks!) };
    const text = manifestText({ ...manifest, columns: without(manifest.columns!), shard: old });
    writeFileSync(join(shard, "manifest.json"), text);
    const merged = await mergeShards(path);
    expect(Object.keys(merged.manifest.columns!)).toEqual(["x_clean", "padding", "scale", "translation", "shear"]);
    expect((await verifyDataset(path)).passed).toBe(true);
  });

  it("with a changed value in a further column are refused, by the shard and the file", async () => {
    const path = await temporaryFolder();
    await makeShards(path, ALL, { count: 2, formats: ["csv"] });
    const shard = join(path, ".shards/00001-of-00002");
    const manifest = manifestOf(shard);
    const { column_blocks: blocks } = manifest.shard!;
    const changed = { ...blocks!.scale!, test_far: ["7".repeat(64)] };
    const text = manifestText({
      ...manifest,
      shard: { ...manifest.shard!, column_blocks: { ...blocks, scale: changed } },
    });
    writeFileSync(join(shard, "manifest.json"), text);
    await expect(mergeShards(path)).rejects.toThrow(/00001-of-00002 is damaged: /);
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
