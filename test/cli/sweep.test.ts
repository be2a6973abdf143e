// `generate --sweep` as a process: with threads the same bytes as without, and killed or interrupted it goes on to them.
import type { ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { mountSmallDisk } from "../dataset/support/small-disk.js";
import { tree } from "../dataset/support/tree.js";
import { dealt, THOROUGH } from "../support/thorough.js";
import { beforeCommand, finished, runCli, startCli, temporaryFolder } from "./support/run-cli.js";
import { runHere } from "./support/run-here.js";

const SWEEP = ["generate", "--sweep", "shear_scale=0.5,2,1", "--sweep", "seed=6..9", "--num-samples", "1000"];
const COUNT = 12;

const folder = temporaryFolder();
/** With room for three datasets of 1,000 examples, and by the lower bound for four. */
const disk = mountSmallDisk("size=820k");
const model = join(folder, "model");
const place = () => mkdtempSync(join(folder, "s-"));

beforeAll(async () => {
  expect(await runHere([...SWEEP, "--into", model, "-q", "--workers", "1"], folder)).toMatchObject({ exitCode: 0 });
});

const madeIn = (repository: string) =>
  existsSync(repository)
    ? readdirSync(repository).filter((name) => existsSync(join(repository, name, "manifest.json"))).length
    : 0;

/** Sends a signal when so many datasets are there, and waits for the end. */
async function signalled(child: ChildProcess, repository: string, most: number, signal: NodeJS.Signals) {
  const end = finished(child);
  while (child.exitCode === null && madeIn(repository) < most) await setTimeout(2);
  child.kill(signal);
  return end;
}

describe("a sweep", () => {
  it.runIf(THOROUGH)("makes the same with threads", async () => {
    const repository = join(place(), "repo");
    expect(await runCli([...SWEEP, "--into", repository, "-q", "--workers", "3"], folder)).toEqual({
      exitCode: 0,
      stdout: "",
      stderr: "",
    });
    expect(tree(repository)).toEqual(tree(model));
  });

  it.runIf(THOROUGH).each(["1", "2"])(
    "that is killed twice goes on to the same bytes, with %s threads",
    async (workers) => {
      const repository = join(place(), "repo");
      const args = [...SWEEP, "--into", repository, "--workers", workers];
      for (const most of [3, 7]) {
        await signalled(startCli(args, folder), repository, most, "SIGKILL");
        expect(madeIn(repository)).toBeGreaterThanOrEqual(most);
        expect(existsSync(join(repository, "sweep.json"))).toBe(false);
      }
      const { exitCode, stderr } = await runCli(args, folder);
      expect([exitCode, stderr]).toEqual([0, expect.stringMatching(/made {3}\d+ of 12 datasets\n/)]);
      expect(tree(repository)).toEqual(tree(model));
    },
  );

  it.each(dealt(["1", "2"], 2, 1))(
    "that is interrupted keeps what is complete, and goes on, with %s threads",
    async (workers) => {
      const repository = join(place(), "repo");
      const args = [...SWEEP, "--into", repository, "--workers", workers];
      for (const [most, signal, code] of [
        [3, "SIGINT", 130],
        [7, "SIGTERM", 143],
      ] as const) {
        const { exitCode, stderr, stdout } = await signalled(startCli(args, folder), repository, most, signal);
        expect([exitCode, stdout]).toEqual([code, ""]);
        const made = madeIn(repository);
        const rest = "and the same command makes the rest";
        expect(stderr).toBe(`error: interrupted: ${made} of ${COUNT} datasets are there, ${rest}\n`);
        expect(JSON.parse(readFileSync(join(repository, "sweep.json"), "utf8")).datasets).toHaveLength(made);
        expect(readFileSync(join(repository, "README.md"), "utf8").match(/^- config_name:/gm)).toHaveLength(2 * made);
        expect(readdirSync(repository).filter((name) => name.startsWith("."))).toEqual([]);
      }
      expect(await runCli(args, folder)).toMatchObject({ exitCode: 0 });
      expect(tree(repository)).toEqual(tree(model));
    },
  );

  it("is told beforehand, and makes nothing then", async () => {
    const { exitCode, stdout } = await runHere([...SWEEP, "--into", "dry", "--dry-run", "--json"], folder);
    const report = JSON.parse(stdout);
    expect(exitCode).toBe(0);
    expect(report).toMatchObject({ written: false, path: "dry", parameters: ["shear_scale", "seed"], rows: 12_000 });
    expect(report.datasets).toHaveLength(COUNT);
    expect(report.datasets[0]).toMatchObject({ name: "shear-0.5-seed-6", config: { shear_scale: 0.5, seed: 6 } });
    expect(report.least_bytes).toBe(12_000 * (40 * 4 + 8));
    expect(existsSync(join(folder, "dry"))).toBe(false);
  });

  it("of which a thread fails says so, and keeps what was complete", async () => {
    const repository = join(place(), "repo");
    const list = Array.from({ length: 12 }, (_, seed) => ({ seed, ...(seed === 9 && { shear_scale: 1e308 }) }));
    const args = ["generate", "--sweep-file", "-", "--into", repository, "--workers", "2", "--num-samples", "500"];
    const { exitCode, stderr } = await runCli(args, folder, JSON.stringify(list));
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(/error: seed-9: |error: shear-1e\+308-seed-9: /)]);
    const made = madeIn(repository);
    expect(made).toBeGreaterThanOrEqual(8);
    expect(JSON.parse(readFileSync(join(repository, "sweep.json"), "utf8")).datasets).toHaveLength(made);
    expect(readdirSync(repository).filter((name) => name.startsWith("."))).toEqual([]);
  });

  it("that is larger than the disk says so before it is made, and --dry-run says it as well", async () => {
    const args = ["generate", "--engine", "blocked", "--num-samples", "1e14", "--sweep", "seed=1..2", "--into", "huge"];
    const problem = /^error: huge: the datasets need at least 33\.6 PB, and [\d.]+ .B are free on the disk\. Use fewer/;
    const dry = await runHere([...args, "--dry-run"], folder);
    expect([dry.exitCode, dry.stderr]).toEqual([3, expect.stringMatching(problem)]);
    expect(dry.stdout).toMatch(/ {2}disk {3}at least 33\.6 PB, of [\d.]+ .B that are free\n$/);
    const { exitCode, stderr } = await runHere(args, folder);
    expect([exitCode, stderr]).toEqual([3, expect.stringMatching(problem)]); // others may fill the disk meanwhile
    expect(existsSync(join(folder, "huge"))).toBe(false);
  });

  it("whose datasets are there needs no room for them, --dry-run neither", async () => {
    const args = ["generate", "--sweep", "seed=1..2", "--num-samples", "50", "--into", "there"];
    expect(await runHere(args, folder)).toMatchObject({ exitCode: 0 });
    const full = beforeCommand(`
      import promises from "node:fs/promises";
      import { syncBuiltinESMExports } from "node:module";
      promises.statfs = async () => ({ blocks: 1, bsize: 1, bfree: 0, bavail: 0 });
      syncBuiltinESMExports();`);
    const { exitCode, stderr } = await runCli([...args, "--dry-run"], folder, "", full);
    expect([exitCode, stderr]).toEqual([0, ""]);
    expect(await runCli(args, folder, "", full)).toMatchObject({ exitCode: 0 });
    const more = await runCli([...args, "--sweep", "shear_scale=1", "--dry-run"], folder, "", full);
    expect([more.exitCode, more.stderr]).toEqual([
      3,
      expect.stringContaining("the datasets need at least 16.8 kB, and 0 B"),
    ]);
  });

  it.skipIf(disk === undefined)(
    "on a disk that fills up says which dataset, what is there, and how to go on",
    async () => {
      const args = ["generate", "--num-samples", "1000", "--sweep", "seed=0..3", "--into", "repo"];
      const { exitCode, stderr } = await runHere(args, disk!);
      const left = "3 of 4 datasets are there, and the same command makes the rest";
      expect([exitCode, stderr]).toEqual([3, `error: repo/seed-3: no space left on the disk. ${left}.\n`]);
      expect(madeIn(join(disk!, "repo"))).toBe(3);
    },
  );
});
