// Recovery from kills. A build runs in a process of its own that is killed before each of its steps, one after the other,
// without a hook in the product; then the next run must find the old or the new dataset whole, and leave nothing else.
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { buildDataset } from "../../../src/dataset/build-dataset.js";
import { planOutput } from "../../../src/dataset/output-plan.js";
import { openDataset } from "../../../src/dataset/read/open-dataset.js";
import { recoverTarget } from "../../../src/dataset/write/recover-target.js";
import { thisRun } from "../../../src/dataset/write/workplace.js";
import type { FormatName } from "../../../src/formats/format.js";
import { temporaryFolder } from "../../formats/support/temporary-folder.js";
import { dealt, stride, THOROUGH } from "../../support/thorough.js";
import { age, MINUTE } from "../support/age.js";
import { inPairs } from "../support/in-pairs.js";
import { type BuildArguments, killedAt, programKilledAt, stepsOf, stepsOfProgram } from "../support/stopped-build.js";
import { tree } from "../support/tree.js";

/** Steps before which a build is killed. */
const STRIDE = stride(32, 10);

const RECOVER = fileURLToPath(new URL("../support/recover.mjs", import.meta.url));

const OLD_SEED = 1;
const NEW_SEED = 2;

interface Scenario {
  readonly target: string;
  readonly formats: string;
  readonly before: "nothing" | "dataset" | "dataset with an edited card" | "empty directory";
}

const SCENARIOS: readonly Scenario[] = [
  { target: "data", formats: "npz,csv", before: "nothing" },
  { target: "data", formats: "npz,csv", before: "dataset" },
  { target: "data", formats: "npz,csv", before: "empty directory" },
  { target: "data", formats: "parquet", before: "dataset with an edited card" },
  { target: "x.csv", formats: "", before: "nothing" },
  { target: "x.csv", formats: "", before: "dataset" },
];

function build(folder: string, { target, formats }: Scenario, seed: number) {
  const names = formats === "" ? [] : (formats.split(",") as FormatName[]);
  return buildDataset({ numSamples: 50, seed }, planOutput(join(folder, target), names), { force: true });
}

async function prepared(scenario: Scenario): Promise<string> {
  const folder = await temporaryFolder();
  if (scenario.before.startsWith("dataset")) await build(folder, scenario, OLD_SEED);
  if (scenario.before === "dataset with an edited card") {
    appendFileSync(join(folder, scenario.target, "README.md"), "My notes, which exist nowhere else.\n");
  }
  if (scenario.before === "empty directory") mkdirSync(join(folder, scenario.target));
  return folder;
}

const argumentsOf = (folder: string, { target, formats }: Scenario, seed = NEW_SEED): BuildArguments => ({
  target: join(folder, target),
  formats,
  seed,
});

const recover = (folder: string, { target }: Scenario) => recoverTarget(join(folder, target));

describe.each(dealt(SCENARIOS, 2, 1))("a build of $target where there is: $before", (scenario) => {
  it("killed before any step leaves what the next run makes whole, and of its own nothing", async () => {
    const model = await prepared(scenario);
    const before = tree(model);
    const steps = await stepsOf(argumentsOf(model, scenario));
    const after = tree(model);
    expect([steps.slice(0, 3), steps.at(-1)]).toEqual([["mkdir", "create", "amid writing"], "rmdir"]);
    const wholeOf = (found: ReturnType<typeof tree>) => {
      const text = JSON.stringify(found);
      if (text === JSON.stringify(before)) return "old";
      return text === JSON.stringify(after) ? "new" : Object.keys(found).join(" ");
    };

    const outcomes: string[] = [];
    await inPairs(steps.length, async (step) => {
      if (step % STRIDE !== 0) return;
      const folder = await prepared(scenario);
      await killedAt(step, argumentsOf(folder, scenario));

      await recover(folder, scenario);
      outcomes[step] = wholeOf(tree(folder));

      await build(folder, scenario, NEW_SEED);
      expect(tree(folder)).toEqual(after);
    });
    const last = steps.lastIndexOf("rename") === -1 ? steps.indexOf("link") : steps.lastIndexOf("rename");
    const named = outcomes.map((outcome, step) => `${step} ${steps[step]}: ${outcome}`);
    const isAllowed = (step: number) =>
      (step > last ? ["new"] : ["old", "new"]).includes(outcomes[step]!) || step % STRIDE !== 0;
    expect(named.filter((_, step) => !isAllowed(step))).toEqual([]);
    const first = outcomes.slice(0, 5).filter((outcome) => outcome !== undefined);
    expect(first).toEqual(Array(first.length).fill("old"));
    expect(first.length).toBeGreaterThan(0);
  });
});

