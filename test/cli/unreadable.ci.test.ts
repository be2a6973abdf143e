// What can't be read is no damage: exit code 3, in words, from every command and for every kind of file.
import {
  chmodSync,
  chownSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { dealt } from "../support/thorough.js";
import { type CliResult, temporaryFolder } from "./support/run-cli.js";
import { runHere } from "./support/run-here.js";

const folder = temporaryFolder();
const copies = temporaryFolder();
const small = ["--num-samples", "50", "-q"];
const blocks =
  "--engine blocked --num-samples 6000 --final-seq-length 4 --padding 2,4 --max-translation 8 -f csv -q".split(" ");

beforeAll(async () => {
  chmodSync(copies, 0o755);
  await runHere(["generate", ...small, "-f", "npy,csv"], folder);
  for (const shard of ["0/2", "1/2"]) await runHere(["generate", ...blocks, "--shard", shard, "-o", "big/"], folder);
  await runHere(["generate", ...small, "--into", "repo", "--name", "a"], folder);
  await runHere(["golden", "add", "golden.json", ...small], folder);
  writeFileSync(join(folder, "config.json"), '{"num_samples": 50}');
  writeFileSync(join(folder, "templates.json"), '{"x": [[0, 1], [1, 0]], "t": [0, 1], "y": [0, 1]}');
  copyFileSync(join(folder, "mnist1d/data/train-00000-of-00001.csv"), join(folder, "one.csv"));
  mkdirSync(join(folder, "in"));
  copyFileSync(join(folder, "one.csv"), join(folder, "in/one.csv"));
});

/** Runs work with the rights of a user for whom permissions count, as they don't for root. */
async function asNobody<T>(work: () => Promise<T>): Promise<T> {
  if (process.geteuid!() !== 0) return work();
  process.seteuid!(65_534);
  try {
    return await work();
  } finally {
    process.seteuid!(0);
  }
}

/** The command in a copy of the files, one of which can't be read. It is loaded before, by a run in which it can. */
async function run(args: readonly string[], unreadable: string): Promise<CliResult> {
  const place = () => {
    const cwd = mkdtempSync(join(copies, "c-"));
    cpSync(folder, cwd, { recursive: true });
    chmodSync(cwd, 0o777);
    for (const path of ["mnist1d", "big", "repo", "repo/a"]) chmodSync(join(cwd, path), 0o777);
    return cwd;
  };
  await runHere(args, place());
  const cwd = place();
  chmodSync(join(cwd, unreadable), 0);
  return asNobody(() => runHere(args, cwd));
}

const TRAIN = "mnist1d/data/train-00000-of-00001.csv";
const SHARD = "big/.shards/00001-of-00002";

describe.skipIf(process.platform === "win32")("what can't be read", () => {
  const cases: readonly (readonly [unreadable: string, ...args: string[]])[] = [
    [TRAIN, "verify", "mnist1d"],
    [TRAIN, "verify", "mnist1d", "--no-regenerate"],
    [TRAIN, "inspect", "mnist1d"],
    [TRAIN, "diff", "mnist1d", "defaults"],
    [TRAIN, "convert", "mnist1d", "x.npz"],
    [TRAIN, "golden", "add", "new.json", "mnist1d"],
    ["mnist1d/x.npy", "verify", "mnist1d"],
    ["mnist1d/x.npy", "inspect", "mnist1d/y.npy"],
    ["mnist1d/manifest.json", "verify", "mnist1d"],
    ["mnist1d/manifest.json", "inspect", "mnist1d"],
    ["mnist1d/manifest.json", "diff", "mnist1d", "defaults"],
    ["mnist1d/manifest.json", "generate", ...small],
    ["mnist1d/manifest.json", "generate", ...small, "--force", "--seed", "1"],
    ["mnist1d/data", "verify", "mnist1d"],
    ["mnist1d/data", "inspect", "mnist1d"],
    ["mnist1d", "verify", "mnist1d"],
    ["mnist1d", "inspect", "mnist1d"],
    ["mnist1d", "diff", "mnist1d", "defaults"],
    ["mnist1d", "convert", "mnist1d", "x.npz"],
    ["mnist1d", "merge", "mnist1d"],
    ["mnist1d", "generate", ...small],
    ["one.csv", "verify", "one.csv"],
    ["one.csv", "inspect", "one.csv"],
    ["one.csv", "diff", "one.csv", "defaults"],
    ["in", "inspect", "in"],
    ["in", "inspect", "in/one.csv"],
    ["in", "diff", "in/one.csv", "defaults"],
    ["in", "diff", "in/shuffled", "defaults"],
    ["in", "convert", "in/one.csv", "x.npz"],
    ["in", "convert", "one.csv", "in/x.npz"],
    ["in", "config", "--config", "in/config.json"],
    ["in", "golden", "add", "in/golden.json", ...small],
    [`${SHARD}/manifest.json`, "merge", "big"],
    [`${SHARD}/data/train-00001-of-00002.csv`, "merge", "big"],
    [SHARD, "merge", "big"],
    ["big/.shards", "merge", "big"],
    ["repo/README.md", "generate", ...small, "--into", "repo", "--name", "b"],
    ["repo/README.md", "generate", ...small, "-o", "repo/a", "--seed", "1", "--force"],
    ["repo/a/manifest.json", "generate", ...small, "--into", "repo", "--name", "a"],
    ["config.json", "config", "--config", "config.json"],
    ["config.json", "generate", "--config", "config.json"],
    ["config.json", "diff", "config.json", "defaults"],
    ["config.json", "verify", "one.csv", "--config", "config.json"],
    ["templates.json", "config", "--templates", "templates.json"],
    ["golden.json", "golden", "add", "golden.json", ...small],
    ["golden.json", "verify", "one.csv", "--golden", "golden.json"],
  ];
  it.each(dealt(cases, 3))("is told with code 3: %s, %s %s", async (unreadable, ...args) => {
    const { exitCode, stdout, stderr } = await run(args, unreadable);
    expect({ exitCode, stdout, stderr }).toMatchObject({ exitCode: 3, stdout: "" });
    expect(stderr).toMatch(/^error: .*: (permission denied|not permitted)/);
    // By its name, or that of the folder that it is in.
    expect(stderr).toContain(dirname(unreadable) === "." ? unreadable : dirname(unreadable).split("/")[0]);
  });
});

describe.runIf(process.geteuid?.() === 0)("a dataset that is replaced", () => {
  /** Makes one as a user, lets something happen to its folder of data, and replaces it. */
  async function replaced(happens: (data: string) => void) {
    const cwd = mkdtempSync(join(copies, "c-"));
    chmodSync(cwd, 0o777);
    const generate = (...more: string[]) => asNobody(() => runHere(["generate", ...small, "-o", "t/", ...more], cwd));
    expect(await generate()).toMatchObject({ exitCode: 0 });
    happens(join(cwd, "t/data"));
    const result = await generate("--seed", "7", "--force");
    return { ...result, left: readdirSync(cwd).length };
  }

  it("goes also where its folder is read-only", async () => {
    expect(await replaced((data) => chmodSync(data, 0o555))).toEqual({ exitCode: 0, stdout: "", stderr: "", left: 1 });
  });

  it("is told of with code 3 where it can't be removed, and is not taken for the new one", async () => {
    const { exitCode, stderr } = await replaced((data) => chownSync(data, 0, 0));
    expect({ exitCode, stderr }).toEqual({ exitCode: 3, stderr: expect.stringContaining("could not be removed") });
  });
});
