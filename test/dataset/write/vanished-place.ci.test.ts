// What is published is looked at first: where the place of work, or a part of it, goes while a run works, nothing is made anew
// and called complete, and what was at the target stays.
import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import fs from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type BuildOptions, buildDataset } from "../../../src/dataset/build-dataset.js";
import { planOutput } from "../../../src/dataset/output-plan.js";
import { isWorkplaceName } from "../../../src/dataset/paths.js";
import type { FormatName } from "../../../src/formats/format.js";
import { BIN } from "../../cli/support/run-cli.js";
import { temporaryFolder } from "../../formats/support/temporary-folder.js";
import { programWaitingAt, stepsOfProgram } from "../support/stopped-build.js";
import { tree } from "../support/tree.js";

const CONFIG = { numSamples: 10_000, finalSeqLength: 8 };

const placeIn = (folder: string) => join(folder, readdirSync(folder).find(isWorkplaceName)!);

type Loss = readonly [name: string, lose: (folder: string) => void];
const LOSSES: readonly Loss[] = [
  ["its place of work", (folder) => rmSync(placeIn(folder), { recursive: true })],
  ["what is new in it", (folder) => rmSync(join(placeIn(folder), "new"), { recursive: true })],
  [
    "one file",
    (folder) => {
      const fresh = join(placeIn(folder), "new");
      const files = readdirSync(fresh, { recursive: true, encoding: "utf8" }).map((name) => join(fresh, name));
      rmSync(files.find((path) => statSync(path).isFile())!);
    },
  ],
  ["the folder above", (folder) => rmSync(folder, { recursive: true })],
];

/** Loses something as soon as there is something to lose. */
function losing(folder: string, lose: Loss[1]): BuildOptions {
  let isLost = false;
  return {
    force: true,
    workers: 1,
    onProgress({ phase, done }) {
      if (isLost || phase !== "writing" || done < 4096) return;
      isLost = true;
      lose(folder);
    },
  };
}

describe.each<[string, string, FormatName[]]>([
  ["a directory", "data", ["csv", "npz"]],
  ["a file", "x.csv", []],
])("an output to %s that loses", (_, name, formats) => {
  it.each(LOSSES)("%s fails with words, and leaves what was there", async (_, lose) => {
    for (const hasOld of [false, true]) {
      const folder = join(await temporaryFolder(), "folder");
      const plan = planOutput(join(folder, name), formats);
      if (hasOld) await buildDataset({ numSamples: 50, seed: 1 }, plan);
      const before = hasOld ? tree(folder) : {};
      const failure = buildDataset(CONFIG, plan, losing(folder, lose));
      await expect(failure).rejects.toThrow(/was not made: .*, where it was written, is gone or was changed meanwhile/);
      await expect(failure).rejects.toMatchObject({ name: "FileError", path: join(folder, name) });
      if (existsSync(folder)) expect(tree(folder)).toEqual(before);
    }
  });
});

it("a file that others cut off, or put in the place of another, is not published", async () => {
  for (const spoil of [(path: string) => writeFileSync(path, "x"), (path: string) => rmSync(path)]) {
    const folder = await temporaryFolder();
    const plan = planOutput(join(folder, "data"), ["npz", "npy"]);
    await buildDataset({ numSamples: 50, seed: 1 }, plan);
    const before = tree(folder);
    const options = losing(folder, (at) => spoil(join(placeIn(at), "new/t.npy"))); // complete since the beginning
    await expect(buildDataset(CONFIG, plan, options)).rejects.toThrow(
      "t.npy, where it was written, is gone or was changed",
    );
    expect(tree(folder)).toEqual(before);
  }
});

it("a folder that can't be made in its place is not called gone: the system says why", async () => {
  const folder = await temporaryFolder();
  const { mkdir } = fs;
  fs.mkdir = (async (path: string, ...rest: []) => {
    if (path.endsWith("data")) throw Object.assign(new Error("ENOSPC"), { code: "ENOSPC" });
    return mkdir(path, ...rest);
  }) as typeof mkdir;
  syncBuiltinESMExports();
  try {
    const failure = buildDataset({ numSamples: 50 }, planOutput(join(folder, "x"), ["csv"]), { workers: 1 });
    await expect(failure).rejects.toThrow(`${join(folder, "x")}: no space left on the disk`);
  } finally {
    fs.mkdir = mkdir;
    syncBuiltinESMExports();
  }
  expect(tree(folder)).toEqual({});
});

it("the command ends with 3, and makes no folder anew", async () => {
  const args = (folder: string) => [
    BIN,
    "generate",
    "-q",
    "--num-samples",
    "50",
    "-o",
    `${folder}/a/data`,
    "-f",
    "csv",
  ];
  const steps = await stepsOfProgram(args(await temporaryFolder()));
  for (const step of [steps.indexOf("sync"), steps.lastIndexOf("rename")]) {
    const folder = await temporaryFolder();
    const run = await programWaitingAt(step, args(folder));
    rmSync(join(folder, "a"), { recursive: true });
    const { exitCode, stderr } = await run.resume();
    expect([exitCode, stderr]).toEqual([3, expect.stringMatching(/^error: .*data: /)]);
    expect(tree(folder)).toEqual({});
  }
});
