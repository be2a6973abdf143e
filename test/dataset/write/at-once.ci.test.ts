// Runs of the same command at once, in processes of their own: none loses what another wrote. That what two leave is whole
// is in test/attack/pairs.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runCli } from "../../cli/support/run-cli.js";
import { temporaryFolder } from "../../formats/support/temporary-folder.js";
import { cases, THOROUGH } from "../../support/thorough.js";
import { tree } from "../support/tree.js";

/** Rounds of each. */
const ROUNDS = cases(1, 1);

describe("some at once", () => {
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
  });
});

describe("many at once", () => {
  const SEEDS = [1, 2, 3, 4, 5, 6].slice(0, THOROUGH ? undefined : 3);

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
  });

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
  });
});
