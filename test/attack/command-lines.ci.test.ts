// Random command lines, on files of each kind: nothing of anybody's is lost, and each ends soon, in words, with a code that
// means something. CI runs more, of which some are processes of their own.
import { chmodSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../cli/support/run-cli.js";
import { cases, THOROUGH } from "../support/thorough.js";
import { type Random, randomFrom } from "../verify/support/random.js";
import { complaintOf, Driver, FIRST_SEED, type Outcome, runProcess } from "./support/attack.js";
import { addPipes, commandLine, filesOfEachKind, UNREADABLE } from "./support/command-lines.js";

/** Command lines in one folder, of which each meets what those before it left. */
const LINES = 20;
const BATCHES = cases(2, 50);
/** One in so many batches has a process for each line. */
const PROCESSES = THOROUGH ? 20 : 0;

const folder = temporaryFolder();

/** Files that a command may have replaced, as it was asked to. */
function lostFiles(args: readonly string[], { exitCode, lost = [] }: Outcome): string[] {
  const [command] = args;
  const isForced = args.includes("--force");
  const names = new Set(args.map((word) => word.replace(/^--?[\w-]+=/, "").replace(/^\.\//, "")));
  const isData = /\.(parquet|arrow|npz|npy|json|jsonl|csv|pkl|md)$|\/data$/;
  return lost.filter((path) => {
    const name = path.replace(/^w\//, "");
    if (exitCode !== 0) return true;
    if (isForced) return !isData.test(path) && !path.includes(".shards");
    if (command === "golden" || command === "config") return ![...names].some((given) => given.endsWith(name));
    if (command === "merge") return !path.includes("/.shards");
    return !/\/(README\.md|croissant\.json)$/.test(path);
  });
}

async function attack(driver: Driver, files: string, batch: number): Promise<string | undefined> {
  const random: Random = randomFrom(FIRST_SEED + batch);
  const place = join(folder, `b${batch}`);
  const cwd = join(place, "w");
  mkdirSync(place);
  chmodSync(place, 0o777);
  await driver.copy(files, cwd, UNREADABLE);
  addPipes(cwd);
  const isProcess = PROCESSES > 0 && batch % PROCESSES === 0;
  const done: string[] = [];
  for (let i = 0; i < LINES; i++) {
    const args = commandLine(random);
    done.push(JSON.stringify(args));
    if (isProcess && args.some((word) => word.includes("\0"))) continue;
    const outcome = await (isProcess ? runProcess({ args, cwd }) : driver.run({ args, cwd, watched: place }));
    const [lost] = lostFiles(args, outcome);
    const complaint = complaintOf(outcome, args.includes("--debug")) ?? (lost && `lost: ${lost}`);
    if (complaint !== undefined) return `seed ${FIRST_SEED + batch}, line ${i}: ${complaint}\n${done.at(-1)}`;
  }
  rmSync(place, { recursive: true });
  return undefined;
}

describe("random command lines", () => {
  it(`of which ${BATCHES * LINES} do no harm`, async () => {
    chmodSync(folder, 0o755);
    const files = await filesOfEachKind(folder);
    const complaints: string[] = [];
    let next = 0;
    const worker = async () => {
      const driver = new Driver();
      while (next < BATCHES) {
        const complaint = await attack(driver, files, next++);
        if (complaint !== undefined) complaints.push(complaint);
      }
      driver.end();
    };
    await Promise.all(THOROUGH ? [worker(), worker()] : [worker()]);
    expect(complaints).toEqual([]);
  });
});
