// A single file that stands where a dataset would go: it is left alone only if its data is what would be made.
import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type ConfigOptions, resolveConfig } from "../../../src/config/parse-config.js";
import { presets } from "../../../src/config/presets.js";
import { buildDataset } from "../../../src/dataset/build-dataset.js";
import { convertDataset } from "../../../src/dataset/convert-dataset.js";
import { FileError } from "../../../src/dataset/errors.js";
import { planOutput } from "../../../src/dataset/output-plan.js";
import { checkTarget } from "../../../src/dataset/target/check-target.js";
import { VERSION } from "../../../src/dataset/version.js";
import { verifyDataset } from "../../../src/verify/verify-dataset.js";
import { temporaryFolder } from "../../formats/support/temporary-folder.js";
import { stride } from "../../support/thorough.js";

const SMALL: ConfigOptions = { numSamples: 50, finalSeqLength: 8, seed: 1 };
const NOISY: ConfigOptions = { ...SMALL, labelNoise: { fraction: 0.4 } };
const WIDE: ConfigOptions = { ...SMALL, dtype: "float64" };

/** Of 40 places in a file every how many-th is damaged. */
const STRIDE = stride(4, 2);

const STATING = ["parquet", "arrow", "npz", "json"];

async function built(options: ConfigOptions, name: string): Promise<string> {
  const path = join(await temporaryFolder(), name);
  await buildDataset(options, planOutput(path), { workers: 1 });
  return path;
}

/** "free", "up to date", or why not. */
async function check(path: string, options: ConfigOptions, force = false): Promise<string> {
  try {
    const manifest = await checkTarget(resolveConfig(options), planOutput(path), force);
    return manifest === undefined ? "free" : "up to date";
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return error.problem;
  }
}

async function edit(path: string, before: string, after: string, encoding: "utf8" | "latin1"): Promise<void> {
  const text = await readFile(path, encoding);
  expect(text).toContain(before);
  await writeFile(path, text.replaceAll(before, after), encoding);
}

/** Whether verify finds in a file what a config gives, to the last bit. */
async function sameContent(path: string, options: ConfigOptions, withMetadata: boolean): Promise<boolean> {
  const { checks } = await verifyDataset(path, { config: resolveConfig(options) });
  const names = ["digest", "data", ...(withMetadata ? ["metadata"] : [])];
  return checks.every(({ name, status }) => !names.includes(name) || status === "passed");
}

const DAMAGED = "exists and is this dataset, but its data is not what it says";

