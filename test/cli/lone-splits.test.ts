// A split that is taken out of a dataset, and converted: it stays what it is, and is never taken for the whole.
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { FORMATS } from "../../src/formats/registry.js";
import { dealt } from "../support/thorough.js";
import { temporaryFolder } from "./support/run-cli.js";
import { runHere } from "./support/run-here.js";

const folder = temporaryFolder();

const SPLITS = { train: 35, validation: 5, test: 10, test_loud: 10 };

const CONFIG = {
  num_samples: 50,
  final_seq_length: 4,
  val_size: 5,
  shifts: { loud: { scale_coeff: 2 } },
  factors: true,
  clean: true,
};

const TARGETS = FORMATS.flatMap(({ name, extension, singleFile }) => [
  [`${name}/`, name] as const,
  ...(singleFile ? [[`out${extension}`, name] as const] : []),
]);

/** Formats whose single files say what config their data is of. */
const STATING: readonly string[] = ["parquet", "arrow", "npz", "json"];

beforeAll(async () => {
  writeFileSync(join(folder, "c.json"), JSON.stringify(CONFIG));
  await runHere(["generate", "--config", "c.json", "-o", "whole", "-q"], folder);
});

/** A folder with the config, and a split of the dataset in a file that is called as it is. */
function placeOf(split: string): string {
  const place = mkdtempSync(join(folder, "t-"));
  cpSync(join(folder, "c.json"), join(place, "c.json"));
  cpSync(join(folder, `whole/data/${split}-00000-of-00001.parquet`), join(place, `${split}.parquet`));
  return place;
}

describe.each(Object.entries(SPLITS).map(([split, rows], i) => ({ split, rows, i })))(
  "the split $split alone",
  ({ split, rows, i }) => {
    it.each(dealt(TARGETS, 4, i))("is that split as %s", async (target, format) => {
      const place = placeOf(split);
      const converted = await runHere(["convert", `${split}.parquet`, target, "-f", format, "-q"], place);
      expect(converted).toMatchObject({ exitCode: 0, stderr: "" });
      const inspected = JSON.parse((await runHere(["inspect", target, "--json"], place)).stdout);
      const there = inspected.splits.filter((own: { rows: number }) => own.rows > 0);
      expect(there.map((own: { name: string; rows: number }) => [own.name, own.rows])).toEqual([[split, rows]]);
      const isStating = target.endsWith("/") || STATING.includes(format);
      const verified = await runHere(["verify", target, ...(isStating ? [] : ["--config", "c.json"])], place);
      expect(verified.stdout).toContain(`verified, the ${split} split alone`);
      expect(verified.exitCode).toBe(0);
      // It is not the dataset that its config gives.
      const made = await runHere(["generate", "--config", "c.json", "-o", target, "-f", format], place);
      expect(made.stderr).toContain(`${target.replace(/\/$/, "")}`);
      expect(made.stderr).toMatch(/exists/);
      expect(made.exitCode).toBe(3);
    });
  },
);

it("a dataset whose splits are all but one without rows, and no others by its config, is the whole", async () => {
  const place = mkdtempSync(join(folder, "t-"));
  await runHere(["generate", "--num-samples", "50", "--test-size", "0", "-o", "out", "-q"], place);
  expect((await runHere(["verify", "out"], place)).stdout).toMatch(/^out: verified\n/);
  expect((await runHere(["generate", "--num-samples", "50", "--test-size", "0", "-o", "out"], place)).stderr).toContain(
    "up to date",
  );
});

it("one of several splits with rows that has lost them is missed", async () => {
  const place = placeOf("test");
  await runHere(["generate", "--config", "c.json", "-o", "a.csv", "-q"], place);
  const path = join(place, "a.csv");
  const lines = readFileSync(path, "utf8").split("\n");
  writeFileSync(path, lines.filter((line) => !/,(train|validation)$/.test(line)).join("\n"));
  const { exitCode, stdout } = await runHere(["verify", "a.csv", "--config", "c.json"], place);
  expect(stdout).toContain("train has 0 examples, and the config gives 35");
  expect(exitCode).toBe(1);
});

it("classes are counted in a shifted split that has no test beside it", async () => {
  const place = placeOf("test_loud");
  await runHere(["convert", "test_loud.parquet", "out.csv", "-q"], place);
  expect((await runHere(["inspect", "out.csv"], place)).stdout).toMatch(/class +train +test +test_loud +first example/);
});

it("the published test split is known, converted too", async () => {
  const place = mkdtempSync(join(folder, "t-"));
  await runHere(["generate", "-o", "out", "-q"], place);
  await runHere(["convert", "out/data/test-00000-of-00001.parquet", "a.csv", "-q"], place);
  expect((await runHere(["verify", "a.csv"], place)).stdout).toContain("a.csv: verified, the published test split");
  expect((await runHere(["inspect", "a.csv"], place)).stdout).toContain("the published test split");
});
