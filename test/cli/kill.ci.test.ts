// The command killed at random moments of its run, from outside: the target must be whole each time, and the next run must
// succeed and leave no litter.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import { cp, rm } from "node:fs/promises";
import { join, sep } from "node:path";
import { describe, expect, it } from "vitest";
import type { Manifest } from "../../src/dataset/manifest.js";
import { isWorkplaceName } from "../../src/dataset/paths.js";
import { age, MINUTE } from "../dataset/support/age.js";
import { tree } from "../dataset/support/tree.js";
import { cases } from "../support/thorough.js";
import { BIN, runCli, temporaryFolder } from "./support/run-cli.js";

const KILLS = cases(1, 5);
const ARGUMENTS = ["generate", "--num-samples", "3000", "--force", "-f", "npy,parquet", "-o", "data/", "-q"];

const folder = temporaryFolder();

/** Before: what is there when the command starts. */
const TARGETS: readonly [before: string, prepare: (cwd: string) => Promise<unknown>][] = [
  ["another dataset", (cwd) => cp(join(folder, "old"), join(cwd, "data"), { recursive: true })],
  ["nothing", async () => {}],
  ["an empty directory", async (cwd) => mkdirSync(join(cwd, "data"))],
];

/**
 * Digest of the dataset of a directory whose files are what its manifest says, with its card and no others; what is wrong
 * otherwise.
 */
function wholeDataset(directory: string): string {
  const found = tree(directory);
  const { digest, files } = JSON.parse(readFileSync(join(directory, "manifest.json"), "utf8")) as Manifest;
  for (const { path, sha256 } of files) {
    const content = found[path.replaceAll("/", sep)];
    if (content == null) return `${path} is missing`;
    if (createHash("sha256").update(content, "latin1").digest("hex") !== sha256) return `${path} is damaged`;
  }
  const card = "README.md"; // which people may edit: no manifest lists it
  if (found[card] == null) return `${card} is missing`;
  const listed = new Set([card, "manifest.json", ...files.map(({ path }) => path)]);
  const own = Object.entries(found).filter(([path, text]) => text !== null && !isWorkplaceName(path.split(sep)[0]!));
  return own.length === listed.size ? digest : `has ${own.length - listed.size} files too many`;
}

/** Runs the command for so many milliseconds. @returns whether it was killed, rather than done before. */
async function killedAfter(milliseconds: number, cwd: string): Promise<boolean> {
  const child = spawn(process.execPath, [BIN, ...ARGUMENTS], { cwd, stdio: "ignore" });
  const timer = setTimeout(() => child.kill("SIGKILL"), milliseconds);
  const signal = await new Promise((resolve) => child.on("close", (_, name) => resolve(name)));
  clearTimeout(timer);
  return signal === "SIGKILL";
}

describe("generate, killed at a random moment,", () => {
  it.each(TARGETS)(
    `leaves a whole dataset, or nothing, where there was %s, ${KILLS} times`,
    async (before, prepare) => {
      if (!existsSync(join(folder, "old"))) await runCli([...ARGUMENTS, "--seed", "1", "-o", "old/"], folder);
      const model = mkdtempSync(join(folder, "m-"));
      const start = Date.now();
      await runCli(ARGUMENTS, model);
      const duration = Date.now() - start;
      const fresh = wholeDataset(join(model, "data"));
      const old = wholeDataset(join(folder, "old"));
      expect([fresh, old]).toEqual([expect.stringMatching(/^sha256:/), expect.stringMatching(/^sha256:/)]);

      for (let i = 0; i < KILLS; i++) {
        const cwd = mkdtempSync(join(folder, "k-"));
        await prepare(cwd);
        const moment = Math.round(((i + Math.random()) / KILLS) * duration);
        const wasKilled = await killedAfter(moment, cwd);
        const what = `after ${moment} of ${duration} ms`;

        const data = join(cwd, "data");
        const found = existsSync(join(data, "manifest.json")) ? wholeDataset(data) : "none";
        // Between two renames; what was there is in the place beside it, or comes from it.
        const isBetween = found === "none" ? before === "another dataset" : found.endsWith("is missing");
        if (isBetween) expect(hasMark(cwd), what).toBe(true);
        else if (found !== "none") {
          const allowed = wasKilled && before === "another dataset" ? [old, fresh] : [fresh];
          expect(allowed, what).toContain(found);
        }

        expect(await runCli(ARGUMENTS, cwd), what).toMatchObject({ exitCode: 0, stderr: "" });
        expect(wholeDataset(data), what).toBe(fresh);
        await checkUnsigned(cwd, what);
        expect(tree(cwd), what).toEqual(tree(model));
        await rm(cwd, { recursive: true });
      }
    },
    60_000 + KILLS * 5000,
  );
});

/** Whether a run was at its renames. */
function hasMark(cwd: string): boolean {
  return Object.keys(tree(cwd)).some((path) => path.endsWith("commit.json"));
}

/**
 * A place that was made a millisecond before the kill does not say whose it is, and is waited for: it must have nothing in
 * it, and go when it is a minute old.
 */
async function checkUnsigned(cwd: string, what: string): Promise<void> {
  const place = Object.keys(tree(cwd)).find((path) => isWorkplaceName(path.split(sep).at(-1)!));
  if (place === undefined) return;
  const content = Object.keys(tree(join(cwd, place)));
  expect(content.length === 0 ? ["owner.json"] : content, what).toEqual(["owner.json"]);
  age(join(cwd, place), 2 * MINUTE);
  expect(await runCli(ARGUMENTS, cwd), what).toMatchObject({ exitCode: 0 });
}
