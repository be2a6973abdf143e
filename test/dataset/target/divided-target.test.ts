// Targets of divided datasets: what is there is taken for what would be made only if it is divided alike.
import { mkdirSync, readFileSync, renameSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { cp } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseConfig, resolveConfig } from "../../../src/config/parse-config.js";
import { buildDataset } from "../../../src/dataset/build-dataset.js";
import { planOutput } from "../../../src/dataset/output-plan.js";
import type { Division } from "../../../src/dataset/scope.js";
import { checkTarget } from "../../../src/dataset/target/check-target.js";
import { verifyDataset } from "../../../src/verify/verify-dataset.js";
import { temporaryFolder } from "../../formats/support/temporary-folder.js";
import { makeShards, SMALL } from "../../merge/support/make-shards.js";
import { tree } from "../support/tree.js";

const CONFIG = parseConfig({ num_samples: 5000, final_seq_length: 4 });
const BLOCKED = resolveConfig(SMALL);

async function check(path: string, division: Division, config = CONFIG): Promise<string> {
  try {
    return (await checkTarget(config, planOutput(path, ["csv"]), false, division)) === undefined
      ? "free"
      : "up to date";
  } catch (error) {
    return (error as Error).message;
  }
}

describe("a dataset in several files", () => {
  it("is up to date only if its files have as many rows, whatever their names", async () => {
    const path = await temporaryFolder();
    await buildDataset(CONFIG, planOutput(path, ["csv"]), { rowsPerFile: 3000 });
    const before = tree(path);
    expect(await check(path, { rowsPerFile: 3000 })).toBe("up to date");
    // 4,000 rows of train are two files in both cases.
    for (const division of [{ rowsPerFile: 3500 }, {}]) {
      expect(await check(path, division)).toContain("exists and is this dataset in other files");
    }
    expect(tree(path)).toEqual(before);
  });

  it("is verified, and its stated number of rows too", async () => {
    const path = await temporaryFolder();
    await buildDataset(CONFIG, planOutput(path, ["csv", "parquet"]), { rowsPerFile: 3000 });
    expect((await verifyDataset(path)).passed).toBe(true);
    const file = join(path, "manifest.json");
    for (const wrong of [2999, 3001, 4000, 1]) {
      const text = readFileSync(file, "utf8");
      writeFileSync(file, text.replace('"rows_per_file": 3000', `"rows_per_file": ${wrong}`));
      const { checks } = await verifyDataset(path, { regenerate: false });
      const failed = checks.filter(({ status }) => status === "failed");
      expect(failed.map(({ details }) => details)).toEqual([["manifest.json: rows_per_file is not what it must be"]]);
      writeFileSync(file, text);
    }
  });
});

describe("a shard", () => {
  const shardOf = (path: string, index: number, count = 3) => join(path, `.shards/0000${index}-of-0000${count}`);

  it("that is there is up to date, and its files are not touched", async () => {
    const path = await temporaryFolder();
    await makeShards(path, SMALL, { count: 3, indices: [1] });
    const times = () => Object.keys(tree(path)).map((name) => statSync(join(path, name)).mtimeMs);
    const before = times();
    expect(await check(path, { shard: { index: 1, count: 3 } }, BLOCKED)).toBe("up to date");
    expect(await check(path, { shard: { index: 0, count: 3 } }, BLOCKED)).toBe("free");
    expect(times()).toEqual(before);
  });

  it("is not taken for another, though neither has a file", async () => {
    const path = await temporaryFolder();
    await makeShards(path, { ...SMALL, numSamples: 20, testSize: 10 }, { count: 3, indices: [0] });
    await cp(shardOf(path, 0), shardOf(path, 1), { recursive: true });
    const config = resolveConfig({ ...SMALL, numSamples: 20, testSize: 10 });
    expect(await check(path, { shard: { index: 1, count: 3 } }, config)).toContain("is shard 0 of 3 of this dataset");
  });

  it("is not taken for the whole, though it is all of it", async () => {
    const path = await temporaryFolder();
    await makeShards(path, SMALL, { count: 1 });
    renameSync(shardOf(path, 0, 1), join(path, "moved"));
    expect(await check(join(path, "moved"), {}, BLOCKED)).toContain("is shard 0 of 1 of this dataset");
    expect(await check(join(path, "moved"), { shard: { index: 0, count: 1 } }, BLOCKED)).toContain("is shard 0 of 1");
  });

  it("is refused beside shards that are divided otherwise", async () => {
    const path = await temporaryFolder();
    await makeShards(path, SMALL, { count: 3, rowsPerFile: 4096, indices: [0] });
    const shard = { index: 1, count: 3 };
    expect(await check(path, { shard, rowsPerFile: 4096 }, BLOCKED)).toBe("free");
    expect(await check(path, { shard, rowsPerFile: 8192 }, BLOCKED)).toContain("has another --rows-per-file");
    expect(await check(path, { shard }, BLOCKED)).toContain("has another --rows-per-file");
    expect(await check(path, { shard: { index: 1, count: 4 } }, BLOCKED)).toContain("is one of 3");
  });

  it("is not made at the end of a link, where merge would take none", async () => {
    const shard = { index: 1, count: 3 };
    for (const link of [".shards", ".shards/00001-of-00003"]) {
      const [path, elsewhere] = [await temporaryFolder(), await temporaryFolder()];
      mkdirSync(join(path, dirname(link)), { recursive: true });
      symlinkSync(elsewhere, join(path, link), "junction");
      for (const force of [false, true]) {
        const made = buildDataset(BLOCKED, planOutput(path, ["csv"]), { shard, force, workers: 1 });
        await expect(made).rejects.toThrow(`${join(path, link)}: is a link to another place`);
      }
      expect(tree(elsewhere)).toEqual({});
    }
  });
});