const REPLACING = SCENARIOS[1]!;
const MOVING = SCENARIOS[2]!;

describe.each([
  ["with the old dataset aside", REPLACING, "rename"],
  ["with the manifest and not its files in place", MOVING, "link"],
] as const)("a build that was killed %s", (_, scenario, second) => {
  /** A folder as such a kill leaves it: before the second of its moves. */
  async function cutOff(): Promise<string> {
    const folder = await prepared(scenario);
    const steps = await stepsOf(argumentsOf(folder, scenario));
    const killed = await prepared(scenario);
    const moves = steps.flatMap((name, step) => (name === second ? [step] : []));
    await killedAt(moves[1]!, argumentsOf(killed, scenario));
    return killed;
  }

  it("is told to who reads it, and nothing touched by that", async () => {
    const folder = await cutOff();
    const left = tree(folder);
    const hint = "no such file or directory. A run was killed in the moment when it put its output there";
    await expect(openDataset(join(folder, scenario.target))).rejects.toThrow(hint);
    expect(tree(folder)).toEqual(left);
    await recover(folder, scenario);
    if (scenario === REPLACING) await (await openDataset(join(folder, scenario.target))).close();
  });

  it.runIf(THOROUGH)("is recovered by runs that are killed themselves, at every step, and by two at once", async () => {
    const folder = await cutOff();
    const [old, fresh] = await wholeTrees(scenario);
    const expected = scenario === REPLACING ? old : fresh;
    const copyOf = async () => {
      const copy = await temporaryFolder();
      await cp(folder, copy, { recursive: true });
      return copy;
    };
    const program = (path: string) => [RECOVER, join(path, scenario.target)];
    const steps = await stepsOfProgram(program(await copyOf()));
    expect(steps).toEqual(expect.arrayContaining(["rename", "unlink", "rmdir", "sync"]));
    const outcomes: unknown[] = [];
    await inPairs(steps.length, async (step) => {
      const copy = await copyOf();
      await programKilledAt(step, program(copy));
      await Promise.all([recover(copy, scenario), recover(copy, scenario)]);
      outcomes[step] = tree(copy);
    });
    for (const [step, outcome] of outcomes.entries()) expect(outcome, `step ${step}, ${steps[step]}`).toEqual(expected);
  });
});

async function wholeTrees(scenario: Scenario): Promise<ReturnType<typeof tree>[]> {
  const folder = await prepared(scenario);
  const old = tree(folder);
  await build(folder, scenario, NEW_SEED);
  return [old, tree(folder)];
}