describe("a single file", () => {
  it.each(
    STATING.flatMap((format): [string, string, ConfigOptions][] => [
      [format, "float32", SMALL],
      [format, "label noise", NOISY],
      [format, "float64", WIDE],
      [format, "no test rows", { ...SMALL, testSize: 0 }],
      [format, "other templates", { ...SMALL, templates: { x: [[0, 1, 0, 2]], t: [0, 1, 2, 3], y: [7] } }],
      [format, "another engine", { ...SMALL, engine: "blocked" }],
    ]),
  )("of %s is up to date if it is what would be made, force or not: %s", async (format, _, options) => {
    const path = await built(options, `x.${format}`);
    for (const force of [false, true]) expect(await check(path, options, force)).toBe("up to date");
  });

  it.each<[string, ConfigOptions]>([
    ["x.parquet", NOISY],
    ["x.npz", WIDE],
  ])("is described as a directory describes itself: %s", async (name, options) => {
    const path = await built(options, name);
    const folder = join(await temporaryFolder(), "data/");
    await buildDataset(options, planOutput(folder, [name === "x.npz" ? "npz" : "parquet"]), { workers: 1 });
    const { files: _, ...expected } = JSON.parse(await readFile(join(folder, "manifest.json"), "utf8"));
    const { files, ...manifest } = (await checkTarget(resolveConfig(options), planOutput(path), false))!;
    expect(JSON.parse(JSON.stringify(manifest))).toEqual(expected);
    const again = await buildDataset(options, planOutput(join(path, "../other", name)), { workers: 1 });
    expect(files).toEqual([{ ...again.files[0], path }]);
  });

  it.each(["csv", "jsonl", "pkl"])("of %s, which does not say what it is, is not known", async (format) => {
    const path = await built(SMALL, `x.${format}`);
    expect(await check(path, SMALL)).toBe("exists already");
    expect(await check(path, SMALL, true)).toBe("free");
  });

  it("is known if it is the published pickle, byte for byte", async () => {
    const path = await built(presets.published, "mnist1d_data.pkl");
    for (const force of [false, true]) expect(await check(path, presets.published, force)).toBe("up to date");
    expect(await check(path, { ...presets.published, rounding: "exact" })).toBe("exists already");
    expect(await check(path, {})).toBe("exists already");
    const bytes = await readFile(path);
    bytes[bytes.length >> 1]! ^= 1;
    await writeFile(path, bytes);
    expect(await check(path, presets.published)).toBe("exists already");
  });

  it.each(STATING)("of %s is replaced only by force if it is another dataset", async (format) => {
    const path = await built(SMALL, `x.${format}`);
    const others: ConfigOptions = { ...SMALL, seed: 2, iidNoiseScale: 0 };
    expect(await check(path, others)).toBe("exists and is a dataset with another iid_noise_scale, seed");
    expect(await check(path, others, true)).toBe("free");
    expect(await check(path, WIDE)).toBe("exists and is a dataset with another dtype");
  });

  it.each(["parquet", "arrow", "npz"])(
    "of %s in another element type is not as it would be written",
    async (format) => {
      const narrow = await built(SMALL, "x.csv");
      const stating = await built(SMALL, "x.npz");
      const path = join(narrow, `../wide.${format}`);
      await convertDataset(stating, planOutput(path), { dtype: "float64", workers: 1 });
      expect(await check(path, SMALL)).toBe("exists and is this dataset, but not as it would be written");
      expect(await check(path, SMALL, true)).toBe("free");
    },
  );

  it("of another version of the package is up to date all the same", async () => {
    const path = await built(SMALL, "x.arrow");
    await edit(path, VERSION, "9.1.0", "latin1");
    expect(await check(path, SMALL)).toBe("up to date");
  });

  it.each(
    STATING.flatMap((format): [string, string, ConfigOptions][] => [
      [format, "float32", SMALL],
      [format, "float64", WIDE],
    ]),
  )("of %s that is damaged, wherever, is never up to date by its word: %s", async (format, dtype, options) => {
    const path = await built(options, `x.${format}`);
    const bytes = await readFile(path);
    let refused = 0;
    const places = Array.from({ length: 40 }, (_, i) => i).filter((i) => i % STRIDE === STRIDE - 1);
    for (const i of places) {
      const changed = Uint8Array.from(bytes);
      changed[Math.floor((i * bytes.length) / 40)]! ^= 1;
      await writeFile(path, changed);
      if ((await check(path, options)) !== "up to date") refused++;
      // What no reader looks at, such as a gap, may be otherwise; and of float32 the time axis.
      else expect(await sameContent(path, options, dtype === "float64")).toBe(true);
    }
    expect(refused / places.length).toBeGreaterThan(0.6);
  });

  it.each<[what: string, options: ConfigOptions, before: RegExp]>([
    ["a value of x", WIDE, /(?<="x":\[\[-?)\d/],
    ["a last bit of float64", WIDE, /(?<="x":\[\[-?\d\.\d+)\d(?=,)/],
    ["a label", SMALL, /(?<="y":\[)\d/],
    ["a true label", NOISY, /(?<="y_clean":\[)\d/],
    ["the time axis beside noise", NOISY, /(?<="t":\[-?\d\.)\d/],
  ])("with %s changed is not up to date", async (_, options, before) => {
    const path = await built(options, "x.json");
    const text = await readFile(path, "utf8");
    expect(text).toMatch(before);
    await writeFile(
      path,
      text.replace(before, (digit) => String((Number(digit) + 5) % 10)),
    );
    expect(await check(path, options)).toBe(DAMAGED);
    expect(await check(path, options, true)).toBe("free");
  });

  it("whose time axis was changed is replaced by force", async () => {
    const path = await built(SMALL, "x.json");
    const text = await readFile(path, "utf8");
    await writeFile(
      path,
      text.replace(/(?<="t":\[-?\d\.)\d/, (digit) => String((Number(digit) + 1) % 10)),
    );
    expect(await check(path, SMALL)).toBe("up to date"); // no digest is of it: verify tells
    expect(await check(path, SMALL, true)).toBe("free");
  });

  it.each<[what: string, before: string, after: string, options: ConfigOptions, problem: string]>([
    ["config", '"seed":1', '"seed":2', { ...SMALL, seed: 2 }, "not as it would be written"],
    ["config_digest", '"config_digest":"sha256:', '"config_digest":"sha256:0', SMALL, "not as it would be written"],
    ["digest", '\n"digest":"sha256:', '\n"digest":"sha256:0', SMALL, "its data is not what it says"],
    ["templates", '"templates":{"x":[[', '"templates":{"x":[[1', SMALL, "not as it would be written"],
  ])("whose %s was edited is not up to date", async (_, before, after, options, problem) => {
    const path = await built(SMALL, "x.json");
    await edit(path, before, after, "utf8");
    expect(await check(path, options)).toBe(`exists and is this dataset, but ${problem}`);
  });

  it("is not known in another format than its name says, or without a config", async () => {
    const json = await built(SMALL, "x.json");
    const path = join(json, "../x.parquet");
    await writeFile(path, await readFile(json));
    expect(await check(path, SMALL)).toBe("exists already");
    const csv = await built(SMALL, "x.csv");
    const others = join(csv, "../others.parquet");
    await convertDataset(csv, planOutput(others), { workers: 1 });
    expect(await check(others, SMALL)).toBe("exists already");
  });
});

describe("buildDataset", () => {
  it("leaves a file that is up to date, and refuses another", async () => {
    const path = await built(SMALL, "x.parquet");
    const { ino, mtimeMs } = await stat(path);
    const found = await buildDataset(SMALL, planOutput(path), { workers: 1 });
    expect([found.kind, found.files[0]!.path]).toEqual(["up-to-date", path]);
    expect(await stat(path)).toMatchObject({ ino, mtimeMs });
    const refused = buildDataset({ ...SMALL, seed: 2 }, planOutput(path), { workers: 1 });
    await expect(refused).rejects.toThrow("x.parquet: exists and is a dataset with another seed. Use another -o");
  });
});
