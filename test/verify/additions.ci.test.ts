// Whatever changes in a dataset with all additions, verify tells: one value of each column in each split, a split, a key of what
// is stated, a byte. In all formats, in a directory and a single file; the changed ones are written by our own writers, so that
// nothing but a look at the data and what is stated of it can tell. CI changes everything everywhere; `npm test` one thing of
// each kind in each format, and a directory or a single file.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { configToJson, type JsonObject } from "../../src/config/config-json.js";
import { parseConfig } from "../../src/config/parse-config.js";
import { buildDataset } from "../../src/dataset/build-dataset.js";
import { convertDataset } from "../../src/dataset/convert-dataset.js";
import { type Manifest, manifestText } from "../../src/dataset/manifest.js";
import { planOutput } from "../../src/dataset/output-plan.js";
import { configDigest } from "../../src/digest/dataset-digest.js";
import type { FormatName } from "../../src/formats/format.js";
import { FormatError } from "../../src/formats/format-error.js";
import { FORMATS, formatNamed } from "../../src/formats/registry.js";
import { type Columns, columnsOf } from "../../src/generate/columns.js";
import { type SplitName, splitsOf } from "../../src/generate/examples.js";
import { type VerifyOptions, verifyDataset } from "../../src/verify/verify-dataset.js";
import { temporaryFolder } from "../formats/support/temporary-folder.js";
import { EVERY_ADDITION } from "../support/configs.js";
import { dealt, stride, THOROUGH } from "../support/thorough.js";
import { type Contents, changeOne, original, rewrite } from "./support/rewrite.js";

const keys = {
  num_samples: 30,
  final_seq_length: 3,
  train_split: 0.6,
  val_size: 5,
  ...EVERY_ADDITION,
  classes: [0, 3, 7],
  class_names: ["zero", "three", "seven"],
};

/** Formats whose single files say what config their data is of. */
const STATING: readonly FormatName[] = ["parquet", "arrow", "npz", "json"];

const places = FORMATS.flatMap(({ name, extension, singleFile }) => [
  { format: name, out: "out/" },
  ...(singleFile ? [{ format: name, out: `out${extension}` }] : []),
]);

const DTYPES = THOROUGH ? (["float32", "float64"] as const) : (["float32"] as const);

/** Whether something of the dataset is reported. */
async function isReported(path: string, options: VerifyOptions): Promise<boolean> {
  try {
    return !(await verifyDataset(path, options)).passed;
  } catch (error) {
    if (error instanceof FormatError) return true;
    throw error;
  }
}

/** What is wrong with splits that have all their rows, or with which rows they have. */
const SPLIT_EDITS: Readonly<Record<string, (contents: Contents) => void>> = {
  "a split is missing": ({ splits }) => splits.delete("validation"),
  "a shifted split is missing": ({ splits }) => splits.delete("test_far"),
  "a split has another name": ({ splits }) => rename(splits, "test_far", "test_fat"),
  "validation is called a shifted split": ({ splits }) => rename(splits, "validation", "test_validation"),
  "two shifted splits are exchanged": ({ splits }) => exchange(splits, "test_far", "test_noisy"),
  "test and a shifted split are exchanged": ({ splits }) => exchange(splits, "test", "test_noisy"),
  "a split is there twice": ({ splits }) => splits.set("test_other", splits.get("test_noisy")!),
  "a row is missing": ({ splits }) => splits.set("test_noisy", rowsOf(splits.get("test_noisy")!, 0, -1)),
  "validation is a part of train": ({ splits }) => {
    const [train, validation] = [splits.get("train")!, splits.get("validation")!];
    splits.set("train", joined(train, validation));
    splits.delete("validation");
  },
};

type Splits = Contents["splits"];

function rename(splits: Splits, from: SplitName, to: SplitName): void {
  splits.set(to, splits.get(from)!);
  splits.delete(from);
}

function exchange(splits: Splits, a: SplitName, b: SplitName): void {
  const aside = splits.get(a)!;
  splits.set(a, splits.get(b)!).set(b, aside);
}

function mapped(
  columns: Columns,
  change: (values: NonNullable<Columns[keyof Columns]>, field: string) => unknown,
): Columns {
  const entries = Object.entries(columns).map(([field, values]) => [field, change(values, field)]);
  return Object.fromEntries(entries) as Columns;
}

function rowsOf(columns: Columns, first: number, end: number): Columns {
  const rows = columns.y.length;
  return mapped(columns, (values) => {
    const perRow = values.length / rows;
    return values.slice(first * perRow, end < 0 ? end * perRow : end * perRow);
  });
}

