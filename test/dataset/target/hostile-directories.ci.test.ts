// Directories that somebody prepared to make mnist1d remove, replace or move what it did not write: links at each level, names
// that lead out, notes of runs that never were. Whatever the command says: what is outside stays as it is to the byte, and
// inside all that the attack put there, or changed, under the name of the user's own.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { buildDataset } from "../../../src/dataset/build-dataset.js";
import { convertDataset } from "../../../src/dataset/convert-dataset.js";
import { planOutput } from "../../../src/dataset/output-plan.js";
import { mergeShards } from "../../../src/merge/merge-shards.js";
import { temporaryFolder as folderOfFile } from "../../cli/support/run-cli.js";
import { temporaryFolder } from "../../formats/support/temporary-folder.js";
import { makeShards, SMALL } from "../../merge/support/make-shards.js";
import { dealt, stride, THOROUGH } from "../../support/thorough.js";
import { age, HOUR } from "../support/age.js";
import { inPairs } from "../support/in-pairs.js";
import { snapshot } from "../support/snapshot.js";
import { programWaitingAt, stepsOfProgram } from "../support/stopped-build.js";

const TINY = { ...SMALL, numSamples: 4200, testSize: 50 };
const TRAIN = "data/train-00000-of-00001.csv";
const SHARD = ".shards/00000-of-00002";
const SHARD_TRAIN = "data/train-00000-of-00002.csv";
const PLACE = ".mnist1d-aaaaaaaaaaaa.tmp";
const DEAD = { host: "elsewhere", pid: 1 };

type State = "nothing" | "a dataset" | "shards" | "a dataset and shards";
const STATES: readonly State[] = ["nothing", "a dataset", "shards", "a dataset and shards"];
const states = folderOfFile();

beforeAll(async () => {
  mkdirSync(join(states, "nothing"));
  await buildDataset({ ...TINY, seed: 1 }, planOutput(join(states, "a dataset"), ["csv"]), { workers: 1 });
  await makeShards(join(states, "shards"), TINY, { count: 2 });
  cpSync(join(states, "a dataset"), join(states, "a dataset and shards"), { recursive: true });
  cpSync(join(states, "shards"), join(states, "a dataset and shards"), { recursive: true });
  await buildDataset({ ...TINY, seed: 2 }, planOutput(join(states, "other.npz")), { workers: 1 });
});

/** The commands that write directories. */
const COMMANDS: Readonly<Record<string, (path: string, force: boolean) => Promise<unknown>>> = {
  generate: (path, force) => buildDataset({ ...TINY, seed: 3 }, planOutput(`${path}/`, ["csv"]), { force, workers: 1 }),
  convert: (path, force) => convertDataset(join(states, "other.npz"), planOutput(`${path}/`, ["csv"]), { force }),
  merge: (path, force) => mergeShards(path, { force }),
};

const sha256 = (text: string | Buffer) => createHash("sha256").update(text).digest("hex");

/** Puts a file or link there, with the folders above it, in the place of what is there. */
function put(path: string, make: (path: string) => void): void {
  rmSync(path, { recursive: true, force: true });
  mkdirSync(dirname(path), { recursive: true });
  make(path);
}
const write = (path: string, content: string | object) =>
  put(path, () => writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content)));
const linkTo = (path: string, victim: string) => put(path, () => symlinkSync(victim, path));
const pipe = (path: string) => put(path, () => execFileSync("mkfifo", [path]));

/** Replaces an entry by a link to a copy of it elsewhere, which has all the right hashes. */
function moveOut(work: string, path: string, victim: string): void {
  if (!existsSync(join(work, path))) linkTo(join(work, path), victim);
  else {
    const copy = join(victim, "copies", path);
    mkdirSync(dirname(copy), { recursive: true });
    renameSync(join(work, path), copy);
    symlinkSync(copy, join(work, path));
  }
}

/** Has the manifest, or one like it, list a file more, by its true size and hash. */
function list(work: string, path: string, content: Buffer): void {
  const file = join(work, "manifest.json");
  const model = existsSync(file) ? file : join(states, "a dataset/manifest.json");
  const manifest = JSON.parse(readFileSync(model, "utf8"));
  manifest.files.push({ path, bytes: content.length, sha256: sha256(content) });
  writeFileSync(file, JSON.stringify(manifest));
}

/** A place of work of a run elsewhere that has not changed since the day before yesterday. */
function plant(work: string, files: Record<string, string | object>): void {
  for (const [path, content] of Object.entries(files)) write(join(work, PLACE, path), content);
  age(join(work, PLACE), 49 * HOUR);
}

type Attack = readonly [name: string, prepare: (work: string, victim: string) => void];