describe("recovery", () => {
  const DEAD = { host: "elsewhere", pid: 1 };

  /** A place of a run elsewhere that has not changed since yesterday. */
  function place(folder: string, files: Record<string, object | string>, name = ".mnist1d-0123456789ab.tmp"): string {
    const path = join(folder, name);
    mkdirSync(path);
    for (const [file, content] of Object.entries(files)) {
      mkdirSync(join(path, file, ".."), { recursive: true });
      writeFileSync(join(path, file), typeof content === "string" ? content : JSON.stringify(content));
    }
    age(path, 25 * 60 * MINUTE);
    return path;
  }

  it("leaves a publication to another target to that target's next run", async () => {
    const folder = await temporaryFolder();
    place(folder, { "commit.json": { ...DEAD, target: "other" }, "new/manifest.json": "", "old/manifest.json": "" });
    const before = tree(folder);
    await recoverTarget(join(folder, "data"));
    expect(tree(folder)).toEqual(before);
  });

  it("collects what is left of a publication to another target that is done: its notes", async () => {
    const folder = await temporaryFolder();
    const commit = { ...DEAD, target: "other" };
    place(folder, { "owner.json": commit, "commit.json": commit });
    await recoverTarget(join(folder, "data"));
    expect(tree(folder)).toEqual({});

    // Where anything else is there, or the run may be at work, it is not ours to see to.
    for (const more of ["new/x.npy", "old/x.npy", "notes.txt"]) {
      place(
        folder,
        { "owner.json": commit, "commit.json": commit, [more]: "" },
        `.mnist1d-${Buffer.from(more.slice(0, 3)).toString("hex")}000000.tmp`,
      );
    }
    const own = { ...(await thisRun()), target: "other" };
    place(folder, { "owner.json": own, "commit.json": own });
    const before = tree(folder);
    await recoverTarget(join(folder, "data"));
    expect(tree(folder)).toEqual(before);
  });

  it("collects what was not published, for whatever target", async () => {
    const folder = await temporaryFolder();
    place(folder, { "owner.json": { ...DEAD, target: "other" }, "new/x.npy": "part" });
    await recoverTarget(join(folder, "data"));
    expect(tree(folder)).toEqual({});
  });

  it("never removes an old dataset beside a mark that can't be read", async () => {
    const folder = await temporaryFolder();
    const owner = { ...DEAD, target: "data" };
    place(folder, { "owner.json": owner, "commit.json": "?", "old/x.npy": "precious" });
    const before = tree(folder);
    await expect(recoverTarget(join(folder, "data"))).rejects.toThrow(
      /0123456789ab\.tmp.old: was left by a run that was killed, and nothing says how. .*look at/,
    );
    expect(tree(folder)).toEqual(before);
  });

  it("refuses where somebody made another dataset meanwhile, and what is aside has files that are not ours", async () => {
    const folder = await temporaryFolder();
    mkdirSync(join(folder, "data"));
    place(folder, { "commit.json": { ...DEAD, target: "data" }, "old/notes.txt": "precious", "new/x.npy": "" });
    await expect(recoverTarget(join(folder, "data"))).rejects.toThrow(
      /\.mnist1d-[0-9a-f]{12}\.tmp.old: has files that no manifest of mnist1d lists \(notes\.txt\)/,
    );
    expect(Object.keys(tree(folder)).some((path) => path.endsWith("notes.txt"))).toBe(true);
  });

  it("takes nothing back that is not the killed run's", async () => {
    const folder = await temporaryFolder();
    const names = ["manifest.json", "x.npy", "y.npy"];
    const commit = { ...DEAD, target: ".", names, manifest: "0".repeat(64) };
    place(folder, { "commit.json": commit, "new/y.npy": "new" });
    writeFileSync(join(folder, "manifest.json"), "another's");
    writeFileSync(join(folder, "x.npy"), "another's");
    await recoverTarget(folder);
    expect(tree(folder)).toEqual({ "manifest.json": "another's", "x.npy": "another's" });
  });

  it.each(["../../x.npy", "..", "a/b", "", ".", "thesis.tex", ".git", "DATA", "data\\x", "/etc/passwd"])(
    "obeys no mark that names what is not ours: %s",
    async (name) => {
      const folder = await temporaryFolder();
      mkdirSync(join(folder, "data"));
      const commit = { ...DEAD, target: ".", names: ["manifest.json", name], manifest: "0".repeat(64) };
      place(join(folder, "data"), { "commit.json": commit, "new/manifest.json": "" });
      for (const file of ["thesis.tex", "manifest.json", "x.npy"])
        writeFileSync(join(folder, "data", file), "precious");
      const before = tree(folder);
      await expect(recoverTarget(join(folder, "data"))).rejects.toThrow(
        /0123456789ab\.tmp.commit\.json: is no note that mnist1d writes\. .*look at .*and remove that by hand/,
      );
      expect(tree(folder)).toEqual(before);
    },
  );

  it("follows no link that has the name of a place", async () => {
    const folder = await temporaryFolder();
    mkdirSync(join(folder, "mine"));
    writeFileSync(join(folder, "mine/thesis.tex"), "precious");
    symlinkSync("mine", join(folder, ".mnist1d-0123456789ab.tmp"));
    age(folder, 25 * 60 * MINUTE);
    await recoverTarget(join(folder, "data"));
    expect(readFileSync(join(folder, "mine/thesis.tex"), "utf8")).toBe("precious");
    expect(existsSync(join(folder, ".mnist1d-0123456789ab.tmp"))).toBe(true);
  });

  it("finds what was cut off where a link leads whose end is missing", async () => {
    const folder = await temporaryFolder();
    mkdirSync(join(folder, "disk"));
    symlinkSync("disk/data", join(folder, "link"));
    await build(join(folder, "disk"), REPLACING, OLD_SEED);
    const old = tree(join(folder, "disk"));
    const commit = { ...DEAD, target: "data" };
    const workplace = place(join(folder, "disk"), { "commit.json": commit, "new/manifest.json": "" });
    await cp(join(folder, "disk/data"), join(workplace, "old"), { recursive: true });
    rmSync(join(folder, "disk/data"), { recursive: true });
    age(workplace, 25 * 60 * MINUTE);
    await recoverTarget(join(folder, "link"));
    expect(tree(join(folder, "disk"))).toEqual(old);
  });
});