function joined(a: Columns, b: Columns): Columns {
  return mapped(a, (values, field) => {
    const others = b[field as keyof Columns]!;
    const all = new (values.constructor as Float32ArrayConstructor)(values.length + others.length);
    all.set(values);
    all.set(others, values.length);
    return all;
  });
}

/** Changes of a config: by its digest each is told; with the digest made to fit, those that change the data. */
const CONFIG_EDITS: Readonly<Record<string, { readonly config: object; readonly isOfData: boolean }>> = {
  "a shorter validation": { config: { val_size: 4 }, isOfData: true },
  "no validation": { config: { val_size: undefined }, isOfData: true },
  "a parameter of a shift": {
    config: { shifts: { ...keys.shifts, noisy: { iid_noise_scale: 0.3, corr_noise_scale: 1.5 } } },
    isOfData: true,
  },
  "a shift more": { config: { shifts: { ...keys.shifts, other: { shear_scale: 1 } } }, isOfData: true },
  "the name of a shift": { config: { shifts: { noisy: keys.shifts.noisy, fat: keys.shifts.far } }, isOfData: true },
  "no factors": { config: { factors: undefined }, isOfData: true },
  "no clean signals": { config: { clean: undefined }, isOfData: true },
  "other classes": { config: { classes: [0, 3, 8] }, isOfData: true },
  "a name of a class": { config: { class_names: ["zero", "three", "eight"] }, isOfData: false },
};

