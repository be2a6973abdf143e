// What verify finds of datasets that are right, of others' that are known, and of ones where something changed.
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Config, Dtype } from "../../src/config/config.js";
import { parseConfig, resolveConfig } from "../../src/config/parse-config.js";
import { buildDataset } from "../../src/dataset/build-dataset.js";
import { convertDataset } from "../../src/dataset/convert-dataset.js";
import type { Manifest } from "../../src/dataset/manifest.js";
import { planOutput } from "../../src/dataset/output-plan.js";
import { FORMATS } from "../../src/formats/registry.js";
import { emptyGolden, withEntry } from "../../src/verify/golden.js";
import { type Verification, type VerifyOptions, verifyDataset } from "../../src/verify/verify-dataset.js";
import { temporaryFolder } from "../formats/support/temporary-folder.js";

const ALL = FORMATS.map(({ name }) => name);
const small = parseConfig({ num_samples: 50 });
const noisy = parseConfig({ num_samples: 60, label_noise: { fraction: 0.4 }, dtype: "float64", seed: 5 });

async function built(config: Config, out: string, ...formats: (typeof ALL)[number][]): Promise<string> {
  const path = join(await temporaryFolder(), out);
  await buildDataset(config, planOutput(path, formats));
  return path;
}

/** Status and message of each check, by name. */
function found({ checks, passed }: Verification): Record<string, string> {
  return {
    verdict: passed ? "passed" : "failed",
    ...Object.fromEntries(checks.map(({ name, status, message }) => [name, `${status}: ${message}`])),
  };
}

const verify = async (path: string, options?: VerifyOptions) => found(await verifyDataset(path, options));

describe("values that differ", () => {
  const finite = "1 value of x, by at most 0.5";
  it.each<[string, number[], string]>([
    ["a number", [0.5], finite],
    ["NaN alone", [Number.NaN], "1 value of x, NaN or infinite"],
    [
      "NaN, and then a number",
      [Number.NaN, 0.5],
      "2 values of x, 1 of them NaN or infinite, the others by at most 0.5",
    ],
    [
      "a number, and then NaN",
      [0.5, Number.NaN],
      "2 values of x, 1 of them NaN or infinite, the others by at most 0.5",
    ],
    [
      "infinities",
      [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0.25],
      "3 values of x, 2 of them NaN or infinite, the others by at most 0.25",
    ],
  ])("are told by how much: %s", async (_, changes, expected) => {
    const path = await built(small, "data/", "npy");
    const file = join(path, "x.npy");
    const bytes = readFileSync(file);
    for (const [i, change] of changes.entries()) {
      const place = 128 + 400 * i;
      const value = bytes.readFloatLE(place);
      bytes.writeFloatLE(Number.isFinite(change) ? value + change : change, place);
    }
    writeFileSync(file, bytes);
    const { checks } = await verifyDataset(path);
    const { details = [] } = checks.find(({ name }) => name === "data")!;
    expect(details.at(-1)).toBe(`in all: ${expected}`);
  });
});

