// `mnist1d experiment` as a user has it: mistakes, folders of others, an interruption and what goes on after it.

import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect, it } from "vitest";
import type { Experiment } from "../../src/experiments/experiment.js";
import { human } from "../../src/experiments/human.js";
import { planExperiment, reportOf } from "../../src/experiments/run-experiment.js";
import { startCli, temporaryFolder } from "./support/run-cli.js";
import { runHere } from "./support/run-here.js";

const cwd = temporaryFolder();

const run = (line: string) => runHere(["experiment", ...line.split(" ").filter((word) => word !== "")], cwd);

it.each([
  ["", 2, "error: experiment: expected the name of one, got none. There are "],
  ["poling", 2, "error: poling: is no experiment. Did you mean pooling?"],
  ["toString", 2, "error: toString: is no experiment. There are "],
  ["pooling --seeds one", 2, "error: --seeds: expected up to 100 different integers from 0 to 4294967295, as in 1,2,3"],
  ["pooling --seeds 1,1", 2, "error: --seeds: expected up to 100 different integers"],
  ["pooling --seeds 4294967296", 2, "error: --seeds: expected up to 100 different integers"],
  ["pooling --workers 0", 2, "error: --workers: expected"],
  ["pooling --mnist images-idx3", 2, "error: --mnist: is for tsne: pooling takes MNIST-1D alone"],
  ["tsne --mnist digits.idx", 2, "error: --mnist: expected a file with images-idx3 in its name, by which its labels"],
  ["tsne --mnist none-images-idx3", 3, "error: none-images-idx3: no such file or directory"],
  ["tsne --mnist mine-images-idx3", 3, "error: mine-images-idx3: is no IDX file, which begins with two zeros"],
  ["pooling -o a-file", 3, "error: a-file: exists and is not a directory"],
  ["pooling -o theirs", 3, "error: theirs/result.json: exists already. Use another -o, or --force to replace it."],
  ["pooling -o theirs --force", 3, "error: theirs/figure.svg: exists and is not a file. Use another -o."],
  ["pooling --full -o begun", 3, "error: begun/trials.jsonl: is of another run, with other trials."],
  ["pooling -o /proc/none", 3, "error: /proc/none: "],
])("refuses what is wrong with %j, and leaves all as it is", async (line, code, message) => {
  for (const name of ["a-file", "mine-images-idx3"]) writeFileSync(join(cwd, name), "mine\n");
  for (const [folder, file] of [
    ["theirs", "result.json"],
    ["begun", "trials.jsonl"],
  ] as const) {
    mkdirSync(join(cwd, folder), { recursive: true });
    writeFileSync(join(cwd, folder, file), "mine\n");
  }
  mkdirSync(join(cwd, "theirs", "figure.svg"), { recursive: true });
  const { exitCode, stdout, stderr } = await run(line);
  expect(stderr).toContain(message);
  expect([exitCode, stdout]).toEqual([code, ""]);
  expect(readFileSync(join(cwd, "theirs", "result.json"), "utf8")).toBe("mine\n");
  expect(readFileSync(join(cwd, "begun", "trials.jsonl"), "utf8")).toBe("mine\n");
});

it("trains nothing where the same run is done, and says again what came of it", async () => {
  const [seen, wrong] = [new Array<number>(10).fill(40), new Array<number>(10).fill(4)];
  const report = reportOf(planExperiment(human as Experiment, { seeds: [5] }), [{ seen, wrong }]);
  mkdirSync(join(cwd, "done"));
  writeFileSync(join(cwd, "done", "result.json"), `${JSON.stringify(report, undefined, 2)}\n`);
  writeFileSync(join(cwd, "done", "figure.svg"), "");
  const { exitCode, stdout, stderr } = await run("human --seeds 5 -o done");
  expect(stderr).toContain("done/result.json is up to date: nothing was trained");
  expect(stdout).toContain("quick protocol, seed 5\n");
  expect(stdout).toMatch(/examples of each class in the quiz .*FAILS/);
  expect(exitCode).toBe(1);
  expect((await run("human --seeds 5 -o done --json")).stdout).toBe(`${JSON.stringify(report, undefined, 2)}\n`);
  for (const other of ["human --seeds 6 -o done", "human --full --seeds 5 -o done"]) {
    expect(await run(other)).toMatchObject({ exitCode: 3, stderr: expect.stringContaining("exists already") });
  }
});

it("lists what there is, for people and for programs", async () => {
  const { stdout, exitCode } = await run("--list");
  const { stdout: json } = await run("--list --json");
  const names = (JSON.parse(json) as { name: string }[]).map(({ name }) => name);
  expect(
    stdout
      .trimEnd()
      .split("\n")
      .map((line) => line.split(" ")[0]),
  ).toEqual(names);
  expect(exitCode).toBe(0);
});

it.runIf(process.platform !== "win32")(
  "keeps what is done when it is interrupted, and goes on from there",
  async () => {
    const line = ["experiment", "priors", "-o", "killed"];
    const log = join(cwd, "killed", "trials.jsonl");
    const linesIn = () => (existsSync(log) ? readFileSync(log, "utf8").split("\n").length - 1 : 0);
    /** Interrupts a run that has added a trial. */
    const interrupted = async () => {
      const before = Math.max(1, linesIn());
      const child = startCli(line, cwd);
      let stderr = "";
      child.stderr!.on("data", (data) => {
        stderr += data;
      });
      const closed = once(child, "close");
      while (linesIn() <= before && child.exitCode === null) await setTimeout(20);
      child.kill("SIGINT");
      const [code] = await closed;
      expect(code).toBe(130);
      expect(stderr).toContain("trainings are done, in killed/trials.jsonl: the same command goes on");
      return stderr;
    };
    expect(await interrupted()).not.toContain("going on");
    const done = linesIn() - 1;
    expect(await interrupted()).toContain(`going on: ${done} of `);
    expect(linesIn() - 1).toBeGreaterThan(done);
    expect(existsSync(join(cwd, "killed", "result.json"))).toBe(false);
    const other = await runHere([...line, "--seeds", "7"], cwd);
    expect(other.stderr).toContain("killed/trials.jsonl: is of another run, with other trials.");
    expect(other.exitCode).toBe(3);
  },
);