describe.each(DTYPES)("of %s", (dtype) => {
  /** Of float64, which differs little here, CI takes a part as well. */
  const partOf = <T>(all: readonly T[], part: number): readonly T[] =>
    dtype === "float64" && THOROUGH === 1 ? all.filter((_, i) => i % 3 === part) : dealt(all, 3, part);

  const config = parseConfig({ ...keys, dtype });
  const splits = splitsOf(config);
  const optionsFor = (format: FormatName, out: string): VerifyOptions =>
    out.endsWith("/") || STATING.includes(format) ? {} : { config };

  async function prepared(format: FormatName, out: string) {
    const path = join(await temporaryFolder(), out);
    const stated = await original(config, path, format);
    const options = optionsFor(format, out);
    const rewritten = async (edit: (contents: Contents) => void) => {
      await rewrite(config, path, format, stated, edit);
      return path;
    };
    // Nothing is wrong with what is written so but the changes.
    expect(await isReported(await rewritten(() => {}), options)).toBe(false);
    return { path, stated, options, rewritten };
  }

  it.each(partOf(places, 0))("one value of any column of any split: $format, $out", async ({ format, out }) => {
    const { options, rewritten } = await prepared(format, out);
    const overlooked: string[] = [];
    for (const [i, { name }] of splits.entries()) {
      for (const [j, column] of columnsOf(config).entries()) {
        // Else each column in one split, and each split with one: true labels in train.
        if (!THOROUGH && (j + 3) % splits.length !== i) continue;
        // Arrays have true labels of train alone.
        if (column.field === "yClean" && name !== "train" && !formatNamed(format).isTable) continue;
        const path = await rewritten((contents) => changeOne(contents.splits.get(name)!, column));
        // In a manifest there are digests that tell it without the config; of float32 data not the last bits of a pickle.
        const tells = out.endsWith("/") && (dtype === "float64" || format !== "pkl" || column.kind !== "signal");
        for (const regenerate of tells ? [true, false] : [true]) {
          if (!(await isReported(path, { ...options, regenerate }))) {
            overlooked.push(`${column.name} of ${name}${regenerate ? "" : ", not generated anew"}`);
          }
        }
      }
    }
    expect(overlooked).toEqual([]);
  });

  it.each(partOf(places, 1))("any split: $format, $out", async ({ format, out }) => {
    const { options, rewritten } = await prepared(format, out);
    const overlooked: string[] = [];
    for (const [name, edit] of dealt(Object.entries(SPLIT_EDITS), 2)) {
      if (!(await isReported(await rewritten(edit), options))) overlooked.push(name);
    }
    expect(overlooked).toEqual([]);
  });

  it.each(partOf(places, 2).filter(({ format, out }) => out.endsWith("/") || STATING.includes(format)))(
    "any key of what is stated: $format, $out",
    async ({ format, out }) => {
      const { path, stated, options, rewritten } = await prepared(format, out);
      const overlooked: string[] = [];
      const check = async (name: string) => {
        if (!(await isReported(path, options))) overlooked.push(name);
      };
      /** States another config, with its digest or the one that was. */
      const stateConfig = async (changes: object, hasDigest: boolean) => {
        const changed = configToJson(parseConfig({ ...keys, dtype, ...changes })) as JsonObject;
        const digest = hasDigest ? await configDigest(parseConfig(changed)) : stated.config_digest!;
        await rewritten((contents) => {
          contents.info = { ...contents.info, config: changed, configDigest: digest };
        });
        if (!out.endsWith("/")) return;
        const manifest = JSON.parse(readFileSync(join(path, "manifest.json"), "utf8"));
        const text = manifestText({ ...manifest, config: changed, config_digest: digest });
        writeFileSync(join(path, "manifest.json"), text);
      };
      for (const [name, { config: changes, isOfData }] of dealt(Object.entries(CONFIG_EDITS), 2)) {
        await stateConfig(changes, false);
        await check(name);
        if (!isOfData) continue;
        await stateConfig(changes, true);
        await check(`${name}, with its digest`);
      }
      for (const key of ["mean", "std"] as const) {
        // In the last bit; text, npy and pkl have no place for it but the manifest.
        await rewritten((contents) => {
          const moments = contents.info.standardisation!;
          contents.info = { ...contents.info, standardisation: { ...moments, [key]: nextUp(moments[key]) } };
        });
        if (STATING.includes(format)) await check(`the ${key} of the standardisation`);
      }
      expect(overlooked).toEqual([]);
    },
  );

  it.each(THOROUGH ? partOf(FORMATS, 0).map(({ name }) => name) : (["npz"] as const))(
    "any key of the manifest beside %s",
    async (format) => {
      const { path, stated } = await prepared(format, "out/");
      const file = join(path, "manifest.json");
      const text = readFileSync(file, "utf8");
      const { standardisation, columns, splits: own } = JSON.parse(text) as typeof stated;
      const other = "7".repeat(64);
      const edits: Record<string, object> = {
        "the mean": { standardisation: { ...standardisation, mean: nextUp(standardisation!.mean) } },
        "the std": { standardisation: { ...standardisation, std: nextUp(standardisation!.std) } },
        "no columns": { columns: undefined },
        "a column more": { columns: { ...columns, other: columns!.scale } },
        "a split less": { splits: own.filter(({ name }) => name !== "test_far") },
        "splits in another order": { splits: [...own.slice(0, -2), own.at(-1), own.at(-2)] },
      };
      for (const [name, perSplit] of Object.entries(columns!)) {
        const { [name]: _, ...without } = columns!;
        // Those two are not in manifests of earlier versions.
        if (name !== "y_clean" && name !== "x_clean_float64") edits[`no digests of ${name}`] = { columns: without };
        for (const split of Object.keys(perSplit)) {
          edits[`the digest of ${name} of ${split}`] = {
            columns: { ...columns, [name]: { ...perSplit, [split]: other } },
          };
        }
      }
      for (const [i, split] of own.entries()) {
        const changed = (changes: object) => ({
          splits: own.map((other, j) => (j === i ? { ...split, ...changes } : other)),
        });
        edits[`the hash of ${split.name}`] = changed({ sha256: other });
        edits[`a block of ${split.name}`] = changed({ blocks: [other] });
        edits[`the rows of ${split.name}`] = changed({ rows: split.rows + 1 });
        edits[`the name of ${split.name}`] = changed({ name: "test_else" });
      }
      const overlooked: string[] = [];
      for (const [name, changes] of dealt(Object.entries(edits), 5)) {
        writeFileSync(file, manifestText({ ...JSON.parse(text), ...changes }));
        for (const regenerate of [true, false]) {
          // The standardisation is known from the config alone.
          if (!regenerate && /^the (mean|std)$/.test(name)) continue;
          if (!(await isReported(path, { regenerate })))
            overlooked.push(`${name}${regenerate ? "" : ", not generated"}`);
        }
      }
      expect(overlooked).toEqual([]);
    },
  );
});