describe("a dataset that is right", () => {
  it.each(ALL)("passes as a directory of %s, with every check", async (format) => {
    for (const config of [small, noisy]) {
      const result = await verifyDataset(await built(config, "data/", format));
      expect(result.checks.filter(({ status }) => status !== "passed")).toEqual([]);
      expect(result.checks.map(({ name }) => name)).toEqual(["files", "digest", "data", "metadata"]);
      expect(result.passed).toBe(true);
    }
  });

  it("passes in all formats at once", async () => {
    const result = await verifyDataset(await built(noisy, "data/", ...ALL));
    expect(result.checks.filter(({ status }) => status !== "passed")).toEqual([]);
    expect(result.formats).toEqual(ALL);
    expect(result.checks).toHaveLength(2 + 2 * ALL.length);
  });

  it.each(["csv", "jsonl", "json"] as const)("passes as %s of float64 values that float32 holds", async (format) => {
    const path = await built(small, "data.npz");
    const wide = join(await temporaryFolder(), "wide");
    await convertDataset(path, planOutput(wide, [format, "npz"]), { dtype: "float64" });
    const { checks } = await verifyDataset(wide);
    expect(checks.filter(({ status }) => status !== "passed")).toEqual([]);
  });

  it.each(["parquet", "arrow", "npz", "json"])("passes as a single file of %s, which says its config", async (name) => {
    for (const config of [small, noisy]) {
      const result = await verifyDataset(await built(config, `data.${name}`));
      expect(result.checks.filter(({ status }) => status !== "passed")).toEqual([]);
      expect(result.passed).toBe(true);
    }
  });

  it.each(["csv", "jsonl", "pkl"])(
    "as a single file of %s, which says nothing, passes with its config",
    async (name) => {
      for (const config of [small, noisy]) {
        const path = await built(config, `data.${name}`);
        expect(await verify(path)).toMatchObject({ verdict: "failed" });
        expect(await verify(path, { config })).toMatchObject({
          verdict: "passed",
          data: expect.stringMatching(/^passed: every value and label is what the config gives/),
        });
      }
    },
  );

  it.each(["csv", "jsonl", "pkl", "npz"])("is known in a file of %s, if it is the published one", async (name) => {
    const result = await verifyDataset(await built(resolveConfig(), `data.${name}`));
    expect(result).toMatchObject({ passed: true, name: "the published dataset" });
  });

  it("passes without regeneration, on the word of its digest", async () => {
    const path = await built(small, "data/");
    expect(await verify(path, { regenerate: false })).toMatchObject({
      verdict: "passed",
      digest: "passed: the data has the digest that is stored with it",
      data: "skipped: not generated anew, as asked; unchecked: t and standardisation",
    });
  });

  it.each<[left: string, dtype: Dtype, noise: boolean, target: string]>([
    ["; unchecked: t and standardisation", "float32", false, "data.npz"],
    ["; unchecked: y_clean, t and standardisation", "float32", true, "data.parquet"],
    ["; unchecked: float64's last bits, y_clean, t and standardisation", "float64", true, "data.npz"],
    ["; unchecked: t and standardisation", "float64", true, "data/"], // the manifest has digests of float64, and of y_clean
    ["", "float32", false, "data.csv"],
    ["; unchecked: float64's last bits, t and standardisation", "float64", false, "data.json"],
  ])("says what no digest tells: '%s' of %s, label noise %s, %s", async (left, dtype, hasNoise, target) => {
    const path = await built({ ...(hasNoise ? noisy : small), dtype }, target);
    const { data } = await verify(path, { regenerate: false });
    expect(data).toBe(`skipped: not generated anew, as asked${left}`);
  });

  it("finds a float64's last bit by the manifest, without regeneration", async () => {
    const path = await built({ ...small, dtype: "float64" }, "data/", "npy");
    const bytes = readFileSync(join(path, "x.npy"));
    bytes[128]! ^= 1;
    writeFileSync(join(path, "x.npy"), bytes);
    const { checks } = await verifyDataset(path, { regenerate: false });
    expect(checks.find(({ name }) => name === "digest")?.status).toBe("passed"); // it is of float32
    expect(checks.find(({ name }) => name === "metadata")?.details).toEqual([
      "manifest.json: x_float64 is not what it must be",
    ]);
  });

  it("passes for the published file, as what it is", async () => {
    const published = resolveConfig({ dtype: "float64", rounding: "published" });
    const path = await built(published, "mnist1d_data.pkl");
    expect(await verify(path)).toMatchObject({
      verdict: "passed",
      data: "passed: every value and label is the published file's, to the last bit",
    });
    expect(await verify(path, { config: resolveConfig({ dtype: "float64" }) })).toMatchObject({ verdict: "passed" });
  });

  it("passes for a pickle of float32 data that was converted, and says that it is rounded", async () => {
    const path = await built(small, "data.parquet");
    const target = join(path, "../data.pkl");
    await convertDataset(path, planOutput(target));
    expect(await verify(target, { config: small })).toMatchObject({
      verdict: "passed",
      data: "passed: every value and label is what the config gives, once rounded to float32",
    });
  });

  it("passes alone as one split's file of a directory", async () => {
    const path = await built(small, "data/");
    expect(await verify(join(path, "data/test-00000-of-00001.parquet"))).toMatchObject({
      verdict: "passed",
      digest: "skipped: the stored digest is of all splits, and only test is here",
    });
  });
});

