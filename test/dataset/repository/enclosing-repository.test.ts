// A dataset of a repository that is replaced by its path alone: the repository's card must be of the new data, as the cache of
// `datasets` knows data by the card and would go on to return the old.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { buildDataset } from "../../../src/dataset/build-dataset.js";
import { convertDataset } from "../../../src/dataset/convert-dataset.js";
import { planInRepository, planOutput } from "../../../src/dataset/output-plan.js";
import { enclosingRepository, lists } from "../../../src/dataset/repository/repository.js";
import type { FormatName } from "../../../src/formats/format.js";
import { mergeShards } from "../../../src/merge/merge-shards.js";
import { temporaryFolder } from "../../formats/support/temporary-folder.js";
import { tree } from "../support/tree.js";

const OPTIONS = { numSamples: 50 };

function put(repository: string, name: string, seed = 1) {
  return buildDataset({ ...OPTIONS, seed }, planInRepository(repository, name), { force: true });
}

function replace(path: string, seed: number, formats: FormatName[] = ["parquet"]) {
  return buildDataset({ ...OPTIONS, seed }, planOutput(path, formats), { force: true });
}

async function repositoryWith(...names: string[]): Promise<string> {
  const repository = join(await temporaryFolder(), "repo");
  for (const name of names) await put(repository, name);
  return repository;
}

const cardIn = (folder: string) => readFileSync(join(folder, "README.md"), "utf8");

describe("a dataset in a repository that is replaced by its path", () => {
  it("leaves the repository as --into does, byte for byte", async () => {
    const [repository, model] = [await repositoryWith("a", "b"), await repositoryWith("a", "b")];
    await put(model, "b", 2);
    for (const path of [join(repository, "b"), `${join(repository, "b")}/`]) {
      await put(repository, "b");
      const { manifest } = await replace(path, 2);
      expect(cardIn(repository)).toContain(`  description: ${manifest.digest}\n`);
      expect(tree(repository)).toEqual(tree(model));
    }
  });

  it("does so through a link, and by convert", async () => {
    const [repository, model] = [await repositoryWith("a", "b"), await repositoryWith("a", "b")];
    await put(model, "b", 2);
    const elsewhere = await temporaryFolder();
    await symlink(join(repository, "b"), join(elsewhere, "link"));
    await replace(join(elsewhere, "link"), 2);
    expect(tree(repository)).toEqual(tree(model));

    await put(repository, "b");
    await convertDataset(join(model, "b"), planOutput(`${join(repository, "b")}/`, ["parquet"]), { force: true });
    expect(tree(repository)).toEqual(tree(model));
  });

  it("does so by merge", async () => {
    const [repository, model] = [await repositoryWith("a", "b"), await repositoryWith("a", "b")];
    const blocked = { engine: "blocked" as const, numSamples: 20_000, seed: 2 };
    await buildDataset(blocked, planInRepository(model, "b"), { force: true, rowsPerFile: 8192 });
    const plan = planOutput(join(repository, "b"), ["parquet"]);
    for (const index of [0, 1]) {
      await buildDataset(blocked, plan, { force: true, shard: { index, count: 2 }, rowsPerFile: 8192 });
    }
    expect((await mergeShards(join(repository, "b"), { force: true })).leftAlone).toBeUndefined();
    expect(existsSync(join(repository, "b/README.md"))).toBe(false);
    expect(cardIn(repository)).toBe(cardIn(model));
    expect(readFileSync(join(repository, "b/croissant.json"))).toEqual(readFileSync(join(model, "b/croissant.json")));
  });

  it("is taken out of the card if nothing can be loaded of it any more", async () => {
    const repository = await repositoryWith("a", "b");
    await replace(join(repository, "b"), 2, ["npz"]);
    expect(cardIn(repository)).not.toContain("b/data");
    expect(cardIn(repository)).toContain("a/data/train-*.parquet");
  });

  it("is said to be in the card still if that is of nothing else", async () => {
    const repository = await repositoryWith("b");
    const before = cardIn(repository);
    const { leftAlone } = await replace(join(repository, "b"), 2, ["npz"]);
    expect(leftAlone).toMatchObject({ path: join(repository, "README.md") });
    expect(leftAlone!.problem).toContain("no dataset");
    expect(cardIn(repository)).toBe(before);
  });

  it("is one too where somebody took the marks away: a warning says that the card is of other data", async () => {
    const repository = await repositoryWith("b");
    writeFileSync(join(repository, "README.md"), cardIn(repository).replaceAll("<!-- mnist1d", "<!-- "));
    const { leftAlone } = await replace(join(repository, "b"), 2);
    expect(leftAlone?.path).toBe(join(repository, "README.md"));
    expect(existsSync(join(repository, "b/README.md"))).toBe(false);
  });

  it("gets its entry anew if its folder was removed before", async () => {
    const repository = await repositoryWith("a", "b");
    await rm(join(repository, "b"), { recursive: true });
    const { manifest } = await replace(join(repository, "b"), 3);
    expect(cardIn(repository)).toContain(manifest.digest);
  });
});

describe("a dataset that stands alone", () => {
  it("has a card of its own, whatever is in the folder above", async () => {
    const repository = await repositoryWith("a");
    for (const name of ["c", "data", "aa"]) {
      await replace(join(repository, name), 1);
      expect(existsSync(join(repository, name, "README.md"))).toBe(true);
      expect(await enclosingRepository(join(repository, name))).toBeUndefined();
    }
    await replace(join(repository, "a/data/b"), 1);
    expect(existsSync(join(repository, "a/data/b/README.md"))).toBe(true);
  });

  it.each([
    ["---\nconfigs:\n- data_files: b/data/train-*.parquet\n---\n# Mine\n", false],
    ["# Mine\n<!-- mnist1d:begin -->\nb/data/train\n<!-- mnist1d:end -->\n", false],
    ["---\nx: [b/data/*]\n---\n<!-- mnist1d:begin -->\n<!-- mnist1d:end -->\n", true],
    ['---\nx: "./b/data/*"\n---\n<!-- mnist1d:begin -->\n<!-- mnist1d:end -->\n', true],
    ["---\nx: a.b/data/*\n---\n<!-- mnist1d:begin -->\n<!-- mnist1d:end -->\n", false],
    ["\uFEFF\n---\r\nx: b/data/*\r\n---\r\n<!-- mnist1d:begin -->\r\n<!-- mnist1d:end -->\r\n", true],
    ["---\nx: {[b/data/*\n<!-- mnist1d:begin -->\n<!-- mnist1d:end -->\n", true],
    ["---\n---\n- b/data/*\n<!-- mnist1d:begin -->\n<!-- mnist1d:end -->\n", false],
    ["---\nx: 1\ndescription: sha256:0\n---\n---\nx: b/data/*\n---\n", false],
    ["---\nx: data/train-*\n---\n<!-- mnist1d:begin -->\n<!-- mnist1d:end -->\n", false],
  ])("is told by the card %j", (card, isListed) => {
    expect(lists(card, "b")).toBe(isListed);
  });
});
