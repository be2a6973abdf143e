// Runs of the same command at once, in processes of their own: none loses what another wrote, and what is there is whole.
import { cpSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { mergeShards } from "../../src/merge/merge-shards.js";
import { temporaryFolder as folderOfFile, runCli } from "../cli/support/run-cli.js";
import { temporaryFolder } from "../formats/support/temporary-folder.js";
import { makeShards, SMALL } from "../merge/support/make-shards.js";
import { tree } from "./support/tree.js";

/** Rounds of each: forty where CI asks for it. */
const ROUNDS = process.env.MNIST1D_KILLS === undefined ? 1 : 10;

const start = folderOfFile();
beforeAll(async () => {
  await makeShards(
    join(start, "shards"),
    { ...SMALL, numSamples: 4200, testSize: 50 },
    { count: 2, formats: ["parquet"] },
  );
});

const BUSY = /another run is (at work|updating it)|is merged already|exists already/;

describe("two at once", () => {
  it("of merge make the dataset; the other says that one is at work, or that it is merged", async () => {
    const model = await temporaryFolder();
    cpSync(join(start, "shards"), model, { recursive: true });
    await mergeShards(model);
    const after = tree(model);
    for (let round = 0; round < ROUNDS; round++) {
      const path = await temporaryFolder();
      cpSync(join(start, "shards"), path, { recursive: true });
      const both = await Promise.all([runCli(["merge", path], path), runCli(["merge", path], path)]);
      const what = `round ${round}: ${both.map(({ stderr }) => stderr).join(" | ")}`;
      expect(
        both.some(({ exitCode }) => exitCode === 0),
        what,
      ).toBe(true);
      for (const { exitCode, stderr } of both) {
        expect([0, 3], what).toContain(exitCode);
        if (exitCode === 3) expect(stderr).toMatch(BUSY);
      }
      expect(tree(path), what).toEqual(after);
    }
  }, 900_000);

  it("of config -o, of which only one may make the file: the other does not replace it", async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const path = await temporaryFolder();
      const all = await Promise.all(
        [1, 2, 3].map((seed) => runCli(`config --seed ${seed} -o c.json`.split(" "), path)),
      );
      const what = all.map(({ stderr }) => stderr).join(" | ");
      expect(all.map(({ exitCode }) => exitCode).sort(), what).toEqual([0, 3, 3]);
      const winner = all.findIndex(({ exitCode }) => exitCode === 0) + 1;
      expect(JSON.parse(readFileSync(join(path, "c.json"), "utf8")).seed).toBe(winner);
    }
  }, 900_000);

  it.each([
    [
      "generate",
      (path: string, seed: number) => [
        "generate",
        "--num-samples",
        "50",
        "--seed",
        `${seed}`,
        "-o",
        `${path}/data/`,
        "-f",
        "csv",
      ],
    ],
    [
      "generate --force",
      (path: string, seed: number) => [
        "generate",
        "--num-samples",
        "50",
        "--seed",
        `${seed}`,
        "-o",
        `${path}/data/`,
        "-f",
        "csv",
        "--force",
      ],
    ],
    ["config", (path: string, seed: number) => ["config", "--seed", `${seed}`, "-o", `${path}/c.json`, "--force"]],
  ] as const)(
    "of %s leave what one of them makes",
    async (_, command) => {
      const models = [await temporaryFolder(), await temporaryFolder()];
      for (const seed of [0, 1]) await runCli(command(models[seed]!, seed), models[seed]!);
      for (let round = 0; round < ROUNDS; round++) {
        const path = await temporaryFolder();
        const both = await Promise.all([0, 1].map((seed) => runCli(command(path, seed), path)));
        expect(both.some(({ exitCode }) => exitCode === 0)).toBe(true);
        for (const { exitCode } of both) expect([0, 3]).toContain(exitCode);
        expect(models.map((model) => JSON.stringify(tree(model)))).toContain(JSON.stringify(tree(path)));
      }
    },
    900_000,
  );
});

describe("many at once", () => {
  const SEEDS = [1, 2, 3, 4, 5, 6];

  it("of golden add lose no entry", async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const path = await temporaryFolder();
      const add = (seed: number) =>
        runCli(["golden", "add", "golden.json", "--num-samples", "50", "--seed", `${seed}`], path);
      const all = await Promise.all(SEEDS.map(add));
      expect(all.map(({ exitCode, stderr }) => `${exitCode} ${stderr}`).filter((end) => !end.startsWith("0"))).toEqual(
        [],
      );
      const golden = JSON.parse(readFileSync(join(path, "golden.json"), "utf8")) as Record<string, unknown>;
      expect(JSON.stringify(golden).match(/sha256:/g)?.length).toBeGreaterThanOrEqual(SEEDS.length);
      expect(Object.keys(tree(path))).toEqual(["golden.json"]);
    }
  }, 900_000);

  it("of generate --into have every dataset in the card", async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const path = await temporaryFolder();
      const add = (seed: number) =>
        runCli(
          ["generate", "--num-samples", "50", "--seed", `${seed}`, "--into", "repository", "--name", `s${seed}`],
          path,
        );
      const all = await Promise.all(SEEDS.map(add));
      expect(all.map(({ exitCode, stderr }) => `${exitCode} ${stderr}`).filter((end) => !end.startsWith("0"))).toEqual(
        [],
      );
      const card = readFileSync(join(path, "repository/README.md"), "utf8");
      for (const seed of SEEDS) expect(card).toContain(`config_name: s${seed}`);
      expect(existsSync(join(path, "repository/s1/manifest.json"))).toBe(true);
      expect(Object.keys(tree(path)).filter((name) => name.includes(".mnist1d-"))).toEqual([]);
    }
  }, 900_000);
});