describe("a dataset that is not what it should be", () => {
  it("is told by file, split, row and column", async () => {
    const path = await built(small, "data/", "npy");
    const file = join(path, "x_test.npy");
    const bytes = readFileSync(file);
    bytes.writeFloatLE(7, bytes.length - 4 * (40 * 3 - 5)); // row 7 of 10, column 5
    writeFileSync(file, bytes);
    const { checks, passed } = await verifyDataset(path);
    expect(passed).toBe(false);
    expect(checks.map(({ name, status }) => [name, status])).toEqual([
      ["files", "failed"],
      ["digest", "failed"],
      ["data", "failed"],
      ["metadata", "passed"],
    ]);
    expect(checks[1]!.details).toContain("test: something differs in rows 0 to 9");
    expect(checks[2]!.message).toBe("1 example of 50 differs from what the config gives");
    expect(checks[2]!.details![0]).toMatch(
      /^first: test row 7, column 5 of x in .*x_test\.npy: expected -?[\d.e-]+, found 7$/,
    );
  });

  it("is told to differ in the last bits only, as another platform's float64 arrays do", async () => {
    const path = await built(noisy, "data/", "npy");
    const file = join(path, "x.npy");
    const bytes = readFileSync(file);
    bytes[bytes.length - 8]! ^= 1;
    writeFileSync(file, bytes);
    const data = (await verify(path)).data!;
    expect(data).toMatch(/^failed: 1 example of 60 differs from what the config gives, in the last bits only$/);
    expect((await verify(path, { asFloat32: true })).data).toMatch(/^passed/);
  });

  it("is another config's", async () => {
    const path = await built(small, "data/");
    expect(await verify(path, { config: { ...small, seed: 1 } })).toMatchObject({
      verdict: "failed",
      data: expect.stringMatching(/^failed: 50 examples of 50 differ/),
    });
    expect(await verify(path, { config: { ...small, numSamples: 60 } })).toMatchObject({
      data: "failed: the data is not what the config gives: train has 40 examples, and the config gives 48",
    });
  });

  it("fails if nothing says what it should be", async () => {
    expect(await verify(await built(small, "data.csv"))).toMatchObject({
      verdict: "failed",
      data: "skipped: there is no config to generate the data from anew",
    });
  });

  const edits: readonly [what: string, edit: (manifest: Manifest) => object][] = [
    ["a parameter", ({ config }) => ({ config: { ...config, seed: 43 } })],
    ["a parameter without effect", ({ config }) => ({ config: { ...config, num_samples: 55 } })],
    ["the digest of the config", ({ digest }) => ({ config_digest: digest })],
    ["the digest", ({ config_digest }) => ({ digest: config_digest })],
    ["the time axis", ({ t }) => ({ t: t!.map((time, i) => (i === 3 ? time + 1e-15 : time)) })],
    ["the classes", ({ classes }) => ({ classes: classes.slice(1) })],
    ["the length", () => ({ length: 41 })],
    ["the type", () => ({ dtype: "float64" })],
    ["a block", ({ splits }) => ({ splits: splits.map((split) => ({ ...split, blocks: [split.sha256] })) })],
    ["a split's rows", ({ splits }) => ({ splits: splits.map((split) => ({ ...split, rows: split.rows + 1 })) })],
    ["a file's size", ({ files }) => ({ files: files.map((file) => ({ ...file, bytes: 1 })) })],
    ["a file's hash", ({ files, digest }) => ({ files: files.map((file) => ({ ...file, sha256: digest.slice(7) })) })],
    ["the engine", ({ generator }) => ({ generator: { ...generator, engine: "other" } })],
    ["a new key", () => ({ note: "mine" })],
  ];
  it.each(edits)("has a manifest in which someone changed %s", async (what, edit) => {
    const path = await built(small, "data/", "csv");
    const file = join(path, "manifest.json");
    const manifest = JSON.parse(readFileSync(file, "utf8")) as Manifest;
    writeFileSync(file, JSON.stringify({ ...manifest, ...edit(manifest) }));
    expect((await verifyDataset(path)).passed).toBe(false);
    // The time axis is compared as float32, too.
    const expected = what === "the time axis";
    expect((await verifyDataset(path, { asFloat32: true })).passed).toBe(expected);
  });

  it.each([
    [
      "another manifest version",
      { manifest_version: 2 },
      "is of version 2, of a newer mnist1d: update it to read this",
    ],
    [
      "another engine version",
      { generator: { name: "mnist1d", version: "99.0.0", engine: "reference-v2" } },
      "is of the engine reference-v2, of a newer mnist1d: update it to read this",
    ],
    [
      "another digest version",
      { digest: `sha256-v2:${"0".repeat(64)}` },
      "has a digest of the kind sha256-v2, of a newer mnist1d: update it to read this",
    ],
    [
      "no such product",
      { generator: { name: "mnist1d", version: "0.01.1", engine: null } },
      "generator is not what it must be",
    ],
    ["somebody else's", { generator: "them" }, "is not a manifest of mnist1d"],
    [
      "a path out of it",
      { files: [{ path: "../x.csv", bytes: 1, sha256: "0".repeat(64) }] },
      "files is not what it must be",
    ],
    ["no formats", { formats: [] }, "lists no format"],
  ])("has a manifest of %s", async (_, change, message) => {
    const path = await built(small, "data/", "csv");
    const file = join(path, "manifest.json");
    writeFileSync(file, JSON.stringify({ ...(JSON.parse(readFileSync(file, "utf8")) as Manifest), ...change }));
    await expect(verifyDataset(path)).rejects.toThrow(message);
  });

  it("lacks a file that its manifest lists", async () => {
    const path = await built(small, "data/");
    rmSync(join(path, "data/test-00000-of-00001.parquet"));
    const { checks, passed } = await verifyDataset(path);
    expect(passed).toBe(false);
    expect(checks.map(({ name, status }) => [name, status])).toEqual([
      ["files", "failed"],
      ["data", "failed"],
    ]);
    expect(checks[0]!.details).toEqual(["data/test-00000-of-00001.parquet: no such file or directory"]);
  });

  it("has data beside it that its manifest does not list, as of an earlier run in shards", async () => {
    const path = await built(small, "data/");
    const file = "data/train-00001-of-00002.parquet";
    cpSync(join(path, "data/train-00000-of-00001.parquet"), join(path, file));
    writeFileSync(join(path, "README.md"), "mine\n"); // is no data
    const { checks, passed } = await verifyDataset(path);
    expect(passed).toBe(false);
    expect(checks[0]!.details).toEqual([`not listed in the manifest, but beside the data: ${file}`]);
    await expect(buildDataset(small, planOutput(path))).rejects.toThrow("files that no manifest of mnist1d lists");
  });

  it("has lost a split", async () => {
    const path = await built(small, "data/", "npy");
    const manifest = JSON.parse(readFileSync(join(path, "manifest.json"), "utf8")) as Manifest;
    const isTest = (name: string) => /_test\.npy$/.test(name);
    for (const file of manifest.files.filter((entry) => isTest(entry.path))) rmSync(join(path, file.path));
    const files = manifest.files.filter((file) => !isTest(file.path));
    writeFileSync(join(path, "manifest.json"), JSON.stringify({ ...manifest, files }));
    expect(await verify(path)).toMatchObject({
      verdict: "failed",
      digest: "failed: the stored digest is of all splits, and only train is here",
    });
  });

  it("has a file that can't be read any more: its manifest tells that it changed", async () => {
    const path = await built(small, "data/");
    const file = join(path, "data/test-00000-of-00001.parquet");
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.subarray(0, bytes.length - 3));
    const { checks } = await verifyDataset(path);
    expect(checks.map(({ name, status }) => [name, status])).toEqual([
      ["files", "failed"],
      ["data", "failed"],
    ]);
    expect(checks[1]!.message).toMatch(/^the data can't be read: .*cut off/);
  });
});

describe("golden values", () => {
  it("are looked up by config, or given", async () => {
    const path = await built(small, "data/");
    const { digest } = await verifyDataset(path);
    const other = `sha256:${"0".repeat(64)}`;
    expect((await verify(path, { golden: digest })).golden).toBe("passed: the digest is the golden one");
    expect((await verify(path, { golden: other })).golden).toBe("failed: the digest is not the golden one");
    expect((await verify(path, { golden: await withEntry(emptyGolden, small, digest) })).golden).toMatch(/^passed/);
    expect((await verify(path, { golden: await withEntry(emptyGolden, small, other) })).golden).toMatch(/^failed/);
    expect((await verify(path, { golden: await withEntry(emptyGolden, noisy, digest) })).golden).toBe(
      "failed: the golden file has no entry for this config",
    );
  });
});