it("one of several formats is told by the digests of its columns", async () => {
  const config = parseConfig(keys);
  const path = join(await temporaryFolder(), "both");
  const formats: FormatName[] = ["parquet", "npz", "pkl"];
  const { manifest } = await buildDataset(config, planOutput(path, formats));
  for (const format of ["npz", "pkl"] as const) {
    const other = join(await temporaryFolder(), "one/");
    const stated = await original(config, other, format);
    const file = stated.files.find(({ path }) => path !== "croissant.json")!.path;
    const before = readFileSync(join(path, file));
    for (const column of columnsOf(config).slice(2)) {
      if (column.field === "xClean" && format === "pkl") continue; // whose digest is of float32
      const split = column.field === "yClean" ? "train" : "test_far"; // the true labels of others are their y
      await rewrite(config, other, format, stated, ({ splits }) => changeOne(splits.get(split)!, column));
      const { files } = JSON.parse(readFileSync(join(other, "manifest.json"), "utf8")) as Manifest;
      writeFileSync(join(path, file), readFileSync(join(other, file)));
      const changed = manifest.files.map((one) => (one.path === file ? files.find((f) => f.path === file)! : one));
      writeFileSync(join(path, "manifest.json"), manifestText({ ...manifest, files: changed }));
      const { checks, passed } = await verifyDataset(path, { regenerate: false });
      expect(passed, `${column.name} in ${format}`).toBe(false);
      expect(checks.filter(({ status }) => status === "failed").map(({ name }) => name)).toEqual(["metadata"]);
    }
    writeFileSync(join(path, file), before);
  }
});

const MEMBERS: readonly (readonly [FormatName, out: string, member: (name: string) => string])[] = [
  ["npy", "out/", (name) => `out/${name}.npy`],
  ["npz", "out/", (name) => `mnist1d.npz: ${name}`],
  ["npz", "out.npz", (name) => `out.npz: ${name}`],
  ["pkl", "out/", (name) => `mnist1d_data.pkl: ${name}`],
  ["json", "out.json", () => "out.json"],
  ["parquet", "out/", () => "data/test_far-00000-of-00001.parquet"],
];

it.each(dealt(MEMBERS, 3))("the array is named in which a value differs: %s, %s", async (format, out, member) => {
  const config = parseConfig(keys);
  const path = join(await temporaryFolder(), out);
  const stated = await original(config, path, format);
  for (const column of dealt(
    columnsOf(config).filter(({ field }) => field !== "yClean"),
    2,
  )) {
    await rewrite(config, path, format, stated, ({ splits }) => changeOne(splits.get("test_far")!, column));
    const { checks } = await verifyDataset(path);
    const details = checks.find(({ name }) => name === "data")!.details!.join("\n");
    expect(details).toContain(`${member(`${column.name}_test_far`)}: expected `);
  }
});

it("without the config, what no digest tells is said", async () => {
  const folder = await temporaryFolder();
  const unchecked = async (path: string) => {
    const { checks } = await verifyDataset(join(folder, path), { regenerate: false });
    return checks.find(({ name }) => name === "data")!.message.split("unchecked: ")[1];
  };
  for (const dtype of ["float32", "float64"]) {
    const config = parseConfig({ ...keys, dtype });
    await buildDataset(config, planOutput(join(folder, `${dtype}/`)));
    await buildDataset(config, planOutput(join(folder, `${dtype}.npz`)));
  }
  const columns = "y_clean, x_clean, padding, scale, translation, shear, t and standardisation";
  expect(await unchecked("float32/")).toBe("t and standardisation");
  expect(await unchecked("float32.npz")).toBe(columns);
  expect(await unchecked("float64/")).toBe("t and standardisation");
  expect(await unchecked("float64.npz")).toBe(`float64's last bits, ${columns}`);
});

it("the last bit of a float64 value of x and x_clean is told without the config, in each of several formats", async () => {
  const config = parseConfig({ ...keys, dtype: "float64" });
  const path = join(await temporaryFolder(), "both");
  const { manifest } = await buildDataset(config, planOutput(path, ["arrow", "npz"]));
  const other = join(await temporaryFolder(), "one/");
  const stated = await original(config, other, "npz");
  for (const column of columnsOf(config).filter(({ kind }) => kind === "signal")) {
    await rewrite(config, other, "npz", stated, ({ splits }) => changeOne(splits.get("test_far")!, column));
    writeFileSync(join(path, "mnist1d.npz"), readFileSync(join(other, "mnist1d.npz")));
    const [file] = (JSON.parse(readFileSync(join(other, "manifest.json"), "utf8")) as Manifest).files;
    const files = manifest.files.map((one) => (one.path === "mnist1d.npz" ? file! : one));
    writeFileSync(join(path, "manifest.json"), manifestText({ ...manifest, files }));
    const { checks, passed } = await verifyDataset(path, { regenerate: false });
    expect(passed, column.name).toBe(false);
    const key = column.field === "x" ? "x_float64" : "columns";
    const metadata = checks.find(({ name }) => name === "metadata")!;
    expect(metadata.details).toEqual([`manifest.json: ${key} is not what it must be`]);
    await expect(convertDataset(other, planOutput(join(path, "../new.npz")))).rejects.toThrow(
      `for ${column.name}_float64 of test_far`,
    );
  }
});

