// Sweeps: each dataset is what it is alone, the index tells them all, and a sweep that was stopped goes on to the same bytes.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sweepGrid, sweepList } from "../../../src/config/sweep.js";
import { buildDataset } from "../../../src/dataset/build-dataset.js";
import { planInRepository } from "../../../src/dataset/output-plan.js";
import { updateRepositoryCard } from "../../../src/dataset/repository/repository.js";
import { buildSweep } from "../../../src/dataset/sweep/build-sweep.js";
import type { SweepIndex } from "../../../src/dataset/sweep/sweep-index.js";
import type { SweepProgress } from "../../../src/dataset/sweep/sweep-options.js";
import { verifyDataset } from "../../../src/verify/verify-dataset.js";
import { temporaryFolder } from "../../formats/support/temporary-folder.js";
import { tree } from "../support/tree.js";

const BASE = { numSamples: 50 };

const indexOf = (repository: string): SweepIndex => JSON.parse(readFileSync(join(repository, "sweep.json"), "utf8"));
const namesOf = (repository: string) => indexOf(repository).datasets.map(({ name }) => name);
const tableOf = (repository: string) => readFileSync(join(repository, "sweep.csv"), "utf8");
const cardOf = (repository: string) => readFileSync(join(repository, "README.md"), "utf8");