const LINKS: readonly Attack[] = [
  ...["data", TRAIN, "manifest.json", "README.md", "croissant.json", ".shards", SHARD, `${SHARD}/data`],
  ...[`${SHARD}/${SHARD_TRAIN}`, `${SHARD}/manifest.json`],
].map((path): Attack => [`${path} as a link`, (work, victim) => moveOut(work, path, victim)]);

const PLACES: readonly Attack[] = [
  ["a place of work as a link", (work, victim) => linkTo(join(work, PLACE), victim)],
  ...["new", "old", "commit.json", "owner.json", "new/data", "old/data", "new/manifest.json", "old/manifest.json"].map(
    (path): Attack => [
      `${path} of a place of work as a link`,
      (work, victim) => {
        plant(work, { "owner.json": { ...DEAD, target: "." }, "commit.json": { ...DEAD, target: "." } });
        linkTo(join(work, PLACE, path), path.endsWith(".json") ? join(victim, "thesis.tex") : victim);
        age(join(work, PLACE), 49 * HOUR);
      },
    ],
  ),
  ...["thesis.tex", ".git", "..", "../victim/thesis.tex", "/etc", "DATA", "data\\x", "data/../x"].map(
    (name): Attack => [
      `a mark that names ${name}`,
      (work) => {
        write(join(work, "manifest.json"), "mine");
        const names = ["manifest.json", name, "x"];
        const commit = { ...DEAD, target: ".", names, manifest: sha256("mine") };
        plant(work, { "commit.json": commit, "new/y.npy": "" });
      },
    ],
  ),
  ...["thesis.tex", "new/thesis.tex", "old/thesis.tex", "new/.git/config", "old/data/mine.csv", "old/data"].map(
    (path): Attack => [
      `${path} in a place of work`,
      (work) => plant(work, { "commit.json": { ...DEAD, target: "." }, [path]: "precious" }),
    ],
  ),
  [
    "an old dataset that nothing proves",
    (work) => plant(work, { "owner.json": { ...DEAD, target: "." }, "old/x.npy": "mine" }),
  ],
  [
    "a mark that is none",
    (work) => plant(work, { "commit.json": { names: ["thesis.tex"] }, "new/manifest.json": "{}" }),
  ],
  ["a mark that is a folder", (work) => plant(work, { "commit.json/mine": "precious" })],
];

const LISTED: readonly Attack[] = [
  ...["thesis.tex", ".git/config", "x", "data/mine.csv", "DATA/train-00000-of-00001.csv", "notes/y.npy"].map(
    (path): Attack => [
      `a manifest that lists ${path}`,
      (work) => {
        write(join(work, path), "precious");
        list(work, path, Buffer.from("precious"));
      },
    ],
  ),
  ...["../victim/thesis.tex", "data/../../victim/thesis.tex", "..\\victim\\thesis.tex", "./x", "data//x"].map(
    (path): Attack => [`a manifest that lists ${path}`, (work) => list(work, path, Buffer.from("precious"))],
  ),
  [
    "a manifest that lists an absolute path",
    (work, victim) => list(work, join(victim, "thesis.tex"), readFileSync(join(victim, "thesis.tex"))),
  ],
  [
    "notes of a merge",
    (work) => {
      const files = ["thesis.tex", "../victim/thesis.tex", "data/mine.csv"].map((path) => ({
        path,
        bytes: 8,
        sha256: sha256("precious"),
      }));
      const manifest = JSON.parse(readFileSync(join(states, "a dataset/manifest.json"), "utf8"));
      write(join(work, ".shards/.replaced.json"), { ...manifest, files });
      write(join(work, ".shards/.unfinished"), "mine");
    },
  ],
];

const KINDS: readonly Attack[] = [
  ...[TRAIN, "manifest.json", "README.md", `${SHARD}/${SHARD_TRAIN}`, `${SHARD}/manifest.json`, ".shards"].flatMap(
    (path): Attack[] => [
      [`${path} as a pipe`, (work) => pipe(join(work, path))],
      [
        `${path} as a folder`,
        (work) =>
          put(join(work, path), (folder) => {
            mkdirSync(folder);
            writeFileSync(join(folder, "mine"), "precious");
          }),
      ],
    ],
  ),
  [
    `${PLACE}/commit.json as a pipe`,
    (work) => {
      plant(work, { "owner.json": { ...DEAD, target: "." } });
      pipe(join(work, PLACE, "commit.json"));
      age(join(work, PLACE), 49 * HOUR);
    },
  ],
  ["data as a file", (work) => write(join(work, "data"), "precious")],
  ["a file that was changed", (work) => put(join(work, TRAIN), (path) => writeFileSync(path, "what I made of it"))],
  [
    "a hard link to a file of others",
    (work, victim) => put(join(work, TRAIN), (path) => linkSync(join(victim, "thesis.tex"), path)),
  ],
  [
    "a hard link to a file of others that is the same",
    (work, victim) => {
      if (!existsSync(join(work, TRAIN))) return;
      renameSync(join(work, TRAIN), join(victim, "train.csv"));
      linkSync(join(victim, "train.csv"), join(work, TRAIN));
    },
  ],
  ["a folder more", (work) => mkdirSync(join(work, "notes/empty"), { recursive: true })],
  ["a file more in data", (work) => write(join(work, "data/notes.txt"), "precious")],
];

