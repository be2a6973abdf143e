// The space check refuses what cannot fit, and never what would: property of the bound, on real outputs; and on a real
// disk, small and in memory.

import { mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exitCodeOf } from "../../src/cli/exit-code.js";
import { parseConfig } from "../../src/config/parse-config.js";
import { buildDataset } from "../../src/dataset/build-dataset.js";
import { convertDataset } from "../../src/dataset/convert-dataset.js";
import { FileError } from "../../src/dataset/errors.js";
import { planOutput } from "../../src/dataset/output-plan.js";
import { buildPlanOf, checkMemory, checkSpace, leastBytes, sizeOf } from "../../src/dataset/resources.js";
import { FORMATS } from "../../src/formats/registry.js";
import type { Progress } from "../../src/generate/work-options.js";
import { temporaryFolder } from "../formats/support/temporary-folder.js";
import { cases, dealt } from "../support/thorough.js";
import { mountSmallDisk } from "./support/small-disk.js";
import { tree } from "./support/tree.js";

const NAMES = FORMATS.map(({ name }) => name);
const SIZE = ofRows(1000);

/** x and y of so many rows. */
function ofRows(rows: number) {
  return { ...sizeOf(parseConfig({})), splits: [{ name: "train", rows } as const] };
}

/** Keys of a config that there are more splits and columns with, each or not. */
const additions = {
  val_size: fc.constantFrom(undefined, 1, 4),
  shifts: fc.constantFrom(undefined, { noisy: { iid_noise_scale: 1 }, far: { padding: [0, 2] as const } }),
  factors: fc.boolean(),
  clean: fc.boolean(),
  label_noise: fc.constantFrom(undefined, 0.5),
};

describe("the bound", () => {
  it("property: is at most what the files of any dataset take, in any formats", async () => {
    const folder = await temporaryFolder();
    let run = 0;
    const config = fc.record({
      num_samples: fc.integer({ min: 10, max: 300 }),
      train_split: fc.constantFrom(0, 0.5, 1),
      final_seq_length: fc.integer({ min: 1, max: 60 }),
      dtype: fc.constantFrom("float32", "float64"),
      seed: fc.nat(),
      ...additions,
    });
    await fc.assert(
      fc.asyncProperty(config, fc.subarray(NAMES, { minLength: 1 }), async (keys, formats) => {
        const plan = planOutput(join(folder, `${run++}/`), formats);
        const made = parseConfig({
          ...keys,
          ...(keys.train_split === 0 && { val_size: undefined }),
          ...(keys.train_split === 1 && { shifts: undefined }),
        });
        const { files } = await buildDataset(made, plan);
        const bytes = files.filter(({ path }) => path !== "manifest.json").reduce((sum, file) => sum + file.bytes, 0);
        expect(leastBytes(sizeOf(made), plan)).toBeLessThanOrEqual(bytes);
      }),
      { numRuns: cases(8, 20) },
    );
  });

  const all = {
    val_size: 1000,
    shifts: { noisy: { iid_noise_scale: 1 } },
    factors: true,
    clean: true,
    label_noise: 0.5,
  };

  const formats = (["parquet", "arrow", "npy", "npz", "pkl"] as const).map((format, i) => ({ format, i }));
  it.each(formats)("is close to what $format takes", async ({ format, i: part }) => {
    const folder = await temporaryFolder();
    for (const [i, keys] of dealt([{}, all, { ...all, dtype: "float64" }], 3, part % 3).entries()) {
      const plan = planOutput(join(folder, `${i}/`), [format]);
      const config = parseConfig({ num_samples: 10_000, ...keys });
      const { files } = await buildDataset(config, plan);
      const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
      expect(leastBytes(sizeOf(config), plan) / bytes).toBeGreaterThan(0.9);
    }
  });

  it("of a stream is that of what goes down it", async () => {
    const config = parseConfig({ num_samples: 100, val_size: 10, factors: true });
    const boundOf = async (...[format, array]: ["npy", string] | ["npz"]) =>
      (await buildPlanOf(config, planOutput("-", [format], array), {})).leastBytes;
    expect(await boundOf("npy", "x_val")).toBe(10 * 40 * 4);
    expect(await boundOf("npy", "translation")).toBe(70 * 8);
    expect(await boundOf("npz")).toBe(100 * (40 * 4 + 8 + 4 * 8));
  });
});

describe("the check", () => {
  it("lets through what fits to the byte, and names path, needed and free otherwise", async () => {
    const plan = planOutput("/some/data/", ["npy"]);
    await checkSpace(SIZE, plan, 168_000);
    const failure = checkSpace(SIZE, plan, 167_999);
    await expect(failure).rejects.toThrow(FileError);
    await expect(failure).rejects.toThrow(
      "/some/data/: the dataset needs at least 168 kB, and 168 kB are free on the disk. Use fewer examples, or another disk.",
    );
  });

  it("adds formats up", async () => {
    const plan = planOutput("/some/data/", ["npy", "csv", "pkl"]);
    const needed = 1000 * (40 * (4 + 2 + 8) + 8 + 2 + 8);
    await checkSpace(SIZE, plan, needed);
    await expect(checkSpace(SIZE, plan, needed - 1)).rejects.toThrow(
      "Use fewer examples, fewer formats, or another disk.",
    );
  });

  it("speaks clearly of what no disk holds", async () => {
    const huge = ofRows(1e15);
    const target = join(await temporaryFolder(), "not/there/yet");
    await expect(checkSpace(huge, planOutput(target))).rejects.toThrow(
      /: the dataset needs at least 168 PB, and [\d.,]+ [kMGTP]?B are free on the disk\. /,
    );
    await expect(checkSpace(ofRows(9e18), planOutput(target))).rejects.toThrow("at least 1,510 EB");
  });

  it("leaves streams alone", async () => {
    await checkSpace(ofRows(1e15), planOutput("-", ["csv"]), 0);
  });

  it.runIf(process.platform === "linux")("leaves to the write what has no size, as /proc", async () => {
    await checkSpace(SIZE, planOutput("/proc/mnist1d/"));
  });
});

