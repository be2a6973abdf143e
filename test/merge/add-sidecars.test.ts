// A merged dataset has what one has that was made at once, card and croissant.json with it.
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { buildDataset } from "../../src/dataset/build-dataset.js";
import { planOutput } from "../../src/dataset/output-plan.js";
import { mergeShards } from "../../src/merge/merge-shards.js";
import { tree } from "../dataset/support/tree.js";
import { temporaryFolder } from "../formats/support/temporary-folder.js";

const options = (seed = 1) => ({ engine: "blocked", numSamples: 10_240, finalSeqLength: 4, seed }) as const;

/** Two shards of two blocks of train and one of test. */
async function shards(path: string, seed = 1, force = false): Promise<void> {
  for (const index of [0, 1])
    await buildDataset(options(seed), planOutput(path), { shard: { index, count: 2 }, rowsPerFile: 4096, force });
}

describe("a merged dataset", () => {
  it("is file for file the one that is made at once in the same files", async () => {
    const folder = await temporaryFolder();
    await shards(join(folder, "merged"));
    expect(Object.keys(tree(join(folder, "merged"))).filter((path) => /README|croissant/.test(path))).toEqual([]);
    await mergeShards(join(folder, "merged"));
    await buildDataset(options(), planOutput(join(folder, "whole")), { rowsPerFile: 4096 });
    expect(tree(join(folder, "merged"))).toEqual(tree(join(folder, "whole")));
  });

  it("keeps what people wrote in the card of the one that it replaces", async () => {
    const path = join(await temporaryFolder(), "data");
    await buildDataset(options(), planOutput(path));
    appendFileSync(join(path, "README.md"), "My notes.\n");
    await shards(path, 2, true);
    const { leftAlone } = await mergeShards(path, { force: true });
    expect(leftAlone).toBeUndefined();
    const text = readFileSync(join(path, "README.md"), "utf8");
    expect(text).toContain("| `seed` | 42 | 2 |");
    expect(text.endsWith("My notes.\n")).toBe(true);
  });

  it("takes the place of no croissant.json that nobody lists", async () => {
    const path = join(await temporaryFolder(), "data");
    await shards(path);
    writeFileSync(join(path, "croissant.json"), "{}\n");
    const before = tree(path);
    await expect(mergeShards(path)).rejects.toThrow("croissant.json: is in the way, and no manifest lists it");
    expect(tree(path)).toEqual(before);
  });
});