/** A folder with somebody's own files and, beside them, a directory in a state. */
async function prepared(state: State): Promise<{ work: string; victim: string }> {
  const folder = await temporaryFolder();
  const [work, victim] = [join(folder, "work"), join(folder, "victim")];
  cpSync(join(states, state), work, { recursive: true });
  write(join(victim, "thesis.tex"), "precious");
  cpSync(join(states, "a dataset and shards"), join(victim, "data and shards"), { recursive: true });
  return { work, victim };
}

type Trial = readonly [command: string, state: State, force: boolean];

/** Each command where it has most to do, of which each attack meets one; in CI a third of all, before a release all. */
const TRIALS: readonly Trial[] =
  THOROUGH === 0
    ? [
        ["generate", "a dataset", true],
        ["merge", "shards", false],
        ["merge", "a dataset and shards", true],
      ]
    : Object.keys(COMMANDS)
        .flatMap((command) => STATES.flatMap((state) => [false, true].map((force): Trial => [command, state, force])))
        .filter((_, i) => THOROUGH > 1 || i % 3 === 0);

describe.skipIf(process.platform === "win32").each<[string, readonly Attack[]]>([
  ["links", LINKS],
  ["places of work", PLACES],
  ["lists", LISTED],
  ["kinds of files", KINDS],
])("of %s", (_, attacks) => {
  it.each(attacks.map(([name, attack], i) => ({ name, attack, i })))(
    "$name costs nobody anything",
    async ({ attack, i }) => {
      for (const [command, state, force] of dealt(TRIALS, TRIALS.length, i % TRIALS.length)) {
        const { work, victim } = await prepared(state);
        const pristine = snapshot(work);
        write(join(work, "thesis.tex"), "precious");
        write(join(work, ".git/config"), "precious");
        attack(work, victim);
        const before = { work: snapshot(work), victim: snapshot(victim) };
        const message = await COMMANDS[command]!(work, force).then(
          () => "done",
          (error: Error) => `${error.name}: ${error.message}`,
        );
        const what = `${command}${force ? " --force" : ""} in ${state}: ${message}`;
        expect(message, what).toMatch(/^(done|(File|Format|Merge|Card)Error: )/);
        expect(snapshot(victim), what).toEqual(before.victim);
        const mine = Object.entries(before.work).filter(([path, content]) => pristine[path] !== content);
        expect(snapshot(work), what).toMatchObject(Object.fromEntries(mine));
      }
    },
  );
});

const STRIDE = stride(19, 9);
const MERGE = fileURLToPath(new URL("../merge/support/merge.mjs", import.meta.url));
const BUILD = fileURLToPath(new URL("support/build.mjs", import.meta.url));

describe.skipIf(process.platform === "win32")("a link that is put there between check and use", () => {
  it.each<[string, State, (work: string) => string[], string]>([
    ["generate --force", "a dataset", (work) => [BUILD, work, "csv", "3"], "data"],
    ["merge", "shards", (work) => [MERGE, work], `${SHARD}/data`],
    ["merge", "shards", (work) => [MERGE, work], SHARD],
    ["merge --force", "a dataset and shards", (work) => [MERGE, work, "force"], "data"],
  ])("is not followed by %s in a place of %s", async (_, state, program, path) => {
    const model = await prepared(state);
    const steps = await stepsOfProgram(program(model.work));
    await inPairs(steps.length, async (step) => {
      if (step % STRIDE !== 0) return;
      const { work, victim } = await prepared(state);
      const copy = join(victim, "data and shards", path);
      const before = snapshot(victim);
      const run = await programWaitingAt(step, program(work));
      const isThere = existsSync(join(work, path));
      if (isThere) renameSync(join(work, path), join(work, "..", "aside"));
      mkdirSync(dirname(join(work, path)), { recursive: true });
      symlinkSync(copy, join(work, path));
      const { stderr } = await run.resume();
      expect(snapshot(victim), `step ${step}, ${steps[step]}: ${stderr}`).toEqual(before);
    });
  });
});