describe("memory", () => {
  const blocked = { engine: "blocked", num_samples: 10_000_000 };

  it("is that of all splits and columns of the reference engine", async () => {
    const memory = async (keys: object) => {
      const config = parseConfig({ num_samples: 100_000, ...keys });
      return (await buildPlanOf(config, planOutput("a/"), {})).memory;
    };
    const plain = await memory({});
    const shifts = { noisy: { iid_noise_scale: 1 }, far: { padding: [0, 2] } };
    // Values are float64 until they are standardised.
    expect((await memory({ clean: true })) - plain).toBeGreaterThan(100_000 * 40 * 8);
    expect((await memory({ shifts })) - plain).toBeGreaterThan(2 * 20_000 * 40 * 8);
    expect((await memory({ factors: true })) - plain).toBeGreaterThan(100_000 * 24);
  });

  it("is a few blocks of the engine blocked, but for what a format holds until the end of a split", () => {
    const config = parseConfig({ ...blocked, clean: true });
    checkMemory(config, planOutput("a/", ["parquet", "arrow", "npy", "jsonl"]), 200e6);
    checkMemory(parseConfig(blocked), planOutput("a.npz"), 200e6);
    const held = 10_000_000 * (40 * 4 + 1);
    checkMemory(config, planOutput("a.npz"), held + 200e6);
    expect(() => checkMemory(config, planOutput("a.npz"), held)).toThrow(
      /^10,000,000 examples of 40 points need 1\.\d+ GB of memory, and 1\.61 GB are free: use a format that holds no columns/,
    );
  });
});

const disk = mountSmallDisk("size=8m");

describe.skipIf(disk === undefined)("a disk of 8 MB (needs root on Linux, to mount one in memory)", () => {
  const BEFORE = { numSamples: 5000 };

  it("is not filled with what it can't hold: nothing is generated", async () => {
    await buildDataset(BEFORE, planOutput(join(disk!, "data"), ["npy"]));
    const before = tree(disk!);
    const onProgress = () => expect.fail("it began");
    for (const [path, format] of [
      ["data", "npy"],
      ["new/deep/data", "parquet"],
      ["x.npz", "npz"],
    ] as const) {
      const plan = planOutput(join(disk!, path), [format]);
      const failure = buildDataset({ numSamples: 50_000 }, plan, { force: true, onProgress });
      await expect(failure).rejects.toThrow(
        new RegExp(`${path}: the dataset needs at least 8.4 MB, and [67]\\.\\d+ MB are free on the disk`),
      );
      expect(exitCodeOf(await failure.catch((error: unknown) => error))).toBe(3);
    }
    // It would fit if the old one went first, which it does not.
    const failure = buildDataset({ numSamples: 45_000 }, planOutput(join(disk!, "data"), ["npy"]), { force: true });
    await expect(failure).rejects.toThrow("the dataset needs at least 7.56 MB");
    const folder = await temporaryFolder();
    await buildDataset({ numSamples: 50_000 }, planOutput(join(folder, "x.npz")));
    const conversion = convertDataset(join(folder, "x.npz"), planOutput(join(disk!, "new/x.parquet")), { onProgress });
    await expect(conversion).rejects.toThrow("the dataset needs at least 8.4 MB");
    expect(tree(disk!)).toEqual(before);
  });

  it.each([
    ["data", "npy", "generating"],
    ["data", "csv", "writing"],
    ["new/deep/data", "parquet", "generating"],
    ["x.npz", "npz", "generating"],
    ["empty", "arrow", "generating"],
  ] as const)("that another fills up meanwhile: %s as %s, while %s", async (path, format, phase) => {
    const old = planOutput(join(disk!, "data"), ["npy"]);
    await buildDataset(BEFORE, old, { force: true });
    mkdirSync(join(disk!, "empty"), { recursive: true });
    const before = tree(disk!);
    const filler = join(disk!, "filler");
    const onProgress = (progress: Progress) => {
      if (progress.phase === phase && progress.done > 0) fill(filler);
    };
    // 3 MB at least, of 7 that are free.
    const plan = planOutput(join(disk!, path), [format]);
    const failure = buildDataset({ numSamples: 20_000 }, plan, { force: true, onProgress });
    await expect(failure).rejects.toThrow(`${join(disk!, path)}: no space left on the disk`);
    expect(exitCodeOf(await failure.catch((error: unknown) => error))).toBe(3);
    expect(statSync(filler).size).toBeGreaterThan(0);
    rmSync(filler);
    expect(tree(disk!)).toEqual(before);
    expect(await readFile(join(disk!, "data/manifest.json"), "utf8")).toBe(before["data/manifest.json"]);
  });
});

/** Writes a file until nothing fits any more. */
function fill(path: string): void {
  for (const bytes of [1 << 20, 1 << 12]) {
    try {
      for (;;) writeFileSync(path, Buffer.alloc(bytes), { flag: "a" });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
    }
  }
}