describe("a manifest of an earlier version, without digests of y_clean and of float64 x_clean", () => {
  it.each(["float32", "float64"])("is right, up to date and converted: %s", async (dtype) => {
    const config = parseConfig({ ...keys, dtype });
    const path = join(await temporaryFolder(), "old");
    const { manifest } = await buildDataset(config, planOutput(path, ["parquet", "pkl"]));
    const { y_clean: _, x_clean_float64: __, ...columns } = manifest.columns!;
    expect(Object.keys(manifest.columns!)).toHaveLength(Object.keys(columns).length + (dtype === "float64" ? 2 : 1));
    writeFileSync(join(path, "manifest.json"), manifestText({ ...manifest, columns }));
    for (const options of [{}, { regenerate: false }, { asFloat32: true }]) {
      const { checks } = await verifyDataset(path, options);
      expect(checks.filter(({ status }) => status === "failed")).toEqual([]);
    }
    const plan = planOutput(path, ["parquet", "pkl"]);
    expect((await buildDataset(config, plan)).kind).toBe("up-to-date");
    for (const as of ["float32", "float64"] as const) {
      await convertDataset(path, planOutput(join(path, `../${as}.npz`)), { dtype: as });
    }
  });

  it("is what a manifest has that has digests of label noise alone", async () => {
    const config = parseConfig({ num_samples: 30, label_noise: { fraction: 0.5 } });
    const path = join(await temporaryFolder(), "old");
    const { manifest } = await buildDataset(config, planOutput(path));
    expect(Object.keys(manifest.columns!)).toEqual(["y_clean"]);
    const { columns: _, ...old } = manifest;
    writeFileSync(join(path, "manifest.json"), manifestText(old));
    expect((await verifyDataset(path)).passed).toBe(true);
    expect((await verifyDataset(path, { regenerate: false })).passed).toBe(true);
  });
});

it("float64 data is verified as float32 by a manifest that has digests of both", async () => {
  const path = join(await temporaryFolder(), "wide");
  await buildDataset(parseConfig({ ...keys, dtype: "float64" }), planOutput(path, ["npz"]));
  expect((await verifyDataset(path, { asFloat32: true })).passed).toBe(true);
  await convertDataset(path, planOutput(join(path, "../narrow.npz")), { dtype: "float32" });
});

/** The next larger float64 of a positive one, the next smaller of a negative one. */
function nextUp(value: number): number {
  const floats = Float64Array.of(value);
  new BigInt64Array(floats.buffer)[0]!++;
  return floats[0]!;
}

/** Of the bytes that are changed one by one; a prime, so that all places in a word have their turn. */
const STRIDE = stride(307, 41);

describe("a byte", () => {
  const config = parseConfig({ ...keys, num_samples: 12, val_size: 2, final_seq_length: 2 });

  // At random, and of other formats: test/attack/mutated-files.
  it.each(["parquet", "arrow"] as const)("of a single file of %s", { timeout: 600_000 }, async (format) => {
    const path = join(await temporaryFolder(), `out.${format}`);
    await original(config, path, format);
    const bytes = readFileSync(path);
    const overlooked: number[] = [];
    for (let at = 0; at < bytes.length; at += STRIDE) {
      const changed = Uint8Array.from(bytes);
      changed[at]! ^= 1 << (at % 8);
      writeFileSync(path, changed);
      if (!(await isReported(path, {}))) overlooked.push(at);
    }
    expect(overlooked).toEqual([]);
  });
});

it("names of classes are those of the config that is given", async () => {
  const path = await temporaryFolder();
  const named = (names: readonly string[]) => parseConfig({ num_samples: 20, classes: [3, 8], class_names: names });
  await buildDataset(named(["three", "eight"]), planOutput(path));
  expect((await verifyDataset(path, { config: named(["three", "eight"]) })).passed).toBe(true);
  const { checks } = await verifyDataset(path, { config: named(["eight", "three"]) });
  expect(checks.filter(({ status }) => status === "failed").map(({ name }) => name)).toEqual(["metadata"]);
});
