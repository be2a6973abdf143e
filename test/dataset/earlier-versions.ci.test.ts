// Datasets that 0.1.0 wrote (fixtures/0.1.0): this version verifies each, takes it for up to date, and makes the same data of it.
import { cpSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { runHere } from "../cli/support/run-here.js";
import { temporaryFolder } from "../formats/support/temporary-folder.js";
import { tree } from "./support/tree.js";

const WRITTEN = fileURLToPath(new URL("../../fixtures/0.1.0", import.meta.url));

const SMALL = "--num-samples 30 --final-seq-length 4 --seed 1";
const NOISY = `${SMALL} --dtype float64 --label-noise 0.4`;
const ALL = "-f parquet -f arrow -f npy -f npz -f json -f jsonl -f csv -f pkl";

const DIRECTORIES: Readonly<Record<string, string>> = {
  "directories/plain": `${SMALL} ${ALL}`,
  "directories/noisy": `${NOISY} ${ALL}`,
  "directories/blocked": `${SMALL} -f parquet -f csv --engine blocked --rows-per-file 20`,
};

/** Formats whose files state their config: the others say nothing that could be up to date. */
const STATING = ["parquet", "arrow", "npz", "json"];

async function copied(): Promise<string> {
  const folder = await temporaryFolder();
  cpSync(WRITTEN, folder, { recursive: true });
  return folder;
}

async function runs(folder: string, line: string): Promise<string> {
  const { exitCode, stdout, stderr } = await runHere(line.split(" "), folder);
  expect(exitCode, `${line}\n${stdout}${stderr}`).toBe(0);
  return stdout + stderr;
}

/** It is what this command makes, and is left as it is. */
async function isUpToDate(folder: string, line: string): Promise<void> {
  const before = tree(folder);
  expect(await runs(folder, line)).toContain("up to date");
  expect(tree(folder)).toEqual(before);
}

describe("a dataset of 0.1.0", () => {
  it.each(Object.entries(DIRECTORIES))("in a directory is verified, and up to date: %s", async (path, flags) => {
    const folder = await copied();
    await runs(folder, `verify ${path}`);
    await isUpToDate(folder, `generate ${flags} -o ${path}`);
  });

  it.each(readdirSync(join(WRITTEN, "files")))(
    "in a file is verified, and converts to the same data: %s",
    async (name) => {
      const folder = await copied();
      const flags = name.startsWith("noisy") ? NOISY : SMALL;
      const preset = STATING.some((extension) => name.endsWith(extension)) ? "" : " --config config.json";
      writeFileSync(join(folder, "config.json"), await runs(folder, `config ${flags}`));
      await runs(folder, `verify files/${name}${preset}`);
      await runs(folder, `generate ${flags} -f parquet -o new`);
      await runs(folder, `diff files/${name} new`);
      if (preset === "" && !name.startsWith("stream")) await isUpToDate(folder, `generate ${flags} -o files/${name}`);
    },
  );

  it("in a repository is up to date, and another joins it", async () => {
    const folder = await copied();
    await isUpToDate(folder, `generate ${SMALL} --into repository --name one`);
    await runs(folder, `generate ${SMALL} --seed 3 --into repository --name three`);
    await runs(folder, "verify repository/two");
  });

  it("in shards is merged, also with one that this version made", async () => {
    const folder = await copied();
    const flags = "--final-seq-length 1 --seed 1 --engine blocked --num-samples 10000";
    await isUpToDate(folder, `generate ${flags} --shard 1/2 -o shards`);
    rmSync(join(folder, "shards/.shards/00001-of-00002"), { recursive: true });
    await runs(folder, `generate ${flags} --shard 1/2 -o shards`);
    await runs(folder, "merge shards");
    await runs(folder, "verify shards");
  });
});
