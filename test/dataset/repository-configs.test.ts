// What the card of a repository has: what can be loaded. One entry without files, and the library loads nothing of all.
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { buildDataset } from "../../src/dataset/build-dataset.js";
import { updateRepositoryCard } from "../../src/dataset/repository-card.js";
import { planInRepository } from "../../src/dataset/repository-plan.js";
import { temporaryFolder } from "../formats/support/temporary-folder.js";

function put(repository: string, name: string) {
  return buildDataset({ numSamples: 50 }, planInRepository(repository, name));
}

const cardIn = (repository: string) => readFileSync(join(repository, "README.md"), "utf8");

/** A repository of a and b, after something happened to a. */
async function spoilt(spoil: (folder: string) => void): Promise<string> {
  const repository = await temporaryFolder();
  await put(repository, "a");
  await put(repository, "b");
  spoil(join(repository, "a"));
  return repository;
}

const changeManifest = (change: (text: string) => string) => (folder: string) => {
  const path = join(folder, "manifest.json");
  writeFileSync(path, change(readFileSync(path, "utf8")));
};

describe("the next run", () => {
  it.each<[string, (folder: string) => void, string]>([
    ["has no data", (a) => rmSync(join(a, "data"), { recursive: true }), "parquet is missing"],
    ["lacks one file", (a) => rmSync(join(a, "data/test-00000-of-00001.parquet")), "data/test-00000-of-00001.parquet"],
    ["has half a manifest", changeManifest((text) => text.slice(0, 200)), "its manifest.json is not JSON"],
    ["has a damaged one", changeManifest((text) => text.replace('"length": 40', '"length": -1')), "is damaged: length"],
    [
      "has neither manifest nor data",
      (a) => {
        rmSync(a, { recursive: true });
        mkdirSync(a);
      },
      "it is no dataset",
    ],
  ])("leaves out a dataset that %s, and says so", async (_, spoil, problem) => {
    const repository = await spoilt(spoil);
    const { leftOut, leftAlone } = await put(repository, "c");
    expect(leftAlone).toBeUndefined();
    expect(leftOut).toEqual([{ path: join(repository, "a"), problem: expect.stringContaining(problem) }]);
    expect(cardIn(repository)).not.toContain("config_name: a\n");
    expect(cardIn(repository)).toContain("- config_name: b\n  default: true\n");
  });

  it.each<[string, (folder: string) => void]>([
    ["without a manifest, as one may put it there by hand", (a) => rmSync(join(a, "manifest.json"))],
    ["of a newer version", changeManifest((text) => text.replace('"manifest_version": 1', '"manifest_version": 2'))],
    ["with somebody's manifest", changeManifest(() => '{"name": "an app"}')],
  ])("keeps what the card has of data %s", async (_, change) => {
    const repository = await spoilt(change);
    expect((await put(repository, "c")).leftOut).toBeUndefined();
    expect(cardIn(repository)).toContain("path: a/data/train-*.parquet");
  });

  it("says nothing of folders that were never in the card", async () => {
    const repository = await temporaryFolder();
    mkdirSync(join(repository, "images"));
    symlinkSync("nowhere", join(repository, "link"));
    writeFileSync(join(repository, "file"), "");
    await put(repository, "a");
    expect(await updateRepositoryCard(repository)).toEqual({});
  });
});