describe("a sweep", () => {
  it("makes each dataset as it is made alone, with one card, an index and a table", async () => {
    const [swept, alone] = [join(await temporaryFolder(), "new", "repo"), await temporaryFolder()];
    const { datasets, leftAlone } = await buildSweep(BASE, sweepGrid(["padding=[36,60],[0,24]", "seed=3..4"]), swept);
    expect(leftAlone).toBeUndefined();
    expect(datasets.map(({ name, kind }) => [name, kind])).toEqual([
      ["padding-36-60-seed-3", "built"],
      ["padding-36-60-seed-4", "built"],
      ["padding-0-24-seed-3", "built"],
      ["padding-0-24-seed-4", "built"],
    ]);
    for (const [name, padding, seed] of [
      ["padding-36-60-seed-3", [36, 60], 3],
      ["padding-36-60-seed-4", [36, 60], 4],
      ["padding-0-24-seed-3", [0, 24], 3],
      ["padding-0-24-seed-4", [0, 24], 4],
    ] as const) {
      await buildDataset({ ...BASE, padding, seed }, planInRepository(alone, name));
      expect((await verifyDataset(join(swept, name))).passed).toBe(true);
    }
    const { "sweep.json": json, "sweep.csv": _, ...others } = tree(swept);
    expect(others).toEqual(tree(alone));
    expect(cardOf(swept)).toContain("- config_name: padding-36-60-seed-3\n  default: true\n");

    const { parameters, datasets: entries } = indexOf(swept);
    expect(parameters).toEqual(["padding", "seed"]);
    expect(entries.map(({ values }) => values)).toEqual([
      { padding: [36, 60], seed: 3 },
      { padding: [36, 60], seed: 4 },
      { padding: [0, 24], seed: 3 },
      { padding: [0, 24], seed: 4 },
    ]);
    for (const [i, { digest, config_digest, rows }] of entries.entries())
      expect({ digest, config_digest, rows }).toMatchObject({ ...pick(datasets[i]!.manifest), rows: 50 });
    const lines = tableOf(swept).split("\n");
    expect(lines[0]).toBe("name,padding,seed,config_digest,digest,rows");
    expect(lines[1]).toBe(`padding-36-60-seed-3,"[36,60]",3,${entries[0]!.config_digest},${entries[0]!.digest},50`);
    expect(lines).toHaveLength(6);
    expect(json).toContain('"sweep_version": 1');
  });

  it("that is there already changes nothing", async () => {
    const repository = await temporaryFolder();
    const points = sweepGrid(["seed=0..2"]);
    await buildSweep(BASE, points, repository);
    const before = tree(repository);
    const { datasets } = await buildSweep(BASE, points, repository);
    expect(datasets.map(({ kind }) => kind)).toEqual(["up-to-date", "up-to-date", "up-to-date"]);
    expect(tree(repository)).toEqual(before);
  });

  it("makes again what was lost, and the index", async () => {
    const repository = await temporaryFolder();
    const points = sweepGrid(["seed=0..2"]);
    await buildSweep(BASE, points, repository);
    const before = tree(repository);
    for (const name of ["seed-1", "sweep.json", "sweep.csv"]) {
      await rm(join(repository, name), { recursive: true });
      await buildSweep(BASE, points, repository);
      expect(tree(repository)).toEqual(before);
    }
  });

  it("adds to the index of earlier sweeps, as far as their datasets are there", async () => {
    const repository = await temporaryFolder();
    await buildSweep(BASE, sweepGrid(["seed=0..2"]), repository);
    await rm(join(repository, "seed-1"), { recursive: true });
    await buildSweep(BASE, sweepGrid(["shear_scale=1,2", "seed=2"]), repository);
    expect(namesOf(repository)).toEqual(["seed-0", "seed-2", "shear-1-seed-2", "shear-2-seed-2"]);
    expect(indexOf(repository).parameters).toEqual(["shear_scale", "seed"]);
    expect(indexOf(repository).datasets[0]!.values).toEqual({ shear_scale: 0.75, seed: 0 });
    expect(cardOf(repository)).not.toContain("seed-1\n");
  });

  it("of a list has its names, and leaves fields empty that a config has no value for", async () => {
    const repository = await temporaryFolder();
    const list = [
      { name: "plain" },
      { name: "noisy", label_noise: 0.5 },
      { test_size: 7, shifts: { s: { padding: [1, 2] } } },
    ];
    await buildSweep(BASE, sweepList(list), repository);
    expect(namesOf(repository)).toEqual(["plain", "noisy", "test-size-7"]);
    const fields = tableOf(repository).replaceAll(/sha256:\w+/g, "…");
    expect(fields).toBe(
      [
        "name,test_size,label_noise,shifts,config_digest,digest,rows",
        "plain,,,,…,…,50",
        'noisy,,"{""fraction"":0.5,""mode"":""resample""}",,…,…,50',
        'test-size-7,7,,"{""s"":{""padding"":[1,2]}}",…,…,57',
        "",
      ].join("\n"),
    );
    await buildSweep(BASE, sweepList(list), repository); // reads what it wrote
  });

  it("takes all formats, and files of so many rows", async () => {
    const repository = await temporaryFolder();
    await buildSweep(BASE, sweepGrid(["seed=0,1"]), repository, { formats: ["parquet", "csv"], rowsPerFile: 25 });
    expect(Object.keys(tree(join(repository, "seed-1", "data"))).sort()).toEqual([
      "test-00000-of-00001.csv",
      "test-00000-of-00001.parquet",
      "train-00000-of-00002.csv",
      "train-00000-of-00002.parquet",
      "train-00001-of-00002.csv",
      "train-00001-of-00002.parquet",
    ]);
  });

  it("tells its progress, and what is there before what is made", async () => {
    const repository = await temporaryFolder();
    await buildSweep(BASE, sweepGrid(["seed=0"]), repository);
    const seen: SweepProgress[] = [];
    await buildSweep(BASE, sweepGrid(["seed=0..2"]), repository, { onProgress: (progress) => seen.push(progress) });
    const phases = seen.map(({ phase }) => phase);
    expect(phases.lastIndexOf("reading")).toBeLessThan(phases.indexOf("writing"));
    const done = seen.filter(({ phase }) => phase === "writing").map((progress) => progress.done);
    expect(done).toEqual([...done].sort((a, b) => a - b));
    expect(seen.at(-1)).toEqual({ phase: "writing", done: 3, total: 3, dataset: "seed-2" });
  });

  it("that is stopped keeps what is complete in index and card, and goes on to the same bytes", async () => {
    const [repository, model] = [await temporaryFolder(), await temporaryFolder()];
    const points = sweepGrid(["shear_scale=2,1", "seed=8..10"]);
    await buildSweep(BASE, points, model);
    for (const most of [1, 4]) {
      const controller = new AbortController();
      const stop = ({ phase, done }: SweepProgress) => {
        if (phase === "writing" && done >= most) controller.abort(new Error("enough"));
      };
      const stopped = buildSweep(BASE, points, repository, { signal: controller.signal, onProgress: stop });
      await expect(stopped).rejects.toThrow("enough");
      expect(namesOf(repository)).toEqual(points.slice(0, most).map(({ name }) => name));
      expect(cardOf(repository).match(/^- config_name:/gm)).toHaveLength(2 * most);
      expect(Object.keys(tree(repository)).filter((path) => path.includes(".mnist1d-"))).toEqual([]);
    }
    await buildSweep(BASE, points, repository);
    expect(tree(repository)).toEqual(tree(model));
  });

  it("that fails says of which dataset, and keeps what was complete", async () => {
    const repository = await temporaryFolder();
    const list = [{ seed: 1 }, { seed: 2, digest: `sha256:${"0".repeat(64)}` }, { seed: 3 }];
    const failed = buildSweep(BASE, sweepList(list), repository);
    await expect(failed).rejects.toMatchObject({ code: "ERR_DIGEST_MISMATCH", message: /^seed-2: the data has/ });
    expect(namesOf(repository)).toEqual(["seed-1"]);
    expect(Object.keys(tree(repository)).filter((path) => !path.includes("/"))).toEqual([
      "README.md",
      "seed-1",
      "sweep.csv",
      "sweep.json",
    ]);
  });

  it("that fails says why, not that its index could not be renewed for another reason", async () => {
    const repository = join(await temporaryFolder(), "repo");
    const points = sweepList([{ seed: 1 }, { name: "infinite", shear_scale: 1e308 }]);
    const onProgress = ({ dataset }: SweepProgress) => {
      if (dataset === "infinite" && existsSync(repository)) writeFileSync(join(repository, "sweep.json"), "notes");
    };
    await expect(buildSweep(BASE, points, repository, { workers: 1, onProgress })).rejects.toThrow(
      "infinite: the values overflow",
    );
    expect(readFileSync(join(repository, "sweep.json"), "utf8")).toBe("notes");
    expect(cardOf(repository)).toContain("- config_name: seed-1\n");
  });

  it("replaces other datasets of its names by force only, and says so before it makes any", async () => {
    const repository = await temporaryFolder();
    await buildDataset({ ...BASE, seed: 7 }, planInRepository(repository, "seed-2"));
    const before = tree(repository);
    const points = sweepGrid(["seed=1,2"]);
    await expect(buildSweep(BASE, points, repository)).rejects.toThrow(
      "seed-2: exists and is a dataset with another seed",
    );
    expect(tree(repository)).toEqual(before);
    await buildSweep(BASE, points, repository, { force: true });
    expect(indexOf(repository).datasets.map(({ values }) => values)).toEqual([{ seed: 1 }, { seed: 2 }]);
    expect((await verifyDataset(join(repository, "seed-2"))).passed).toBe(true);
  });

  it.each([
    ["no points", [], "points: expected a list of points, got []"],
    ["no list", "seed=1", 'points: expected a list of points, got "seed=1"'],
    ["a name that is none", [{ name: "../x", layer: {} }], "a name of a-z"],
    ["a name of a file", [{ name: "sweep.json", layer: {} }], "a name that no file of a repository"],
    ["two of a name", [{ name: "a", layer: {} }, { name: "A", layer: {} }], "datasets of different names"], // biome-ignore format: one a line
    ["no parameter", [{ name: "a", layer: { sheer: 1 } }], "a: sheer: expected the name of a parameter"],
    ["a bad value", [{ name: "a", layer: { seed: -1 } }], "a: seed: expected an integer"],
    ["what no config can be", [{ name: "a", layer: { numSamples: 3 } }], "a: num_samples: expected"],
  ])("of %s is refused, and nothing is made", async (_, points, message) => {
    const repository = join(await temporaryFolder(), "repo");
    await expect(buildSweep(BASE, points as never, repository)).rejects.toThrow(message);
    await expect(buildSweep(BASE, sweepGrid(["seed=1"]), repository, { shard: 1 } as never)).rejects.toThrow("shard");
    expect(existsSync(repository)).toBe(false);
  });
});

describe("a dataset whose card is left for later", () => {
  it("is in the card when that is brought up to date", async () => {
    const repository = await temporaryFolder();
    const plan = planInRepository(repository, "a");
    await buildDataset(BASE, plan, { updatesCard: false });
    await buildDataset(BASE, plan, { updatesCard: false }); // is up to date
    expect(existsSync(join(repository, "README.md"))).toBe(false);
    writeFileSync(join(repository, "notes.txt"), "mine\n");
    await updateRepositoryCard(repository);
    expect(cardOf(repository)).toContain("- config_name: a\n");
  });
});

function pick({ digest, config_digest }: { digest: string; config_digest?: string }) {
  return { digest, config_digest };
}
