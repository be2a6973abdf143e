import { join } from "node:path";
import { expect, it } from "vitest";
import { buildDataset } from "../../../src/dataset/build-dataset.js";
import { planOutput } from "../../../src/dataset/output-plan.js";
import { temporaryFolder } from "../../formats/support/temporary-folder.js";
import { type BuildArguments, failedAt, stepsOf } from "../support/stopped-build.js";
import { tree } from "../support/tree.js";

/** A folder with a dataset, and the build that would replace it. */
async function replacement(): Promise<{ folder: string; build: BuildArguments }> {
  const folder = await temporaryFolder();
  const target = join(folder, "data");
  await buildDataset({ numSamples: 50, seed: 1 }, planOutput(target, ["npz"]));
  return { folder, build: { target, formats: "npz", seed: 2 } };
}

// The old one goes aside, and the new one comes in its place.
it.each([0, 1])("a replacement whose move %i is not permitted leaves the old dataset where it was", async (move) => {
  const steps = await stepsOf((await replacement()).build);
  const moves = [...steps.keys()].filter((step) => steps[step] === "rename");
  expect(moves).toHaveLength(2);

  const { folder, build } = await replacement();
  const before = tree(folder);
  expect(await failedAt(moves[move]!, build)).toContain("data: not permitted");
  expect(tree(folder)).toEqual(before);
});
