// What a killed run left is what the next one goes on from, whatever the last line came to.
import { appendFileSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Experiment } from "../../src/experiments/experiment.js";
import { pooling } from "../../src/experiments/pooling.js";
import { planExperiment } from "../../src/experiments/run-experiment.js";
import { openTrialLog, removeTrialLog } from "../../src/trials/trial-log.js";
import { temporaryFolder } from "../cli/support/run-cli.js";

const folder = temporaryFolder();
const plan = planExperiment(pooling as Experiment);

async function written(name: string): Promise<string> {
  const path = join(folder, name);
  const log = await openTrialLog(path, plan, false);
  await log.add(3, [0.5]);
  await log.add(1, [0.25]);
  await log.close();
  return path;
}

async function knownIn(path: string, replaces = false): Promise<unknown> {
  const log = await openTrialLog(path, plan, replaces);
  await log.close();
  return [...log.known];
}

const BOTH = [
  [3, [0.5]],
  [1, [0.25]],
];

describe("the log of trials", () => {
  it("has what was added", async () => {
    expect(await knownIn(await written("a"))).toEqual(BOTH);
  });

  it("goes on behind a line that was cut off, at any place", async () => {
    const { length } = readFileSync(await written("b"));
    const second = readFileSync(join(folder, "b"), "utf8").trimEnd().lastIndexOf("\n") + 1;
    for (let size = length - 1; size > second; size -= 7) {
      const path = await written(`b${size}`);
      truncateSync(path, size);
      expect(await knownIn(path)).toEqual(size === length - 1 ? BOTH : BOTH.slice(0, 1));
      const log = await openTrialLog(path, plan, false);
      await log.add(2, [1]);
      await log.close();
      expect(await knownIn(path)).toContainEqual([2, [1]]);
    }
  });

  it("has losses that are no numbers, as of a training that diverged", async () => {
    const path = join(folder, "diverged");
    const outcome = { losses: [Number.NaN, Infinity, -Infinity, 0.5], name: "NaN of text" };
    const log = await openTrialLog(path, plan, false);
    await log.add(0, outcome);
    await log.close();
    expect(await knownIn(path)).toEqual([[0, outcome]]);
  });

  it("leaves out lines that were changed, are of no trial, or no JSON", async () => {
    const path = await written("c");
    const text = readFileSync(path, "utf8").replace("[0.25]", "[0.75]");
    writeFileSync(path, `${text}null\n7\n{"trial": -1}\n{"trial": 1e9}\nnone\n`);
    expect(await knownIn(path)).toEqual(BOTH.slice(0, 1));
  });

  it("is not that of another run, nor anybody's file, unless these are to be replaced", async () => {
    const path = await written("d");
    const other = planExperiment(pooling as Experiment, { seeds: [9] });
    await expect(openTrialLog(path, other, false)).rejects.toThrow(`${path}: is of another run`);
    const mine = join(folder, "mine");
    writeFileSync(mine, "mine\n");
    await expect(knownIn(mine)).rejects.toThrow("is of another run");
    expect(readFileSync(mine, "utf8")).toBe("mine\n");
    expect(await knownIn(mine, true)).toEqual([]);
  });

  it("is removed, if it is there", async () => {
    const path = await written("e");
    appendFileSync(path, "");
    await removeTrialLog(path);
    await removeTrialLog(path);
    expect(() => readFileSync(path)).toThrow("ENOENT");
  });
});
