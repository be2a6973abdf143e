// Every command that writes, killed before each of its steps: when it is run again, what it makes is whole, and of the first
// run nothing is left.
import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { buildDataset } from "../../src/dataset/build-dataset.js";
import { planOutput } from "../../src/dataset/output-plan.js";
import { BIN, temporaryFolder as folderOfFile } from "../cli/support/run-cli.js";
import { temporaryFolder } from "../formats/support/temporary-folder.js";
import { makeShards, SMALL } from "../merge/support/make-shards.js";
import { inPairs } from "./support/in-pairs.js";
import { type Program, programKilledAt, stepsOfProgram } from "./support/stopped-build.js";
import { tree } from "./support/tree.js";

/** Steps before which a command is killed: all of them where CI asks for it, else every seventh. */
const STRIDE = process.env.MNIST1D_KILLS === undefined ? 23 : 1;

const TINY = { ...SMALL, numSamples: 4200, testSize: 50 };

const start = folderOfFile();
beforeAll(async () => {
  await buildDataset({ numSamples: 50, seed: 1 }, planOutput(join(start, "old"), ["parquet"]));
  await buildDataset({ numSamples: 50, seed: 2 }, planOutput(join(start, "other.npz")));
  await makeShards(join(start, "shards"), TINY, { count: 2 });
  for (const name of ["one", "two"]) {
    const plan = { ...planOutput(join(start, "repository", name)), repository: join(start, "repository") };
    await buildDataset({ numSamples: 50, seed: 1 }, plan);
  }
  writeFileSync(join(start, "golden.json"), "");
});

const COMMANDS: Readonly<Record<string, (folder: string) => Program>> = {
  "convert to a directory": (folder) => ["convert", "-q", `${folder}/other.npz`, `${folder}/new/`, "-f", "csv"],
  "convert to a file": (folder) => ["convert", "-q", `${folder}/other.npz`, `${folder}/new.csv`],
  "convert --force": (folder) => ["convert", "-q", "--force", `${folder}/other.npz`, `${folder}/old`, "-f", "csv,npz"],
  merge: (folder) => ["merge", "-q", `${folder}/shards`],
  "golden add": (folder) => ["golden", "add", "-q", `${folder}/mine.json`, "--num-samples", "50"],
  config: (folder) => ["config", "--seed", "7", "-o", `${folder}/config.json`],
  "generate --into": (folder) => [
    "generate",
    "-q",
    "--num-samples",
    "50",
    "--into",
    `${folder}/repository`,
    "--name",
    "three",
  ],
};

describe("a command that is killed before any step", () => {
  it.each(Object.entries(COMMANDS))(
    "%s is made whole by the next, which leaves no litter",
    async (_, command) => {
      const program = (folder: string) => [BIN, ...command(folder)];
      const copy = async () => {
        const folder = await temporaryFolder();
        cpSync(start, folder, { recursive: true });
        return folder;
      };
      const model = await copy();
      const steps = await stepsOfProgram(program(model));
      const after = tree(model);
      expect(Object.keys(after).filter((path) => path.includes(".mnist1d-"))).toEqual([]);
      await inPairs(steps.length, async (step) => {
        if (step % STRIDE !== 0) return;
        const folder = await copy();
        await programKilledAt(step, program(folder));
        await stepsOfProgram(program(folder));
        expect(tree(folder), `step ${step}, ${steps[step]}`).toEqual(after);
      });
    },
    120_000,
  );
});
