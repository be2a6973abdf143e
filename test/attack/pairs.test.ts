// Every command that writes, twice at once on the same place: what is there in the end is whole, and neither leaves anything.
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../cli/support/run-cli.js";
import { THOROUGH } from "../support/thorough.js";
import { complaintOf, type Outcome, runProcess } from "./support/attack.js";
import { complaintOfFolder, datasetsIn, keptIn, prepare, SCENARIOS, type Scenario } from "./support/scenarios.js";

const ROUNDS = 40;

const folder = temporaryFolder();

async function complaintAfter(
  both: readonly Outcome[],
  { args, keepsBoth }: Scenario,
  cwd: string,
): Promise<string | undefined> {
  for (const outcome of both) {
    // One that finds the other at work says so.
    const complaint =
      complaintOf(outcome) ?? (outcome.exitCode === 0 || outcome.exitCode === 3 ? undefined : outcome.stderr);
    if (complaint !== undefined) return complaint;
  }
  const done = both.filter(({ exitCode }) => exitCode === 0).length;
  if (done === 0) return `neither is done: ${both.map(({ stderr }) => stderr).join()}`;
  // Of two that replace the same, one may leave its place of work, which the next run removes.
  if (complaintOfFolder(cwd) !== undefined) await runProcess({ args, cwd });
  const complaint = complaintOfFolder(cwd);
  if (complaint !== undefined) return complaint;
  if (keepsBoth === true && keptIn(cwd) !== 1 + done) return `${keptIn(cwd)} are kept of ${1 + done}`;
  for (const path of datasetsIn(cwd)) {
    const { exitCode, stdout, stderr } = await runProcess({ args: ["verify", path], cwd });
    // A shard is no dataset.
    if (exitCode !== 0 && !stderr.includes("not merged yet")) return `${path} is damaged: ${stdout}${stderr}`;
  }
  return undefined;
}

describe.runIf(THOROUGH).each(SCENARIOS)("$name", (scenario) => {
  it(`twice at once leaves a whole, ${ROUNDS} times`, { timeout: 1_200_000 }, async () => {
    const place = mkdtempSync(join(folder, "p-"));
    const before = join(place, "before");
    await prepare(scenario, before);
    const complaints: string[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const cwd = mkdtempSync(join(place, "c-"));
      cpSync(before, cwd, { recursive: true });
      const both = await Promise.all([scenario.args, scenario.rival].map((args) => runProcess({ args, cwd })));
      const complaint = await complaintAfter(both, scenario, cwd);
      if (complaint !== undefined) complaints.push(`round ${round}: ${complaint}`);
      rmSync(cwd, { recursive: true });
    }
    expect(complaints).toEqual([]);
  });
});
