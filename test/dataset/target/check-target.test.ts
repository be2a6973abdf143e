import { mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { configToJson } from "../../../src/config/config-json.js";
import { parseConfig } from "../../../src/config/parse-config.js";
import { buildDataset } from "../../../src/dataset/build-dataset.js";
import { FileError } from "../../../src/dataset/errors.js";
import { planOutput } from "../../../src/dataset/output-plan.js";
import { checkTarget } from "../../../src/dataset/target/check-target.js";
import type { FormatName } from "../../../src/formats/format.js";
import { temporaryFolder } from "../../formats/support/temporary-folder.js";

const SMALL = { num_samples: 50, seed: 1 };

/** "free", "up to date", or the refusal's problem and hint. */
async function check(path: string, { keys = {}, formats = [] as FormatName[], force = false } = {}): Promise<string> {
  try {
    const config = parseConfig({ ...SMALL, ...keys });
    return (await checkTarget(config, planOutput(path, formats), force)) === undefined ? "free" : "up to date";
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    expect(error.path).toBe(path);
    return error.hint === undefined ? error.problem : `${error.problem} | ${error.hint}`;
  }
}

const USE_FORCE = "Use --force to replace it.";
const USE_ANOTHER = "Use another -o, or --force to replace it.";
const NEVER = "They are never replaced: choose another directory, or move them.";

/** A folder with a dataset of SMALL in `data`. */
async function withDataset(formats: FormatName[] = []): Promise<{ folder: string; data: string }> {
  const folder = await temporaryFolder();
  const data = join(folder, "data");
  await buildDataset(parseConfig(SMALL), planOutput(data, formats));
  return { folder, data };
}

async function editManifest(data: string, edit: (manifest: Record<string, unknown>) => object): Promise<void> {
  const path = join(data, "manifest.json");
  await writeFile(path, JSON.stringify(edit(JSON.parse(await readFile(path, "utf8")))));
}

describe("the target of a stream", () => {
  it("is free", async () => {
    expect(await checkTarget(parseConfig({}), planOutput("-", ["csv"]), false)).toBeUndefined();
  });
});

describe("the target of a single file", () => {
  it("is free if nothing is there, or it may be replaced", async () => {
    const path = join(await temporaryFolder(), "x.csv");
    expect(await check(path)).toBe("free");
    await writeFile(path, "");
    expect(await check(path)).toBe(`exists already | ${USE_ANOTHER}`);
    expect(await check(path, { force: true })).toBe("free");
  });

  it("is never what is not a file", async () => {
    const folder = await temporaryFolder();
    await symlink("elsewhere", join(folder, "x.csv"));
    expect(await check(join(folder, "x.csv"), { force: true })).toBe("exists and is not a file");

    const plan = planOutput(join(folder, "y.csv"), []);
    await mkdir(join(folder, "y.csv"));
    await expect(checkTarget(parseConfig({}), plan, true)).rejects.toThrow("y.csv: exists and is not a file");
  });

  it("is not below a file", async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "file"), "");
    expect(await check(join(folder, "file/x.csv"))).toBe("a part of the path is not a directory");
  });
});

