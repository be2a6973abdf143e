import { createHash } from "node:crypto";
import { lstatSync, mkdirSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { configToJson } from "../../src/config/config-json.js";
import { parseConfig } from "../../src/config/parse-config.js";
import { buildDataset, digestOfConfig } from "../../src/dataset/build-dataset.js";
import type { Manifest } from "../../src/dataset/manifest.js";
import { planOutput } from "../../src/dataset/output-plan.js";
import { checkTarget } from "../../src/dataset/target/check-target.js";
import { VERSION } from "../../src/dataset/version.js";
import { configDigest } from "../../src/digest/dataset-digest.js";
import { FORMATS } from "../../src/formats/registry.js";
import { generate } from "../../src/generate/generate.js";
import type { Progress } from "../../src/generate/work-options.js";
import { temporaryFolder } from "../formats/support/temporary-folder.js";
import { tree } from "./support/tree.js";

const ALL = FORMATS.map(({ name }) => name);

const isListed = ({ path }: { path: string }) => path !== "manifest.json" && path !== "README.md";

describe("manifest.json", () => {
  it("says what the dataset is, what made it, and what its files are", async () => {
    const folder = await temporaryFolder();
    const config = parseConfig({ num_samples: 10_003, final_seq_length: 5, label_noise: { fraction: 0.1 } });
    const { files } = await buildDataset(config, planOutput(folder, ["npz", "parquet"]));
    const { digest, splits, columns } = await digestOfConfig(config);
    const text = await readFile(join(folder, "manifest.json"), "utf8");
    const manifest: Manifest = JSON.parse(text);

    // One top-level key a line, so that two manifests can be compared line by line.
    for (const key of Object.keys(manifest)) expect(text).toContain(`\n  "${key}": `);
    expect(text.endsWith("\n}\n")).toBe(true);
    expect(manifest).toEqual({
      manifest_version: 1,
      generator: { name: "mnist1d", version: VERSION, engine: "reference-v1" },
      config: configToJson(config),
      config_digest: await configDigest(config),
      digest,
      length: 5,
      dtype: "float32",
      classes: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
      clean_labels: true,
      t: Array.from(generate(config).t),
      standardisation: generate(config).standardisation,
      splits,
      columns,
      formats: ["npz", "parquet"],
      files: files.filter(isListed),
    });
    expect(manifest.splits.map(({ name, rows, blocks }) => [name, rows, blocks.length])).toEqual([
      ["train", 8000, 2],
      ["test", 2000, 1],
    ]);
    expect(parseConfig(manifest.config)).toEqual(config);
  });

  it("lists every file but itself and the card, which people may edit, with its bytes and hash", async () => {
    const folder = await temporaryFolder();
    const config = parseConfig({ num_samples: 5000, label_noise: { fraction: 0.1 } });
    const { files } = await buildDataset(config, planOutput(folder, ALL));
    const manifest: Manifest = JSON.parse(await readFile(join(folder, "manifest.json"), "utf8"));
    const found: { path: string; bytes: number; sha256: string }[] = [];
    for (const [path, content] of Object.entries(tree(folder))) {
      if (content === null) continue;
      const bytes = Buffer.from(content, "latin1");
      found.push({ path, bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") });
    }
    expect(files).toEqual(found);
    expect(manifest.files).toEqual(found.filter(isListed));
  });

  it("has all splits, and digests of their further columns", async () => {
    const folder = await temporaryFolder();
    const additions = { val_size: 5, shifts: { a: { shear_scale: 1 } }, factors: true, clean: true };
    await buildDataset(parseConfig({ num_samples: 50, ...additions }), planOutput(folder, ["csv"]));
    const manifest: Manifest = JSON.parse(await readFile(join(folder, "manifest.json"), "utf8"));
    expect(manifest.splits.map(({ name, rows }) => [name, rows])).toEqual([
      ["train", 35],
      ["validation", 5],
      ["test", 10],
      ["test_a", 10],
    ]);
    const names = Object.entries(manifest.columns!).map(([name, ofSplits]) => [name, Object.keys(ofSplits)]);
    const splits = ["train", "validation", "test", "test_a"];
    const columns = ["x_clean", "padding", "scale", "translation", "shear"];
    expect(names).toEqual(columns.map((name) => [name, splits]));
  });

  it("has the digests of float64 x of a float64 dataset only", async () => {
    const manifests: Manifest[] = [];
    for (const dtype of ["float32", "float64"]) {
      const folder = await temporaryFolder();
      await buildDataset(parseConfig({ num_samples: 50, dtype }), planOutput(folder, ["pkl"]));
      manifests.push(JSON.parse(await readFile(join(folder, "manifest.json"), "utf8")));
    }
    expect(manifests.map(({ dtype, x_float64: x }) => [dtype, x && Object.keys(x)])).toEqual([
      ["float32", undefined],
      ["float64", ["train", "test"]],
    ]);
  });
});

describe("a dataset that is built", () => {
  it("makes the directories above it, and leaves nothing else", async () => {
    const folder = await temporaryFolder();
    await buildDataset(parseConfig({ num_samples: 50 }), planOutput(join(folder, "a/b/data"), ["npz"]));
    await buildDataset(parseConfig({ num_samples: 50 }), planOutput(join(folder, "c/x.csv"), []));
    expect(Object.keys(tree(folder))).toEqual([
      ...["a", "a/b", "a/b/data", "a/b/data/manifest.json", "a/b/data/mnist1d.npz"],
      ...["c", "c/x.csv"],
    ]);
  });

  it("replaces the whole of what was there", async () => {
    const folder = await temporaryFolder();
    const plan = planOutput(join(folder, "data"), ["npz"]);
    await buildDataset(parseConfig({ num_samples: 50 }), planOutput(join(folder, "data"), ALL));
    const config = parseConfig({ num_samples: 60 });
    await buildDataset(config, plan, { force: true });
    expect(Object.keys(tree(folder))).toEqual(["data", "data/manifest.json", "data/mnist1d.npz"]);
    expect(await checkTarget(config, plan, false)).toBeDefined();

    await buildDataset(config, planOutput(join(folder, "x.csv"), []));
    const before = tree(folder);
    await buildDataset(parseConfig({ num_samples: 70 }), planOutput(join(folder, "x.csv"), []), { force: true });
    expect(Object.keys(tree(folder))).toEqual(Object.keys(before));
    expect(tree(folder)["x.csv"]).not.toBe(before["x.csv"]);
  });

  it("goes into an empty directory as it is, which may be where the user stands, or a mount point", async () => {
    const folder = await temporaryFolder();
    const { ino } = statSync(folder);
    mkdirSync(join(folder, ".mnist1d-0123456789ab.tmp")); // left by a run that was killed at once
    await buildDataset(parseConfig({ num_samples: 50 }), planOutput(`${folder}/`, ["npz"]));
    expect(statSync(folder).ino).toBe(ino);
    expect(readdirSync(folder).sort()).toEqual(["manifest.json", "mnist1d.npz"]);
  });

  it("goes where a link leads, and leaves the link", async () => {
    const folder = await temporaryFolder();
    mkdirSync(join(folder, "disk"));
    symlinkSync("disk", join(folder, "link"));
    for (const num_samples of [50, 60]) {
      await buildDataset(parseConfig({ num_samples }), planOutput(join(folder, "link"), ["npz"]), { force: true });
    }
    expect(lstatSync(join(folder, "link")).isSymbolicLink()).toBe(true);
    expect(readdirSync(join(folder, "disk"))).toEqual(["manifest.json", "mnist1d.npz"]);
  });

  it("never takes the place of files that are not ours, even by force", async () => {
    const folder = await temporaryFolder();
    writeFileSync(join(folder, "thesis.tex"), "mine");
    const failure = buildDataset(parseConfig({ num_samples: 50 }), planOutput(folder, []), { force: true });
    await expect(failure).rejects.toThrow("has files that no manifest of mnist1d lists (thesis.tex)");
    expect(readdirSync(folder)).toEqual(["thesis.tex"]);
  });

  it.each([false, true])("leaves what came into being at its target meanwhile, force %s", async (force) => {
    const folder = await temporaryFolder();
    const data = join(folder, "data");
    await buildDataset(parseConfig({ num_samples: 50 }), planOutput(data, ["npz"]));
    if (!force) rmSync(data, { recursive: true });
    const before = tree(folder);
    const onProgress = ({ phase }: Progress) => {
      if (phase !== "writing") return;
      mkdirSync(data, { recursive: true });
      writeFileSync(join(data, "notes.txt"), "precious");
    };
    const failure = buildDataset(parseConfig({ num_samples: 60 }), planOutput(data, ["npz"]), { force, onProgress });
    await expect(failure).rejects.toThrow(force ? "(notes.txt)" : "has come into being meanwhile");
    expect(Object.keys(tree(folder)).sort()).toEqual(
      [...new Set([...Object.keys(before), "data", "data/notes.txt"])].sort(),
    );
  });

  it("does not replace a file that came into being meanwhile", async () => {
    const path = join(await temporaryFolder(), "x.csv");
    const onProgress = () => writeFileSync(path, "precious");
    const failure = buildDataset(parseConfig({ num_samples: 50 }), planOutput(path), { onProgress });
    await expect(failure).rejects.toThrow("exists already");
    expect(await readFile(path, "utf8")).toBe("precious");
  });

  it("undoes what it moved into a directory where something is in the way", async () => {
    const folder = await temporaryFolder();
    mkdirSync(join(folder, "data/deep"), { recursive: true });
    const before = tree(folder);
    const failure = buildDataset(parseConfig({ num_samples: 50 }), planOutput(`${folder}/`, ["npz", "csv"]));
    await expect(failure).rejects.toThrow("data: is in the way");
    expect(tree(folder)).toEqual(before);
  });

  it("can have the longest name that file systems take, 255 bytes", async () => {
    const folder = await temporaryFolder();
    const name = "n".repeat(255);
    await buildDataset(parseConfig({ num_samples: 50 }), planOutput(join(folder, name), ["csv"]));
    expect(Object.keys(tree(folder))[0]).toBe(name);
  });

  it("reports progress up to the whole of each phase", async () => {
    const folder = await temporaryFolder();
    const steps: Progress[] = [];
    const onProgress = (progress: Progress) => void steps.push(progress);
    await buildDataset(parseConfig({ num_samples: 10_003 }), planOutput(folder, ["npz"]), { onProgress });
    for (const phase of ["generating", "writing"]) {
      const own = steps.filter((step) => step.phase === phase);
      expect(own.length).toBeGreaterThan(2);
      expect(own.every(({ done }, i) => i === 0 || done > own[i - 1]!.done)).toBe(true);
      expect(own.at(-1)).toEqual({ phase, done: 10_000, total: 10_000 });
    }
  });
});
