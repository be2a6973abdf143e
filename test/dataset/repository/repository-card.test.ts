// A Hugging Face repository of several datasets: its card has them all, in whatever order and at whatever time they come.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildDataset } from "../../../src/dataset/build-dataset.js";
import { nameProblem, PlanError, planInRepository } from "../../../src/dataset/output-plan.js";
import { updateRepositoryCard } from "../../../src/dataset/repository/repository.js";
import { verifyDataset } from "../../../src/verify/verify-dataset.js";
import { temporaryFolder } from "../../formats/support/temporary-folder.js";
import { tree } from "../support/tree.js";

function build(repository: string, name: string, { seed = 1, force = false } = {}) {
  return buildDataset({ numSamples: 50, seed }, planInRepository(repository, name), { force });
}

const cardIn = (repository: string) => readFileSync(join(repository, "README.md"), "utf8");
const configsIn = (repository: string) =>
  Array.from(
    cardIn(repository)
      .split("dataset_info:")[0]!
      .matchAll(/^- config_name: (.*)$/gm),
    ([, name]) => name,
  );

describe("a repository", () => {
  it("has a directory for each dataset, and one card; the first is the default", async () => {
    const repository = join(await temporaryFolder(), "repo");
    await build(repository, "z");
    await build(repository, "b", { seed: 2 });
    await build(repository, "a", { seed: 3 });
    expect(configsIn(repository)).toEqual(["z", "a", "b"]);
    expect(cardIn(repository)).toContain("- config_name: z\n  default: true\n");
    expect(Object.keys(tree(repository)).filter((path) => !path.includes("/data"))).toEqual([
      "README.md",
      ...["a", "b", "z"].flatMap((name) => [
        name,
        ...["croissant.json", "manifest.json", "samples.svg"].map((file) => `${name}/${file}`),
      ]),
    ]);
    for (const name of ["a", "b", "z"]) expect((await verifyDataset(join(repository, name))).passed).toBe(true);
  });

  it("has a config anew by force only, and not one that is removed", async () => {
    const repository = await temporaryFolder();
    await build(repository, "a");
    await build(repository, "b");
    await expect(build(repository, "a", { seed: 2 })).rejects.toThrow("exists and is a dataset with another seed");
    await build(repository, "a", { seed: 2, force: true });
    expect(cardIn(repository)).toContain("| `seed` | 42 | 2 |");
    await rm(join(repository, "a"), { recursive: true });
    await updateRepositoryCard(repository);
    expect(configsIn(repository)).toEqual(["b"]);
  });

  it("has all datasets in its card that are put there at the same time", async () => {
    const repository = await temporaryFolder();
    const names = ["a", "b", "c", "d", "e", "f"];
    await Promise.all(names.map((name) => build(repository, name)));
    expect(configsIn(repository).sort()).toEqual(names);
    expect(Object.keys(tree(repository)).filter((path) => path.startsWith("."))).toEqual([]);
  });

  it("gets its card again if a run was killed before it wrote it", async () => {
    const repository = await temporaryFolder();
    await build(repository, "a");
    const text = cardIn(repository);
    await rm(join(repository, "README.md"));
    expect(await updateRepositoryCard(repository)).toEqual({});
    expect(cardIn(repository)).toBe(text);
  });

  it("may be somebody's already: their files stay, and a card without marks", async () => {
    const repository = await temporaryFolder();
    writeFileSync(join(repository, ".gitattributes"), "*.parquet filter=lfs\n");
    writeFileSync(join(repository, "README.md"), "# Mine\n");
    const { leftAlone } = await build(repository, "a");
    expect(leftAlone?.path).toBe(join(repository, "README.md"));
    expect(cardIn(repository)).toBe("# Mine\n");
    expect(existsSync(join(repository, ".gitattributes"))).toBe(true);

    writeFileSync(join(repository, "README.md"), "# Mine\n<!-- mnist1d:begin -->\n<!-- mnist1d:end -->\n");
    expect((await build(repository, "b")).leftAlone).toBeUndefined();
    expect(configsIn(repository)).toEqual(["a", "b"]);
    expect(cardIn(repository)).toContain("# Mine\n");
  });

  it("is no dataset itself, and none is read from it as a whole", async () => {
    const repository = await temporaryFolder();
    await build(repository, "a");
    await build(repository, "b");
    await expect(verifyDataset(repository)).rejects.toThrow("has 2 datasets in it (a, b), and is none itself");
    await expect(build(join(repository, "a"), "x")).rejects.toThrow("is a dataset, not a repository of several");
  });
});

describe("names of configs", () => {
  it.each(["shear-0.75", "a", "0", "A_b+c-1", "data", "train", "manifest", "x.json", "console", "x".repeat(100)])(
    "may be %s",
    (name) => {
      expect(nameProblem(name)).toBeUndefined();
    },
  );

  it.each(["", ".", "..", ".hidden", "-f", "a/b", "a\\b", "a b", "a*", "[a]", "é", "a.", "a\n", "x".repeat(101)])(
    "may not be %j",
    (name) => {
      expect(() => planInRepository("repo", name)).toThrow(PlanError);
    },
  );

  it.each(["README.md", "readme.MD", "manifest.json", "Manifest.json", "croissant.json", "state.json", "desktop.ini"])(
    "may not be %s, which a file of a repository or dataset has",
    (name) => {
      expect(() => planInRepository("repo", name)).toThrow("name: expected a name that no file of a repository");
    },
  );

  it.each(["y=3", "a=", "CON", "nul.1", "com1"])("may not be %s, which programs take for something else", (name) => {
    expect(() => planInRepository("repo", name)).toThrow(PlanError);
  });

  it("property: none that is accepted has a character that Hugging Face refuses, or leads elsewhere", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[a-z.:<>|?*/\\[\]=-]{1,8}$/)), (name) => {
        fc.pre(nameProblem(name) === undefined);
        const plan = planInRepository("repo", name);
        expect(plan).toMatchObject({ kind: "directory", path: join("repo", name), repository: "repo" });
        expect(name).not.toMatch(/[<>:/\\|?*[\]=]|^\.|^$/);
      }),
    );
  });

  it("need Parquet, and a dataset that is made at once", async () => {
    expect(() => planInRepository("repo", "a", ["csv"])).toThrow("format: expected parquet beside --into");
    expect(planInRepository("repo", "a", ["csv", "parquet"])).toMatchObject({ kind: "directory" });
    const shard = { index: 0, count: 2 };
    const made = buildDataset({ engine: "blocked", numSamples: 20_000 }, planInRepository("repo", "a"), { shard });
    await expect(made).rejects.toThrow("into: expected a dataset that is made at once, got --shard");
  });
});
