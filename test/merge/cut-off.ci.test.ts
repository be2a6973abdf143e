// A merge runs in a process of its own that is killed before each of its steps, one after the other; then the next merge
// must make the same dataset, and leave nothing else.
import { existsSync, readdirSync } from "node:fs";
import { cp, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { buildDataset } from "../../src/dataset/build-dataset.js";
import { planOutput } from "../../src/dataset/output-plan.js";
import { isWorkplaceName } from "../../src/dataset/paths.js";
import { openDataset } from "../../src/dataset/read/open-dataset.js";
import { mergeShards } from "../../src/merge/merge-shards.js";
import { inPairs } from "../dataset/support/in-pairs.js";
import { programKilledAt, programWaitingAt, stepsOfProgram } from "../dataset/support/stopped-build.js";
import { tree } from "../dataset/support/tree.js";
import { temporaryFolder } from "../formats/support/temporary-folder.js";
import { stride, THOROUGH } from "../support/thorough.js";
import { makeShards, SMALL } from "./support/make-shards.js";

const MERGE = fileURLToPath(new URL("support/merge.mjs", import.meta.url));
const BIN = fileURLToPath(new URL("../../bin/mnist1d.js", import.meta.url));

/** Steps before which a merge is killed. */
const STRIDE = stride(4, 2);

const TINY = { ...SMALL, numSamples: 4200, testSize: 50 };

async function prepared(before: "nothing" | "another dataset" = "nothing"): Promise<string> {
  const path = await temporaryFolder();
  const plan = planOutput(path, ["csv"]);
  if (before !== "nothing") await buildDataset({ numSamples: 50, engine: "blocked" }, planOutput(path, ["csv"]));
  for (const index of [0, 1]) await buildDataset(TINY, plan, { workers: 1, shard: { index, count: 2 }, force: true });
  return path;
}

describe("a merge that replaces another dataset", () => {
  it.runIf(THOROUGH)("killed before any step is made whole by the next, which leaves no litter", async () => {
    const start = await prepared("another dataset");
    const folder = await temporaryFolder();
    const copyOf = async (name: string) => {
      await cp(start, join(folder, name), { recursive: true });
      return join(folder, name);
    };
    const model = await copyOf("model");
    const steps = await stepsOfProgram([MERGE, model, "force"]);
    expect(steps).toEqual(expect.arrayContaining(["mkdir", "rename", "link", "unlink", "rmdir", "create", "sync"]));
    const after = tree(model);
    expect(Object.keys(after)).toContain("manifest.json");

    await inPairs(steps.length, async (step) => {
      if (step % STRIDE !== 0) return;
      const path = await copyOf(`${step}`);
      await programKilledAt(step, [MERGE, path, "force"]);
      // Whoever looks in between finds a whole dataset, or is told that it is none.
      const isOpen = await openDataset(path).then(
        (dataset) => dataset.close().then(() => true),
        (error: Error) => error.message,
      );
      const told = /has shards that are not merged yet|A run was killed in the moment when it put its output there/;
      if (isOpen !== true) expect(isOpen, `step ${step}`).toMatch(told);
      await mergeShards(path, { force: true });
      expect(tree(path), `step ${step}, ${steps[step]}`).toEqual(after);
    });
  });
});

describe("a merge where a file can't have two names", () => {
  it("copies the files, and leaves the same", async () => {
    const [path, model] = [await prepared("another dataset"), await prepared("another dataset")];
    await mergeShards(model, { force: true });
    expect(await stepsOfProgram([MERGE, path, "force"], "link")).toContain("copyFile");
    expect(tree(path)).toEqual(tree(model));
  });
});

describe("a shard that is made anew while others are merged", () => {
  const place = (path: string) => readdirSync(join(path, ".shards")).filter(isWorkplaceName);
  const program = (path: string) => [
    ...[BIN, "generate", "-q", "--engine", "blocked", "--num-samples", "4200", "--test-size", "50"],
    ...["--padding", "2,4", "--final-seq-length", "4", "--max-translation", "8", "-f", "csv"],
    ...["--shard", "0/2", "-o", `${path}/`, "--workers", "1", "--force"],
  ];

  /** The step of a run that puts its shard in place. */
  let step: number | undefined;
  async function lastRename(): Promise<number> {
    step ??= (await stepsOfProgram(program(await temporaryFolder()))).lastIndexOf("rename");
    return step;
  }

  /** All shards, and a run that began when the first was not there yet. */
  async function withRun<T>(begin: (program: readonly string[]) => Promise<T>): Promise<[path: string, run: T]> {
    const path = await prepared();
    const [first, aside] = [join(path, ".shards/00000-of-00002"), await temporaryFolder()];
    await cp(first, aside, { recursive: true });
    await rm(first, { recursive: true });
    const run = await begin(program(path));
    await cp(aside, first, { recursive: true });
    return [path, run];
  }

  it("is waited for, and the merge changes nothing", async () => {
    const [path, run] = await withRun((args) => programWaitingAt(6, args));
    const before = tree(path);
    await expect(mergeShards(path)).rejects.toThrow(".shards: another run is at work in it. Wait until it has ended");
    expect(tree(path)).toEqual(before);
    expect(await run.resume()).toMatchObject({ exitCode: 0 });
    expect(await mergeShards(path)).toMatchObject({ shards: 2 });
  });

  it("and was killed leaves a place, which goes with the shards", async () => {
    const [path] = await withRun((args) => programKilledAt(6, args));
    expect(place(path)).toHaveLength(1);
    await mergeShards(path);
    expect(existsSync(join(path, ".shards"))).toBe(false);
  });

  it("by two runs at once is whole, and neither fails", async () => {
    const path = await temporaryFolder();
    const slow = await programWaitingAt(await lastRename(), program(path).slice(0, -1));
    await makeShards(path, TINY, { count: 2, indices: [0] });
    const made = tree(join(path, ".shards/00000-of-00002"));
    const { exitCode, stderr } = await slow.resume();
    expect([exitCode, stderr]).toEqual([0, ""]);
    expect(tree(join(path, ".shards/00000-of-00002"))).toEqual(made);
    expect(place(path)).toEqual([]);
  });

  it("by another run at the same time, with another seed, fails with words", async () => {
    const path = await temporaryFolder();
    const slow = await programWaitingAt(await lastRename(), program(path).slice(0, -1));
    await makeShards(path, { ...TINY, seed: 1 }, { count: 2, indices: [0] });
    const { exitCode, stderr } = await slow.resume();
    expect([exitCode, stderr]).toEqual([3, `error: ${path}/.shards/00000-of-00002: has come into being meanwhile\n`]);
  });
});
