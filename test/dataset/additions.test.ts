// What a dataset can have beyond train and test, x and y: named splits and further columns, in every format.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseConfig } from "../../src/config/parse-config.js";
import { buildDataset } from "../../src/dataset/build-dataset.js";
import { convertDataset } from "../../src/dataset/convert-dataset.js";
import { planOutput } from "../../src/dataset/output-plan.js";
import { openDataset } from "../../src/dataset/read/open-dataset.js";
import { FORMATS } from "../../src/formats/registry.js";
import { COLUMNS, type Columns } from "../../src/generate/columns.js";
import { generate } from "../../src/generate/generate.js";
import { verifyDataset } from "../../src/verify/verify-dataset.js";
import { temporaryFolder } from "../formats/support/temporary-folder.js";
import { EVERY_ADDITION } from "../support/configs.js";
import { dealt, THOROUGH } from "../support/thorough.js";

const keys = {
  num_samples: 60,
  final_seq_length: 5,
  train_split: 0.7,
  val_size: 11,
  ...EVERY_ADDITION,
  class_names: ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"],
};

const places = FORMATS.flatMap(({ name, extension, singleFile }) => [
  [`${name} in a directory`, "out/", name] as const,
  ...(singleFile ? [[`${name} as a file`, `out${extension}`, name] as const] : []),
]);

async function storedArrays(path: string): Promise<Record<string, Columns>> {
  const dataset = await openDataset(path);
  try {
    const { examples } = dataset.forms[0];
    const stored: Record<string, Columns> = {};
    for (const { name } of examples.splits) stored[name] = await examples.arrays(name);
    return stored;
  } finally {
    await dataset.close();
  }
}

describe.each([
  ["reference", "float32", 0],
  ["reference", "float64", 1],
  ["blocked", "float32", 2],
] as const)("of the engine %s as %s", (engine, dtype, part) => {
  const config = parseConfig({ ...keys, engine, dtype });
  const examples = generate(config);

  /** Pickles have float64 of what they are made from; labels are true in all splits but train, and stored there alone or not. */
  function expectStored(stored: Record<string, Columns>, isWide: boolean) {
    expect(Object.keys(stored)).toEqual(examples.splits.map(({ name }) => name));
    for (const { name } of examples.splits) {
      const made = examples.arrays(name, isWide ? { dtype: "float64" } : {});
      for (const { field } of COLUMNS) expect(stored[name]![field], `${field} of ${name}`).toEqual(made[field]);
    }
  }

  it.each(dealt(places, 3, part))(
    "%s has all splits and columns, and is what its config says",
    async (_, out, format) => {
      const path = join(await temporaryFolder(), out);
      const built = await buildDataset(config, planOutput(path, [format]));
      expect(built.kind).toBe("built");
      expectStored(await storedArrays(path), format === "pkl");
      const options = format === "csv" || format === "jsonl" || format === "pkl" ? { config } : {};
      expect((await verifyDataset(path, options)).passed).toBe(true);
      // Files that say nothing of their config are never taken for what would be made.
      const saysConfig = out.endsWith("/") || ["parquet", "arrow", "npz", "json"].includes(format);
      if (saysConfig) expect((await buildDataset(config, planOutput(path, [format]))).kind).toBe("up-to-date");
    },
  );

  it.runIf(THOROUGH > 0 || part === 1)("goes through all formats and comes back as it was", async () => {
    const folder = await temporaryFolder();
    await buildDataset(config, planOutput(join(folder, "0"), ["parquet"]));
    const chain = ["arrow", "npz", "jsonl", "npy", "csv", "json", "parquet"] as const;
    for (const [i, format] of chain.entries()) {
      await convertDataset(join(folder, `${i}`), planOutput(join(folder, `${i + 1}/`), [format]));
    }
    const last = join(folder, `${chain.length}`);
    expectStored(await storedArrays(last), false);
    const manifests = [join(folder, "0"), last].map((path) =>
      JSON.parse(readFileSync(join(path, "manifest.json"), "utf8")),
    );
    for (const key of ["digest", "splits", "columns", "config", "standardisation"]) {
      expect(manifests[1][key], key).toEqual(manifests[0][key]);
    }
  });
});

it("convert refuses columns that are not what their manifest says", async () => {
  const folder = await temporaryFolder();
  const out = join(folder, "out");
  await buildDataset(parseConfig({ num_samples: 50, factors: true }), planOutput(out, ["csv"]));
  const path = join(out, "data/train-00000-of-00001.csv");
  const lines = readFileSync(path, "utf8").split("\n");
  lines[3] = lines[3]!.replace(/\d(?=,[^,]*$)/, (digit) => String((Number(digit) + 1) % 10)); // of translation
  writeFileSync(path, lines.join("\n"));
  const converting = convertDataset(out, planOutput(join(folder, "new.npz")));
  await expect(converting).rejects.toThrow(/for translation of train/);
  expect(existsSync(join(folder, "new.npz"))).toBe(false);
});
