// Every command that writes, on a disk that fills up in the middle of it: told with code 3, what was there is whole, and
// nothing is left. Where no small disk can be mounted there is nothing to try.
import { cpSync, mkdirSync, readdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../cli/support/run-cli.js";
import { mountSmallDisk } from "../dataset/support/small-disk.js";
import { tree } from "../dataset/support/tree.js";
import { THOROUGH } from "../support/thorough.js";
import { complaintOf, runProcess } from "./support/attack.js";
import { complaintOfFolder, prepare, SCENARIOS } from "./support/scenarios.js";

/** Bytes that are free when the command begins, by pages. */
const FREE = [0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32].map((pages) => pages * 4096);

const folder = temporaryFolder();
const disk = THOROUGH ? mountSmallDisk("size=4m") : undefined;

describe.runIf(THOROUGH).each(SCENARIOS)("$name", (scenario) => {
  it("fails on a full disk and changes nothing, or is done", async () => {
    if (disk === undefined) return;
    const before = join(folder, scenario.name.replaceAll(/\W+/g, "-"));
    await prepare(scenario, before);
    const complaints: string[] = [];
    for (const free of FREE) {
      for (const name of readdirSync(disk)) rmSync(join(disk, name), { recursive: true });
      const cwd = join(disk, "c");
      mkdirSync(cwd);
      cpSync(before, cwd, { recursive: true });
      const { bavail, bsize } = statfsSync(disk);
      writeFileSync(join(disk, "filler"), new Uint8Array(Math.max(0, bavail * bsize - free)));
      const outcome = await runProcess({ args: scenario.args, cwd });
      const complaint = complaintOf(outcome) ?? complaintOfFolder(cwd) ?? changeOf(outcome, before, cwd);
      if (complaint !== undefined) complaints.push(`${free} bytes free: ${complaint}`);
      rmSync(join(disk, "filler"));
      // With room again it goes on where it was.
      const again = await runProcess({ args: scenario.args, cwd });
      const isThere = outcome.exitCode === 0 && again.stderr.includes("exists already");
      if (again.exitCode !== 0 && !isThere) complaints.push(`${free} bytes free, and then more: ${again.stderr}`);
    }
    expect(complaints).toEqual([]);
  });

  function changeOf({ exitCode, stderr }: { exitCode: number | null; stderr: string }, before: string, cwd: string) {
    if (exitCode === 0) return undefined;
    if (exitCode !== 3 || !/no space|free|quota/.test(stderr)) return `${exitCode}: ${stderr}`;
    // A merge that was cut off is ended by the next; of a sweep those datasets stay for which there was room.
    if (scenario.args[0] === "merge" || scenario.args.includes("--sweep")) return undefined;
    const [was, is] = [before, cwd].map((path) => Object.entries(tree(path)).filter(([, text]) => text !== null));
    return JSON.stringify(was) === JSON.stringify(is) ? undefined : "something changed";
  }
});