describe("the target of a directory", () => {
  it("is free if nothing is there, or no file", async () => {
    const data = join(await temporaryFolder(), "data");
    expect(await check(data)).toBe("free");
    await mkdir(join(data, "empty/below"), { recursive: true });
    expect(await check(data)).toBe("free");
  });

  it("is not a file", async () => {
    const data = join(await temporaryFolder(), "data");
    await writeFile(data, "");
    expect(await check(data, { force: true })).toBe("is a file | Several files go into a directory.");
  });

  it("is up to date if it is what would be made, force or not", async () => {
    const { data } = await withDataset(["npz", "csv"]);
    for (const force of [false, true]) {
      expect(await check(data, { formats: ["npz", "csv"], force })).toBe("up to date");
    }
    const plan = planOutput(data, ["npz", "csv"]);
    const manifest = JSON.parse(await readFile(join(data, "manifest.json"), "utf8"));
    expect(await checkTarget(parseConfig(SMALL), plan, false)).toEqual(manifest);
  });

  it.each<[string, (data: string) => Promise<unknown>, Parameters<typeof check>[1], string]>([
    [
      "of another config",
      async () => {},
      { keys: { seed: 2, iid_noise_scale: 0 } },
      "is a dataset with another iid_noise_scale, seed",
    ],
    ["whose config lacks a key", async () => {}, { keys: { dtype: "float64" } }, "is a dataset with another dtype"],
    [
      "whose config has a key more",
      async () => {},
      { keys: { test_size: 10 } },
      "is a dataset with another train_split, test_size",
    ],
    ["in another format", async () => {}, { formats: ["npz"] }, "is this dataset in another format, parquet"],
    ["in fewer formats", async () => {}, { formats: ["parquet", "csv"] }, "is this dataset in another format, parquet"],
    [
      "of another engine",
      (data) => editManifest(data, (m) => ({ ...m, generator: { ...(m.generator as object), engine: "blocked-v1" } })),
      {},
      "is of the engine blocked-v1",
    ],
    [
      "with a missing file",
      (data) => rm(join(data, "data/train-00000-of-00001.parquet")),
      {},
      "is this dataset, but data/train-00000-of-00001.parquet is not what its manifest says",
    ],
  ])("is replaced only by force if it is a dataset %s", async (_, change, options, problem) => {
    const { data } = await withDataset();
    await change(data);
    const hint = problem.includes("but") ? USE_FORCE : USE_ANOTHER;
    expect(await check(data, options)).toBe(`exists and ${problem} | ${hint}`);
    expect(await check(data, { ...options, force: true })).toBe("free");
  });

  it.each([false, true])("is never one with a file that was changed, force %s", async (force) => {
    const { data } = await withDataset();
    await writeFile(join(data, "data/test-00000-of-00001.parquet"), "PAR1, and what I made of it");
    const problem = "has files that are not what its manifest says (data/test-00000-of-00001.parquet)";
    const hint = "What was changed is never replaced: remove it, or move it elsewhere.";
    expect(await check(data, { force })).toBe(`${problem} | ${hint}`);
    expect(await check(data, { keys: { seed: 2 }, force: true })).toBe(`${problem} | ${hint}`);
  });

  it.each([false, true])("is never one with files of someone else, force %s", async (force) => {
    const { folder, data } = await withDataset();
    await mkdir(join(data, "deep"));
    await writeFile(join(data, "deep/notes.md"), "");
    const changed = { formats: ["csv" as const], force };
    expect(await check(data, changed)).toBe(`has files that no manifest of mnist1d lists (deep/notes.md) | ${NEVER}`);
    expect(await check(data, { force })).toBe("up to date"); // nothing is replaced
    expect(await check(folder, { force })).toContain(`has files that no manifest of mnist1d lists (data/`);

    const other = await temporaryFolder();
    for (const name of ["a", "b", "c", "d"]) await writeFile(join(other, name), "");
    expect(await check(other, { force })).toMatch(/^has files that no manifest of mnist1d lists \((\w, ){3}…\) \| /);
    await symlink("elsewhere", join(data, "link"));
    expect(await check(data, changed)).toContain("link");
  });

  it.each<[string, string | object]>([
    ["no JSON", "{"],
    ["of another program", { generator: { name: "webpack" }, files: [] }],
    ["without a generator", {}],
    ["without files", { generator: { name: "mnist1d" } }],
    ["without a config", { generator: { name: "mnist1d", version: "0.1.0" }, formats: ["parquet"], files: [] }],
    [
      "without formats",
      { generator: { name: "mnist1d", version: "0.1.0" }, config: configToJson(parseConfig(SMALL)), files: [] },
    ],
    ["whose files are none", { generator: { name: "mnist1d" }, config: {}, formats: [], files: [null] }],
    ["of a later version of manifests", { manifest_version: 2, generator: { name: "mnist1d" }, files: [] }],
  ])("is never one whose manifest.json is %s", async (_, manifest) => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "manifest.json"), typeof manifest === "string" ? manifest : JSON.stringify(manifest));
    expect(await check(folder, { force: true })).toContain("manifest.json");
  });
});
