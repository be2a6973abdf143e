// Conversion: a dataset keeps every bit and its digest through any chain of formats, and what is known of it as long as
// the formats have a place for it.
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { Config } from "../../src/config/config.js";
import { parseConfig } from "../../src/config/parse-config.js";
import { buildDataset } from "../../src/dataset/build-dataset.js";
import { convertDataset } from "../../src/dataset/convert-dataset.js";
import type { Manifest } from "../../src/dataset/manifest.js";
import { planOutput } from "../../src/dataset/output-plan.js";
import { openDataset } from "../../src/dataset/read/open-dataset.js";
import type { FormatName } from "../../src/formats/format.js";
import { FORMATS } from "../../src/formats/registry.js";
import { temporaryFolder as folderOfFile } from "../cli/support/run-cli.js";
import { temporaryFolder } from "../formats/support/temporary-folder.js";
import { withAdditions } from "../support/configs.js";
import { cases, dealt } from "../support/thorough.js";
import { generatedData, storedData } from "./support/stored-data.js";
import { tree } from "./support/tree.js";

const FORMAT_NAMES = FORMATS.map(({ name }) => name);

/** What a dataset is stored as: a directory with a manifest, or a single file. */
interface Place {
  readonly format: FormatName;
  readonly kind: "directory" | "file";
}

const place: fc.Arbitrary<Place> = fc
  .record({ format: fc.constantFrom(...FORMAT_NAMES), kind: fc.constantFrom("directory", "file") })
  .map((choice) => (choice.format === "npy" ? { ...choice, kind: "directory" as const } : choice));

const config = withAdditions(
  fc.record(
    {
      num_samples: fc.integer({ min: 10, max: 60 }),
      train_split: fc.constantFrom(0, 0.5, 0.8, 1),
      final_seq_length: fc.integer({ min: 1, max: 9 }),
      seed: fc.nat(),
      shuffle_seq: fc.boolean(),
      dtype: fc.constantFrom("float32", "float64"),
      engine: fc.constantFrom("reference", "blocked"),
      label_noise: fc.record({ fraction: fc.constantFrom(0.2, 1), mode: fc.constantFrom("resample", "flip") }),
    },
    { requiredKeys: ["num_samples", "train_split", "final_seq_length", "seed"] },
  ),
).map((keys) => parseConfig(keys));

function pathOf(folder: string, step: number, { format, kind }: Place): string {
  const extension = FORMATS.find(({ name }) => name === format)!.extension;
  return join(folder, kind === "directory" ? `${step}/` : `${step}${extension}`);
}

const planOf = (path: string, { format, kind }: Place) => planOutput(path, kind === "directory" ? [format] : []);

/** Whether a place has room for the config: a manifest does, and so do some formats. */
const keepsConfig = ({ format, kind }: Place) =>
  kind === "directory" || ["parquet", "arrow", "npz", "json"].includes(format);

