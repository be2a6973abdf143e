// What the card of a repository has: what can be loaded. One entry without files, and the library loads nothing of all.
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { buildDataset } from "../../../src/dataset/build-dataset.js";
import { planInRepository } from "../../../src/dataset/output-plan.js";
import { updateRepositoryCard } from "../../../src/dataset/repository/repository.js";
import { temporaryFolder } from "../../formats/support/temporary-folder.js";
import { THOROUGH } from "../../support/thorough.js";

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
      "has an unknown parameter in its config",
      changeManifest((text) => text.replace('"seed": 42', '"seeds": 42')),
      "its manifest.json has a config that is none: seeds: expected the name of a parameter",
    ],
    [
      "has a config without end",
      changeManifest((text) => text.replace('"seed": 42', `"seed": ${"[".repeat(50_000)}${"]".repeat(50_000)}`)),
      "its manifest.json is not sound JSON: nested more than 32 deep",
    ],
    [
      "has a split of another kind",
      changeManifest((text) => text.replace('"name":"train"', '"name":"train: x\\n- y"')),
      "its manifest.json is damaged: splits is not what it must be",
    ],
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

  it.runIf(THOROUGH)("is stopped by nothing that is in a manifest beside it, key by key", async () => {
    const repository = await spoilt(() => {});
    const path = join(repository, "a/manifest.json");
    const text = readFileSync(path, "utf8");
    const manifest = JSON.parse(text) as Record<string, unknown>;
    const { generator, config, splits, files } = manifest as Record<string, Record<string, object>>;
    const outcomes = new Set<number>();
    for (const object of [manifest, generator!, config!, splits![0]!, files![0]!] as Record<string, unknown>[]) {
      for (const [key, value] of Object.entries(object)) {
        for (const odd of [null, -1, "x: [", [], [null], { a: [] }, undefined]) {
          object[key] = odd;
          writeFileSync(path, JSON.stringify(manifest));
          const { leftAlone, leftOut = [] } = await updateRepositoryCard(repository);
          expect([key, odd, leftAlone]).toEqual([key, odd, undefined]);
          for (const one of leftOut) expect(one.path).toBe(join(repository, "a"));
          outcomes.add(leftOut.length);
        }
        object[key] = value;
      }
    }
    expect(outcomes).toEqual(new Set([0, 1]));
    writeFileSync(path, text);
    expect(await updateRepositoryCard(repository)).toEqual({});
    expect(cardIn(repository)).toContain("config_name: a\n");
  });

  it.each([
    ["is nested without end", `x: ${"[".repeat(20_000)}${"]".repeat(20_000)}\n`, "it is nested too deeply"],
    ["has more references than a card", `x: &x 1\ny:\n${"- *x\n".repeat(2000)}`, "it has too many references"],
    ["is wrong", "x: [\n", "YAML that can't be brought up to date"],
  ])("is done though the card's YAML %s, which stays, and is said", async (_, yaml, problem) => {
    const repository = await spoilt(() => {});
    const card = join(repository, "README.md");
    const text = readFileSync(card, "utf8").replace("---\n", `---\n${yaml}`);
    writeFileSync(card, text);
    expect((await put(repository, "c")).leftAlone).toEqual({ path: card, problem: expect.stringContaining(problem) });
    expect(cardIn(repository)).toBe(text);
  });

  it.runIf(THOROUGH)(
    "brings a card of 15,000 keys, and 2,000 items of others, up to date, and keeps them",
    async () => {
      const repository = await spoilt(() => {});
      const card = join(repository, "README.md");
      const keys = Array.from({ length: 15_000 }, (_, i) => `key${i}: value # ${i}\n`).join("");
      const items = Array.from({ length: 2000 }, (_, i) => `- config_name: c${i}\n  data_files: x.csv\n`).join("");
      const text = readFileSync(card, "utf8")
        .replace("---\n", `---\n${keys}`)
        .replace("configs:\n", `configs:\n${items}`);
      writeFileSync(card, text);
      expect((await put(repository, "c")).leftAlone).toBeUndefined();
      expect(cardIn(repository)).toContain(keys);
      expect(cardIn(repository)).toContain(items);
      expect(cardIn(repository)).toContain("- config_name: c\n");
    },
  );

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
