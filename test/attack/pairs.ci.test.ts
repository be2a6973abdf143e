// Every command that writes, twice at once on the same place: what is there in the end is whole, and neither leaves anything.
// `npm test` has one round of a few.
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../cli/support/run-cli.js";
import { runHere } from "../cli/support/run-here.js";
import { tree } from "../dataset/support/tree.js";
import { cases, dealt } from "../support/thorough.js";
import { complaintOf, type Outcome, runProcess } from "./support/attack.js";
import { complaintOfFolder, datasetsIn, keptIn, prepare, SCENARIOS, type Scenario } from "./support/scenarios.js";

const ROUNDS = cases(1, 4);

/** What a merge says that finds another at work, or done. */
const BUSY = /another run is (at work|updating it)|is merged already|exists already/;

const folder = temporaryFolder();

async function complaintAfter(
  both: readonly Outcome[],
  { keepsBoth, args: [command] }: Scenario,
  cwd: string,
  wanted: readonly string[],
): Promise<string | undefined> {
  for (const outcome of both) {
    // One that finds the other at work says so.
    const complaint =
      complaintOf(outcome) ?? (outcome.exitCode === 0 || outcome.exitCode === 3 ? undefined : outcome.stderr);
    if (complaint !== undefined) return complaint;
  }
  const refused = both.find(({ exitCode }) => exitCode === 3)?.stderr;
  if (command === "merge" && refused !== undefined && !BUSY.test(refused)) return refused;
  const done = both.filter(({ exitCode }) => exitCode === 0).length;
  if (done === 0) return `neither is done: ${both.map(({ stderr }) => stderr).join()}`;
  const complaint = complaintOfFolder(cwd);
  if (complaint !== undefined) return complaint;
  if (keepsBoth === true && keptIn(cwd) !== 1 + done) return `${keptIn(cwd)} are kept of ${1 + done}`;
  if (wanted.length > 0 && !wanted.includes(JSON.stringify(tree(cwd)))) return "it is what neither makes alone";
  for (const path of datasetsIn(cwd)) {
    const { exitCode, stdout, stderr } = await runProcess({ args: ["verify", path], cwd });
    // A shard is no dataset.
    if (exitCode !== 0 && !stderr.includes("not merged yet")) return `${path} is damaged: ${stdout}${stderr}`;
  }
  return undefined;
}

describe.each(dealt(SCENARIOS, 4, 2))("$name", (scenario) => {
  it(`twice at once leaves a whole, ${ROUNDS} times`, async () => {
    const place = mkdtempSync(join(folder, "p-"));
    const before = join(place, "before");
    await prepare(scenario, before);
    // A sweep keeps those of both that have other names.
    const alone = scenario.keepsBoth || scenario.args.includes("--sweep") ? [] : [scenario.args, scenario.rival];
    const wanted: string[] = [];
    for (const args of alone) {
      const cwd = mkdtempSync(join(place, "a-"));
      cpSync(before, cwd, { recursive: true });
      expect(await runHere(args, cwd)).toMatchObject({ exitCode: 0 });
      wanted.push(JSON.stringify(tree(cwd)));
    }
    const complaints: string[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const cwd = mkdtempSync(join(place, "c-"));
      cpSync(before, cwd, { recursive: true });
      const both = await Promise.all([scenario.args, scenario.rival].map((args) => runProcess({ args, cwd })));
      const complaint = await complaintAfter(both, scenario, cwd, wanted);
      if (complaint !== undefined) complaints.push(`round ${round}: ${complaint}`);
      rmSync(cwd, { recursive: true });
    }
    expect(complaints).toEqual([]);
  });
});