describe("convert", () => {
  it.each(FORMAT_NAMES)("keeps the sign of zeros in the time axis: %s, and the manifest beside it", async (format) => {
    const folder = await temporaryFolder();
    const text = '{"x":[[-0.0,1]],"x_test":[[1,2]],"y":[0],"y_test":[1],"t":[-0.0,-1]}';
    writeFileSync(join(folder, "a.json"), text);
    await convertDataset(join(folder, "a.json"), planOutput(`${folder}/b/`, [format]));
    expect(JSON.parse(readFileSync(join(folder, "b", "manifest.json"), "utf8")).t).toEqual([-0, -1]);
    rmSync(join(folder, "b", "manifest.json"));
    const { metadata, close } = await openDataset(join(folder, "b"));
    await close();
    expect(metadata.t && Array.from(metadata.t)).toEqual(["jsonl", "csv"].includes(format) ? undefined : [-0, -1]);
  });

  it("property: keeps every bit and the digest through chains of three conversions", async () => {
    const folder = await temporaryFolder();
    await fc.assert(
      fc.asyncProperty(config, fc.array(place, { minLength: 4, maxLength: 4 }), async (made, places) => {
        const root = await mkdtemp(join(folder, "c-"));
        const [first, ...others] = places;
        let path = pathOf(root, 0, first!);
        const { digest, columns } = (await buildDataset(made, planOf(path, first!))).manifest;
        // Of float32 data there are none of float64, but once a pickle had it.
        const narrow = ({ x_clean_float64: _, ...others }: Manifest["columns"] = {}) => others;
        const columnDigests = narrow(columns);
        const data = await generatedData(made, first!.format === "pkl" ? "float64" : made.dtype);
        let known: Config | undefined = keepsConfig(first!) ? made : undefined;
        const stored = async (at: string) => {
          const found = await storedData(at);
          return { ...found, columnDigests: narrow(found.columnDigests) };
        };
        expect(await stored(path)).toEqual({ ...data, digest, columnDigests, config: known });
        for (const [i, next] of others.entries()) {
          const target = pathOf(root, i + 1, next);
          const converted = await convertDataset(path, planOf(target, next));
          expect(converted.manifest.digest).toBe(digest);
          expect(narrow(converted.manifest.columns)).toEqual(columnDigests);
          if (!keepsConfig(next)) known = undefined;
          expect(await stored(target)).toEqual({ ...data, digest, columnDigests, config: known });
          path = target;
        }
      }),
      { numRuns: cases(2, 8) },
    );
  });

  const FULL: readonly Place[] = [
    ...FORMAT_NAMES.filter((format) => format !== "pkl").map((format) => ({ format, kind: "directory" }) as const),
    ...(["parquet", "arrow", "npz", "json"] as const).map((format) => ({ format, kind: "file" }) as const),
  ];

  const generated = folderOfFile();
  beforeAll(async () => {
    const made = parseConfig({
      ...{ num_samples: 50, seed: 3, label_noise: { fraction: 0.3, mode: "flip" } },
      ...{ val_size: 5, shifts: { noisy: { iid_noise_scale: 0.5 } }, factors: true, clean: true },
    });
    for (const [i, place] of FULL.entries()) await buildDataset(made, planOf(pathOf(generated, i, place), place));
  });

  // In quick runs from each to some, and to each from some.
  it.each(FULL.map((place, i) => ({ ...place, i })))(
    "from $format ($kind) writes what generate writes, byte for byte",
    async ({ i: source }) => {
      const folder = await temporaryFolder();
      for (const [i, to] of dealt([...FULL.entries()], 3, source % 3)) {
        // Single files of tables have no templates, and JSON and NPZ no time axis that others lack: all can be derived.
        const [converted, model] = [pathOf(folder, i, to), pathOf(generated, i, to)];
        await convertDataset(pathOf(generated, source, FULL[source]!), planOf(converted, to));
        if (to.kind === "file") expect(readFileSync(converted).equals(readFileSync(model)), to.format).toBe(true);
        else expect(tree(converted), to.format).toEqual(tree(model));
      }
    },
  );

  it("rounds float64 to float32 when asked, and says so in the config", async () => {
    const folder = await temporaryFolder();
    const made = parseConfig({ num_samples: 50, dtype: "float64" });
    await buildDataset(made, planOutput(join(folder, "wide/")));
    await convertDataset(join(folder, "wide"), planOutput(join(folder, "narrow/")), { dtype: "float32" });
    await buildDataset({ ...made, dtype: "float32" }, planOutput(join(folder, "generated/")));
    expect(tree(join(folder, "narrow"))).toEqual(tree(join(folder, "generated")));
  });

  it("refuses text for what is not finite, and writes nothing", async () => {
    const folder = await temporaryFolder();
    await buildDataset({ numSamples: 50 }, planOutput(join(folder, "d/"), ["npy"]));
    const bytes = readFileSync(join(folder, "d/x.npy"));
    bytes.writeFloatLE(Number.NaN, bytes.length - 4);
    writeFileSync(join(folder, "d/x.npy"), bytes);
    rmSync(join(folder, "d/manifest.json"));
    for (const name of ["a.csv", "a.jsonl", "a.json"]) {
      const converting = convertDataset(join(folder, "d"), planOutput(join(folder, name)));
      await expect(converting).rejects.toThrow("has no notation for NaN, which train row 39 has");
      expect(existsSync(join(folder, name))).toBe(false);
    }
    await convertDataset(join(folder, "d"), planOutput(join(folder, "a.parquet")));
  });

  it.each([
    ["x_clean_test", "x_clean of test row 9"],
    ["scale", "scale of train row 39"],
    ["shear_test", "shear of test row 9"],
  ])("refuses text for what is not finite in a further column, and names it: %s", async (array, place) => {
    const folder = await temporaryFolder();
    const additions = { factors: true, clean: true };
    await buildDataset({ numSamples: 50, ...additions }, planOutput(join(folder, "d/"), ["npy"]));
    const path = join(folder, `d/${array}.npy`);
    const bytes = readFileSync(path);
    if (array.startsWith("x")) bytes.writeFloatLE(Number.NaN, bytes.length - 4);
    else bytes.writeDoubleLE(Number.NaN, bytes.length - 8);
    writeFileSync(path, bytes);
    rmSync(join(folder, "d/manifest.json"));
    for (const name of ["a.csv", "a.jsonl", "a.json"]) {
      const converting = convertDataset(join(folder, "d"), planOutput(join(folder, name)));
      await expect(converting).rejects.toThrow(`has no notation for NaN, which ${place} has`);
      expect(existsSync(join(folder, name))).toBe(false);
    }
    await convertDataset(join(folder, "d"), planOutput(join(folder, "a.parquet")));
  });

  it("writes nothing of data that does not have its digest", async () => {
    const folder = await temporaryFolder();
    await buildDataset({ numSamples: 50 }, planOutput(join(folder, "data.npz")));
    const path = join(folder, "data.json");
    await convertDataset(join(folder, "data.npz"), planOutput(path));
    const text = readFileSync(path, "utf8");
    writeFileSync(
      path,
      text.replace(/"y":\[(\d)/, (_, label: string) => `"y":[${(Number(label) + 1) % 10}`),
    );
    await expect(convertDataset(path, planOutput(join(folder, "out.csv")))).rejects.toThrow("nothing was written");
    expect(existsSync(join(folder, "out.csv"))).toBe(false);
  });
});
