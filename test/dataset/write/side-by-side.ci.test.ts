// Runs side by side: one waits at some step, another begins and ends; then the first goes on. Neither may lose anything
// to the other's recovery.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { buildDataset } from "../../../src/dataset/build-dataset.js";
import { planOutput } from "../../../src/dataset/output-plan.js";
import { isWorkplaceName } from "../../../src/dataset/paths.js";
import { temporaryFolder } from "../../formats/support/temporary-folder.js";
import { dealt } from "../../support/thorough.js";
import { stepsOf, waitingAt } from "../support/stopped-build.js";
import { tree } from "../support/tree.js";

const build = (target: string, seed: number) =>
  buildDataset({ numSamples: 50, seed }, planOutput(target, ["npz", "csv"]), { force: true });

const argumentsOf = (target: string) => ({ target, formats: "npz,csv", seed: 2 });

/** What a dataset of a seed is. */
async function datasetOf(seed: number): Promise<ReturnType<typeof tree>> {
  const folder = await temporaryFolder();
  await build(join(folder, "data"), seed);
  return tree(join(folder, "data"));
}

/** The folder with a dataset in it, and the step of a replacing build: the last before, and between, its two renames. */
async function withDataset(): Promise<{ folder: string; data: string; renames: number[] }> {
  const folder = await temporaryFolder();
  const data = join(folder, "data");
  await build(data, 1);
  const steps = await stepsOf(argumentsOf(data));
  await build(data, 1);
  return { folder, data, renames: steps.flatMap((name, step) => (name === "rename" ? [step] : [])) };
}

const placesIn = (folder: string) => Object.keys(tree(folder)).filter((path) => path.split("/").some(isWorkplaceName));

describe("a run that is at work", () => {
  it.each(dealt([2, 4, "committed", 9, "between"], 2))(
    "is left alone by one to another target beside it: at %s",
    async (at) => {
      const { folder, data, renames } = await withDataset();
      const step = at === "committed" ? renames[0]! : at === "between" ? renames[1]! : (at as number);
      const run = await waitingAt(step, argumentsOf(data));
      const places = placesIn(folder);
      expect(places.length).toBeGreaterThan(0);
      await build(join(folder, "other"), 3);
      // One that does not say yet whose it is goes, and its run makes another.
      expect(placesIn(folder)).toEqual(at === 2 ? [] : places);
      expect(await run.resume()).toMatchObject({ exitCode: 0, stderr: "" });
      expect(placesIn(folder)).toEqual([]);
      expect(tree(data)).toEqual(await datasetOf(2));
      expect(tree(join(folder, "other"))).toEqual(await datasetOf(3));
    },
  );

  it("is left alone by one to the same target: the later one's dataset stays", async () => {
    const { folder, data, renames } = await withDataset();
    const run = await waitingAt(renames[0]!, argumentsOf(data));
    await build(data, 3);
    expect(tree(data)).toEqual(await datasetOf(3));
    expect(await run.resume()).toMatchObject({ exitCode: 0, stderr: "" });
    expect(tree(data)).toEqual(await datasetOf(2));
    expect(placesIn(folder)).toEqual([]);
  });

  it("fails with words if another comes between its two renames, whose dataset stays", async () => {
    const { folder, data, renames } = await withDataset();
    const run = await waitingAt(renames[1]!, argumentsOf(data));
    await build(data, 3);
    const { exitCode, stderr } = await run.resume();
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`${data}: another run has put its output there meanwhile`);
    expect(tree(data)).toEqual(await datasetOf(3));
    expect(placesIn(folder)).toEqual([]);
  });

  it("inside a directory is not replaced along with it", async () => {
    const folder = await temporaryFolder();
    const data = join(folder, "data");
    mkdirSync(data);
    const run = await waitingAt(9, argumentsOf(data));
    await build(data, 3); // inside as well, and faster
    await expect(build(data, 4)).rejects.toThrow(`${data}: another run is at work in it`);
    const { exitCode, stderr } = await run.resume();
    expect(exitCode).toBe(1);
    expect(stderr).toContain("manifest.json: is in the way");
    expect(tree(data)).toEqual(await datasetOf(3));
    await build(data, 4);
    expect(tree(folder)).toEqual(
      Object.fromEntries([
        ["data", null],
        ...Object.entries(await datasetOf(4)).map(([path, text]) => [`data/${path}`, text]),
      ]),
    );
  });

  it("in the same process is left alone too", async () => {
    const folder = await temporaryFolder();
    const seeds = [1, 2, 3, 4];
    await Promise.all(seeds.map((seed) => build(join(folder, `data-${seed}`), seed)));
    for (const seed of seeds) expect(tree(join(folder, `data-${seed}`))).toEqual(await datasetOf(seed));
    expect(placesIn(folder)).toEqual([]);
  });
});
