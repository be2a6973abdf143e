// What a repository must be, and the place in it: told before anything is drawn, as a dry run tells it.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type BuildOptions, buildDataset } from "../../../src/dataset/build-dataset.js";
import { planInRepository } from "../../../src/dataset/output-plan.js";
import { updateRepositoryCard } from "../../../src/dataset/repository/repository.js";
import { temporaryFolder } from "../../formats/support/temporary-folder.js";
import { tree } from "../support/tree.js";

function put(repository: string, name: string, options: BuildOptions & { seed?: number } = {}) {
  const { seed = 1, ...others } = options;
  return buildDataset({ numSamples: 50, seed }, planInRepository(repository, name), others);
}

/** What is done with a repository so that nothing goes into it any more. */
type Spoil = (repository: string) => void;

const SPOILT_CARDS: [string, Spoil, string][] = [
  ["a directory", (r) => mkdirSync(join(r, "README.md")), "README.md: is not a file. Move it elsewhere."],
  ["a link", (r) => symlinkSync("elsewhere", join(r, "README.md")), "README.md: is not a file. Move it elsewhere."],
  ["a pipe", (r) => execFileSync("mkfifo", [join(r, "README.md")]), "README.md: is not a file. Move it elsewhere."],
  ["no text", (r) => writeFileSync(join(r, "README.md"), Uint8Array.of(0xff)), "README.md: is not UTF-8 text"],
];

describe("a repository", () => {
  it.each([
    ["a web app's", '{"name": "app", "manifest_version": 3}', true],
    ["another generator's", '{"generator": {"name": "other"}}', true],
    ["no object", "null", true],
    ["no JSON", "CACHE MANIFEST\n", true],
    ["ours, and cut off", '{\n  "manifest_version": 1,\n  "generator": {"name": "mnist1d"', false],
    ["ours, and damaged", '{"generator": {"name": "mnist1d"}}', false],
    ["of a newer version of ours", '{"manifest_version": 2, "generator": {"name": "mnist1d"}}', false],
  ])("may have a manifest.json unless it is ours: %s", async (_, text, isFine) => {
    const repository = await temporaryFolder();
    writeFileSync(join(repository, "manifest.json"), text);
    const made = put(repository, "a").then(() => "made", String);
    expect(await made).toContain(isFine ? "made" : "is a dataset, not a repository of several");
    expect(readFileSync(join(repository, "manifest.json"), "utf8")).toBe(text);
    expect(existsSync(join(repository, "a"))).toBe(isFine);
  });

  it.each(["data", "data/below", "data/below/that"])(
    "is not where a dataset has its files: in %s of one",
    async (below) => {
      const outer = await temporaryFolder();
      await put(outer, "a");
      const before = tree(outer);
      const made = put(join(outer, "a", below), "b");
      await expect(made).rejects.toThrow("is in data/ of the dataset a, which has its files there");
      symlinkSync(join(outer, "a/data"), join(outer, "link"));
      await expect(put(join(outer, "link"), "b")).rejects.toThrow("is in data/ of the dataset a");
      rmSync(join(outer, "link"));
      expect(tree(outer)).toEqual(before);
      await put(join(outer, "a", "mine"), "b");
    },
  );

  it("may have a folder of that name", async () => {
    const repository = await temporaryFolder();
    mkdirSync(join(repository, "manifest.json"));
    await put(repository, "a");
    expect(existsSync(join(repository, "a"))).toBe(true);
  });
});

describe("a folder in a repository", () => {
  it.each(["a", "nowhere"])("that is a link to %s is not replaced by force, nor what it leads to", async (end) => {
    const repository = await temporaryFolder();
    await put(repository, "a");
    symlinkSync(end, join(repository, "alias"));
    const before = tree(join(repository, "a"));
    const made = put(repository, "alias", { seed: 2, force: true });
    await expect(made).rejects.toThrow("alias: is a link to another place. Use another name");
    expect(tree(join(repository, "a"))).toEqual(before);
    expect(existsSync(join(repository, "nowhere"))).toBe(false);
  });
});

describe("a card", () => {
  it.each(SPOILT_CARDS)("that is %s is refused before any work", async (_, spoil, message) => {
    const repository = await temporaryFolder();
    spoil(repository);
    let steps = 0;
    await expect(put(repository, "a", { onProgress: () => steps++ })).rejects.toThrow(message);
    expect([steps, await readdir(repository)]).toEqual([0, ["README.md"]]);
  });

  it.each(SPOILT_CARDS)(
    "that becomes %s meanwhile is not written, which fails nothing, and is said",
    async (...[, spoil]) => {
      const repository = await temporaryFolder();
      let isSpoilt = false;
      const onProgress = () => {
        if (!isSpoilt) spoil(repository);
        isSpoilt = true;
      };
      const { leftAlone } = await put(repository, "a", { onProgress });
      const path = join(repository, "README.md");
      expect(leftAlone).toEqual({ path, problem: expect.stringMatching(/^could not be written: /) });
      expect(existsSync(join(repository, "a/manifest.json"))).toBe(true);
      expect(await updateRepositoryCard(repository)).toEqual({ leftAlone });
    },
  );
});
