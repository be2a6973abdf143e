// The card of a dataset in its directory: written, brought along, left alone, never lost.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { appendFile, mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { parseConfig } from "../../../src/config/parse-config.js";
import { buildDataset } from "../../../src/dataset/build-dataset.js";
import { convertDataset } from "../../../src/dataset/convert-dataset.js";
import { planOutput } from "../../../src/dataset/output-plan.js";
import { readManifest } from "../../../src/dataset/read/read-manifest.js";
import { checkTarget } from "../../../src/dataset/target/check-target.js";
import { proveOwn } from "../../../src/dataset/target/own-files.js";
import { completeDirectory } from "../../../src/dataset/write/publish-dataset.js";
import { Staging } from "../../../src/dataset/write/staging.js";
import type { FormatName } from "../../../src/formats/format.js";
import { verifyDataset } from "../../../src/verify/verify-dataset.js";
import { temporaryFolder } from "../../formats/support/temporary-folder.js";
import { tree } from "../support/tree.js";

const BEGIN = "<!-- mnist1d:begin -->";

async function build(path: string, seed = 1, formats: FormatName[] = ["parquet"]) {
  return buildDataset({ numSamples: 50, seed }, planOutput(path, formats), { force: true });
}

async function withDataset(formats?: FormatName[]): Promise<{ data: string; card: string }> {
  const data = join(await temporaryFolder(), "data");
  await build(data, 1, formats);
  return { data, card: join(data, "README.md") };
}

describe("the card of a dataset", () => {
  it("stands beside Parquet files, whatever other formats are there, and beside nothing else", async () => {
    const { data, card } = await withDataset(["json", "parquet"]);
    expect(readFileSync(card, "utf8")).toContain("path: data/train-*.parquet");
    expect(existsSync(join(data, "croissant.json"))).toBe(true);
    const other = await withDataset(["npz", "arrow"]);
    expect(Object.keys(tree(other.data)).filter((path) => /README|croissant/.test(path))).toEqual([]);
    expect((await verifyDataset(data)).passed).toBe(true); // croissant.json is not among the files of JSON
  });

  it("is made by convert as well, and tells what is not known", async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "others.csv"), "x0,x1,y\n0.5,1,0\n-0.5,0.25,1\n");
    await convertDataset(join(folder, "others.csv"), planOutput(join(folder, "data"), ["parquet"]));
    const text = await readFile(join(folder, "data/README.md"), "utf8");
    expect(text).toContain("license: unknown");
    expect(text).toContain("num_examples: 2");
  });

  it("has no date but SOURCE_DATE_EPOCH's, which is looked at before any work", async () => {
    const folder = await temporaryFolder();
    vi.stubEnv("SOURCE_DATE_EPOCH", "yesterday");
    let steps = 0;
    const made = buildDataset({ numSamples: 50 }, planOutput(join(folder, "data")), { onProgress: () => steps++ });
    await expect(made).rejects.toThrow("SOURCE_DATE_EPOCH");
    expect([steps, Object.keys(tree(folder))]).toEqual([0, []]);
    await buildDataset({ numSamples: 50 }, planOutput(join(folder, "data"), ["csv"]));
    vi.unstubAllEnvs();
  });

  it("may be edited, or removed: the dataset is what it was, and up to date", async () => {
    const { data, card } = await withDataset();
    const plan = planOutput(data, ["parquet"]);
    const config = parseConfig({ num_samples: 50, seed: 1 });
    for (const change of [() => appendFile(card, "Mine.\n"), () => rm(card)]) {
      await change();
      expect((await verifyDataset(data)).passed).toBe(true);
      expect(await checkTarget(config, plan, false)).toBeDefined();
    }
  });

  it("is brought up to date with what people wrote around it when the dataset is replaced", async () => {
    const { data, card } = await withDataset();
    writeFileSync(
      card,
      readFileSync(card, "utf8").replace(BEGIN, `My notes.\n\n${BEGIN}`).replace("\n---\n", "\nmine: 1\n---\n"),
    );
    const { leftAlone } = await build(data, 2);
    expect(leftAlone).toBeUndefined();
    const text = readFileSync(card, "utf8");
    expect(text).toContain("\nmine: 1\n");
    expect(text).toContain(`My notes.\n\n${BEGIN}`);
    expect(text).toContain("| `seed` | 42 | 2 |");
    expect((await verifyDataset(data)).passed).toBe(true);
  });

  it("is another's if it has no marks: left as it is, which is said", async () => {
    const { data, card } = await withDataset();
    writeFileSync(card, "# All mine\n");
    const { leftAlone } = await build(data, 2);
    expect(readFileSync(card, "utf8")).toBe("# All mine\n");
    expect(leftAlone?.path).toBe(card);
    expect(leftAlone?.problem).toContain("does not have the marks");
  });

  it("goes with its dataset if the new one has none, but not if somebody edited it", async () => {
    const { data, card } = await withDataset();
    expect((await build(data, 1, ["csv"])).leftAlone).toBeUndefined();
    expect(existsSync(card)).toBe(false);

    await build(data);
    await appendFile(card, "My notes.\n");
    const text = readFileSync(card, "utf8");
    expect((await build(data, 1, ["csv"])).leftAlone?.problem).toContain("was edited");
    expect(readFileSync(card, "utf8")).toBe(text);
    expect((await build(data)).leftAlone).toBeUndefined();
    expect(readFileSync(card, "utf8")).toBe(text);
  });

  it.each<[string, (card: string) => Promise<unknown>, string]>([
    [
      "a link",
      (card) => symlink("elsewhere.md", card),
      "has files that no manifest of mnist1d lists (README.md, a link)",
    ],
    [
      "no text",
      (card) => writeFile(card, Uint8Array.of(0xff, 0xfe)),
      "README.md: is not UTF-8 text. Move it elsewhere.",
    ],
    [
      "a directory with something in it",
      (card) => mkdir(card).then(() => writeFile(join(card, "mine"), "")),
      "has files that no manifest of mnist1d lists (README.md/mine)",
    ],
  ])("is in the way of a replacement if it is %s: nothing is touched", async (_, put, problem) => {
    const { data, card } = await withDataset();
    await rm(card);
    await put(card);
    await expect(build(data, 2)).rejects.toThrow(problem);
    expect(readFileSync(join(data, "manifest.json"), "utf8")).toContain('"seed": 1');
  });

  it("that was edited is nothing that a killed run's dataset may be removed with", async () => {
    const { data, card } = await withDataset();
    await proveOwn(data);
    await appendFile(card, "My notes.\n");
    await expect(proveOwn(data)).rejects.toThrow("(README.md)");
    await proveOwn(data, { keepsCard: true });
  });

  it("is not replaced if it was edited while the new dataset was made", async () => {
    const { data, card } = await withDataset();
    const plan = planOutput(data, ["parquet"]);
    // After the card was read, and before the directory is: what is published last is seen by nobody else.
    if (plan.kind !== "directory") throw new Error("is a directory");
    const staging = await Staging.open(data);
    onTestFinished(() => staging.discard());
    const { manifest } = (await readManifest(data))!;
    const { checkReplaced } = await completeDirectory(staging, () => manifest, plan);
    await checkReplaced(data);
    await appendFile(card, "Mine.\n");
    await expect(checkReplaced(data)).rejects.toThrow("README.md: changed in the meantime");
  });
});
