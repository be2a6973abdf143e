// A sweep among files of others: what it did not write it neither removes nor changes, with --force or without, and it says
// so before it makes anything.
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sweepGrid } from "../../../src/config/sweep.js";
import { buildSweep } from "../../../src/dataset/sweep/build-sweep.js";
import { temporaryFolder } from "../../formats/support/temporary-folder.js";
import { snapshot } from "../support/snapshot.js";

const BASE = { numSamples: 50 };
const POINTS = sweepGrid(["seed=0..2"]);

/** Something of others in the way of a sweep, before or after an earlier one. */
const IN_THE_WAY: readonly [what: string, plant: (repository: string) => void, problem: string][] = [
  [
    "a sweep.json of another program",
    (r) => writeFileSync(join(r, "sweep.json"), '{"method": "bayes"}\n'),
    "sweep.json",
  ],
  ["an empty sweep.json", (r) => writeFileSync(join(r, "sweep.json"), ""), "sweep.json"],
  ["a sweep.json that is no JSON", (r) => writeFileSync(join(r, "sweep.json"), "notes"), "sweep.json"],
  [
    "a sweep.json of a later version",
    (r) => writeFileSync(join(r, "sweep.json"), '{"sweep_version": 2, "generator": "mnist1d"}'),
    "sweep.json",
  ],
  ["a sweep.csv of another program", (r) => writeFileSync(join(r, "sweep.csv"), "name,accuracy\na,0.9\n"), "sweep.csv"],
  ["an empty sweep.csv", (r) => writeFileSync(join(r, "sweep.csv"), ""), "sweep.csv"],
  ["a folder called sweep.json", (r) => mkdirSync(join(r, "sweep.json")), "sweep.json"],
  ["a folder called sweep.csv", (r) => mkdirSync(join(r, "sweep.csv")), "sweep.csv"],
  ["a link called sweep.json", (r) => symlinkSync("elsewhere.json", join(r, "sweep.json")), "sweep.json"],
  ["a link called sweep.csv", (r) => symlinkSync("thesis.tex", join(r, "sweep.csv")), "sweep.csv"],
  ["a file called as a dataset", (r) => writeFileSync(join(r, "seed-1"), "mine\n"), "seed-1"],
  ["a link called as a dataset", (r) => symlinkSync("nowhere", join(r, "seed-1")), "seed-1"],
  [
    "a folder of others called as a dataset",
    (r) => {
      mkdirSync(join(r, "seed-1"));
      writeFileSync(join(r, "seed-1", "thesis.tex"), "mine\n");
    },
    "seed-1",
  ],
];

describe("a sweep is refused, and changes nothing,", () => {
  it.each(IN_THE_WAY)("beside %s", async (_, plant, problem) => {
    for (const force of [false, true]) {
      const repository = await temporaryFolder();
      writeFileSync(join(repository, "thesis.tex"), "mine\n");
      plant(repository);
      const before = snapshot(repository);
      const refused = buildSweep(BASE, POINTS, repository, { force });
      await expect(refused).rejects.toMatchObject({ code: "ERR_FILE", path: join(repository, problem) });
      expect(snapshot(repository)).toEqual(before);
    }
  });
});

describe("after a sweep", () => {
  /** What a person did to a repository in which a sweep is. */
  const CHANGES: readonly [what: string, change: (repository: string) => void][] = [
    ["a column in sweep.csv", (r) => edit(join(r, "sweep.csv"), (text) => text.replace(/$/gm, ",0.9"))],
    ["a line in sweep.csv", (r) => edit(join(r, "sweep.csv"), (text) => `${text}mean,,,,0.9\n`)],
    ["a key in sweep.json", (r) => edit(join(r, "sweep.json"), (text) => text.replace("{", '{\n  "note": "mine",'))],
    [
      "a key of a dataset in sweep.json",
      (r) => edit(join(r, "sweep.json"), (t) => t.replace('"rows":50', '"rows":50,"accuracy":0.9')),
    ],
    ["other white space in sweep.json", (r) => edit(join(r, "sweep.json"), (text) => JSON.stringify(JSON.parse(text)))],
    ["a file in a dataset", (r) => writeFileSync(join(r, "seed-1", "thesis.tex"), "mine\n")],
    [
      "a changed byte in a dataset",
      (r) => edit(join(r, "seed-1", "croissant.json"), (text) => text.replace("MNIST", "MNISt")),
    ],
  ];

  it.each(CHANGES)("%s stays, and a sweep with other parameters changes nothing", async (_, change) => {
    for (const force of [false, true]) {
      const repository = await temporaryFolder();
      await buildSweep(BASE, POINTS, repository);
      change(repository);
      const before = snapshot(repository);
      const refused = buildSweep({ numSamples: 60 }, POINTS, repository, { force });
      await expect(refused).rejects.toMatchObject({ code: "ERR_FILE" });
      expect(snapshot(repository)).toEqual(before);
    }
  });

  it("everything beside it stays, when it is made anew by force", async () => {
    const repository = await temporaryFolder();
    await buildSweep(BASE, POINTS, repository);
    await buildSweep(BASE, sweepGrid(["shear_scale=1,2"]), repository);
    writeFileSync(join(repository, "thesis.tex"), "mine\n");
    writeFileSync(join(repository, "seed-3"), "mine\n");
    mkdirSync(join(repository, "seed-4"));
    writeFileSync(join(repository, "seed-4", "thesis.tex"), "mine\n");
    edit(join(repository, "README.md"), (text) => `${text}\nMy notes.\n`);
    const isOthers = ([path]: [string, string]) => !/^(seed-[012]|sweep|README)/.test(path);
    const before = Object.entries(snapshot(repository)).filter(isOthers);
    await buildSweep({ numSamples: 60 }, POINTS, repository, { force: true });
    expect(Object.entries(snapshot(repository)).filter(isOthers)).toEqual(before);
    expect(readFileSync(join(repository, "README.md"), "utf8")).toMatch(/\nMy notes\.\n$/);
  });
});

function edit(path: string, change: (text: string) => string): void {
  writeFileSync(path, change(readFileSync(path, "utf8")));
}
