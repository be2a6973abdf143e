// With further splits and columns: what is there already is known to be that, and anything else is not taken for it; tables
// are cut at the same rows in every split.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseConfig } from "../../../src/config/parse-config.js";
import { buildDataset } from "../../../src/dataset/build-dataset.js";
import { convertDataset } from "../../../src/dataset/convert-dataset.js";
import { planOutput } from "../../../src/dataset/output-plan.js";
import { buildPlanOf } from "../../../src/dataset/resources.js";
import { columnsOf } from "../../../src/generate/columns.js";
import { splitsOf } from "../../../src/generate/examples.js";
import { verifyDataset } from "../../../src/verify/verify-dataset.js";
import { temporaryFolder } from "../../formats/support/temporary-folder.js";
import { dealt, THOROUGH } from "../../support/thorough.js";
import { changeOne, original, rewrite } from "../../verify/support/rewrite.js";

const keys = {
  num_samples: 40,
  final_seq_length: 4,
  train_split: 0.6,
  val_size: 6,
  shifts: { noisy: { iid_noise_scale: 0.3 }, far: { max_translation: 70 } },
  factors: true,
  clean: true,
  classes: [1, 2],
  class_names: ["one", "two"],
};
const config = parseConfig(keys);

const OTHERS: readonly (readonly [key: string, value: unknown])[] = [
  ["val_size", 5],
  ["val_size", undefined],
  ["shifts", { ...keys.shifts, noisy: { iid_noise_scale: 0.4 } }],
  ["shifts", { noisy: keys.shifts.noisy }],
  ["shifts", { ...keys.shifts, more: { shear_scale: 1 } }],
  ["shifts", undefined],
  ["factors", undefined],
  ["clean", undefined],
  ["class_names", ["one", "2"]],
];

describe.each(["out/", "out.parquet", "out.arrow", "out.npz", "out.json"].map((out, i) => ({ out, i })))(
  "$out",
  ({ out, i }) => {
    it("is another dataset by any of the additions, and is replaced with force alone", async () => {
      const path = join(await temporaryFolder(), out);
      const plan = planOutput(path);
      expect((await buildDataset(config, plan)).kind).toBe("built");
      for (const [key, value] of dealt(OTHERS, 2, i % 2)) {
        const other = buildDataset(parseConfig({ ...keys, [key]: value }), plan);
        await expect(other, key).rejects.toThrow(`exists and is a dataset with another ${key}`);
      }
      expect((await buildDataset(config, plan)).kind).toBe("up-to-date");
      const less = parseConfig({ ...keys, val_size: undefined, shifts: undefined });
      expect((await buildDataset(less, plan, { force: true })).kind).toBe("built");
      // What only the other one had is gone.
      if (out === "out/")
        expect(readdirSync(join(path, "data")).map((name) => name.split("-")[0])).toEqual(["test", "train"]);
      expect((await verifyDataset(path)).passed).toBe(true);
      expect((await buildDataset(config, plan, { force: true })).kind).toBe("built");
      expect((await verifyDataset(path)).passed).toBe(true);
    });
  },
);

it.each(["parquet", "arrow", "npz", "json"] as const)(
  "a single file of %s is not up to date with one value changed in any column, or in what x was standardised by",
  async (format) => {
    const path = join(await temporaryFolder(), `out.${format}`);
    const stated = await original(config, path, format);
    const plan = planOutput(path);
    const damaged = "exists and is this dataset, but its data is not what it says. Use --force to replace it.";
    for (const [i, { name }] of splitsOf(config).entries()) {
      for (const [j, column] of columnsOf(config).entries()) {
        if (!THOROUGH && j % splitsOf(config).length !== i) continue; // else each column in one split
        await rewrite(config, path, format, stated, ({ splits }) => changeOne(splits.get(name)!, column));
        await expect(buildDataset(config, plan), `${column.name} of ${name}`).rejects.toThrow(damaged);
      }
    }
    await rewrite(config, path, format, stated, (contents) => {
      const { mean, std } = contents.info.standardisation!;
      contents.info = { ...contents.info, standardisation: { mean, std: std + 2 ** -40 } };
    });
    await expect(buildDataset(config, plan)).rejects.toThrow(damaged);
    await rewrite(config, path, format, stated, () => {});
    expect((await buildDataset(config, plan)).kind).toBe("up-to-date");
  },
);

describe.each(dealt(["reference", "blocked"], 2, 1))("rows of a file, of the engine %s", (engine) => {
  it("cut every split alike", async () => {
    const cut = parseConfig({ ...keys, engine });
    const folder = await temporaryFolder();
    const path = join(folder, "cut");
    const plan = planOutput(path, ["parquet", "csv"]);
    const built = await buildDataset(cut, plan, { rowsPerFile: 5 });
    const names = readdirSync(join(path, "data"));
    const rows = { train: 18, validation: 6, test: 16, test_far: 16, test_noisy: 16 };
    for (const [split, count] of Object.entries(rows)) {
      const parts = Math.ceil(count / 5);
      for (const extension of ["parquet", "csv"]) {
        const own = names.filter((name) => name.startsWith(`${split}-`) && name.endsWith(extension));
        const expected = Array.from({ length: parts }, (_, i) => `${split}-0000${i}-of-0000${parts}.${extension}`);
        expect(own.sort()).toEqual(expected);
      }
    }
    expect((await buildPlanOf(cut, plan, { rowsPerFile: 5 })).files).toBe(names.length);
    expect((await verifyDataset(path)).passed).toBe(true);
    expect((await buildDataset(cut, plan, { rowsPerFile: 5 })).kind).toBe("up-to-date");
    await expect(buildDataset(cut, plan, { rowsPerFile: 6 })).rejects.toThrow("is this dataset in other files");
    await expect(buildDataset(cut, plan)).rejects.toThrow("is this dataset in other files");

    const whole = await buildDataset(cut, planOutput(join(folder, "whole"), ["parquet", "csv"]));
    expect(built.manifest.splits).toEqual(whole.manifest.splits);
    expect(built.manifest.columns).toEqual(whole.manifest.columns);
    await convertDataset(path, planOutput(join(folder, "one.npz")));
    expect((await verifyDataset(join(folder, "one.npz"))).passed).toBe(true);
    expect((await buildDataset(cut, planOutput(join(folder, "one.npz")))).kind).toBe("up-to-date");
    expect(existsSync(join(path, "README.md"))).toBe(true);
  });
});
