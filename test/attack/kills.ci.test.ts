// Every command that writes, killed before each step that changes the file system, and at random moments: the same command
// then succeeds, and leaves what it would have left at once, and nothing else. `npm test` has a few steps of a few commands.
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { BIN, finished, temporaryFolder } from "../cli/support/run-cli.js";
import { inPairs } from "../dataset/support/in-pairs.js";
import { tree } from "../dataset/support/tree.js";
import { cases, dealt, stride } from "../support/thorough.js";
import { randomFrom } from "../verify/support/random.js";
import { complaintOf, FIRST_SEED, runProcess } from "./support/attack.js";
import { complaintOfFolder, prepare, SCENARIOS } from "./support/scenarios.js";

const STOP_AT = fileURLToPath(new URL("../dataset/support/stop-at.mjs", import.meta.url));

/** Steps before which a command is killed: every how many-th. */
const STRIDE = stride(13, 4);

/** Kills at random moments, of each scenario. */
const KILLS = cases(0, 2);

const folder = temporaryFolder();

/** Runs a command line with what numbers its steps, or kills it before one. @returns what it printed: the steps. */
async function withSteps(args: readonly string[], cwd: string, step?: number): Promise<string> {
  const env = { ...process.env, ...(step !== undefined && { STOP_AT: `${step}`, STOP_HOW: "kill" }) };
  return (await finished(spawn(process.execPath, ["--import", STOP_AT, BIN, ...args], { cwd, env }))).stdout;
}

async function killedAfter(milliseconds: number, args: readonly string[], cwd: string): Promise<void> {
  const child = spawn(process.execPath, [BIN, ...args], { cwd, stdio: "ignore" });
  const timer = setTimeout(() => child.kill("SIGKILL"), milliseconds);
  await new Promise((resolve) => child.on("close", resolve));
  clearTimeout(timer);
}

/** Milliseconds that a command line takes in a copy of a folder. */
async function durationOf(args: readonly string[], before: string, copy: string): Promise<number> {
  cpSync(before, copy, { recursive: true });
  const start = performance.now();
  await killedAfter(60_000, args, copy);
  return performance.now() - start;
}

describe.each(dealt(SCENARIOS, 4, 3))("$name", (scenario) => {
  const { args } = scenario;

  it(`is killed before one step in ${STRIDE}, and ${KILLS} times at random`, async () => {
    const place = mkdtempSync(join(folder, "k-"));
    const [before, model] = [join(place, "before"), join(place, "model")];
    await prepare(scenario, before);
    cpSync(before, model, { recursive: true });
    const steps = JSON.parse(await withSteps(args, model)) as string[];
    const duration = KILLS > 0 ? await durationOf(args, before, mkdtempSync(join(place, "t-"))) : 0;
    const random = randomFrom(FIRST_SEED);
    const moments = Array.from({ length: KILLS }, () => Math.round((random(1000) / 1000) * duration));
    const killed: (readonly [what: string, kill: (cwd: string) => Promise<unknown>])[] = [
      ...steps
        .map((name, i) => [`at ${name}, step ${i}`, (cwd: string) => withSteps(args, cwd, i)] as const)
        .filter((_, i) => i % STRIDE === STRIDE >> 1), // at the first of all steps there is nothing yet
      ...moments.map(
        (ms) => [`after ${ms} of ${Math.round(duration)} ms`, (cwd: string) => killedAfter(ms, args, cwd)] as const,
      ),
    ];
    const complaints: string[] = [];
    await inPairs(killed.length, async (i) => {
      const [what, kill] = killed[i]!;
      const cwd = mkdtempSync(join(place, "c-"));
      cpSync(before, cwd, { recursive: true });
      await kill(cwd);
      const outcome = await runProcess({ args, cwd });
      // One that was killed when its file was in place has made it: the next says so, and tidies up.
      const isDone = outcome.exitCode === 0 || / exists already\. Use /.test(outcome.stderr);
      const failure = isDone ? undefined : `${outcome.exitCode}: ${outcome.stderr}`;
      const complaint = complaintOf(outcome) ?? failure ?? complaintOfFolder(cwd);
      if (complaint !== undefined) complaints.push(`${what}: ${complaint}`);
      else if (JSON.stringify(tree(cwd)) !== JSON.stringify(tree(model))) complaints.push(`${what}: another result`);
      rmSync(cwd, { recursive: true });
    });
    expect(complaints).toEqual([]);
  });
});
