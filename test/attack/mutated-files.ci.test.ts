// Damaged files, each through the four commands that read: none passes for what it was, and each is answered soon, in words.
import { chmodSync, copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { FORMATS } from "../../src/formats/registry.js";
import { temporaryFolder } from "../cli/support/run-cli.js";
import { runHere } from "../cli/support/run-here.js";
import { storedContent } from "../dataset/support/stored-data.js";
import { cases, THOROUGH } from "../support/thorough.js";
import { damaged } from "../verify/support/damage.js";
import { randomFrom } from "../verify/support/random.js";
import { complaintOf, Driver, FIRST_SEED } from "./support/attack.js";

const COUNT = cases(32, 2000);

const SHAPE = [
  ..."--num-samples 40 --final-seq-length 5 --padding 2,4 --max-translation 8 --label-noise 0.5".split(" "),
  ..."--val-size 5 --shift far:padding=1,3 --factors --clean -q".split(" "),
];

/** Where a dataset goes, and which of its files is damaged. */
const SUBJECTS: readonly (readonly [out: string, file: string, ...flags: string[]])[] = [
  ...FORMATS.filter(({ singleFile }) => singleFile).map(({ extension }) => [`d${extension}`, ""] as const),
  ["d/", "x.npy", "-f", "npy"],
  ["d/", "y_test.npy", "-f", "npy"],
  ["d/", "x_clean_test_far.npy", "-f", "npy"],
  ["d/", "scale_val.npy", "-f", "npy"],
  ["d/", "manifest.json", "-f", "csv"],
  ["d/", "data/train-00000-of-00001.parquet"],
  ["d/", "data/test_far-00000-of-00001.parquet"],
  ["d/", "data/test-00000-of-00001.arrow", "-f", "arrow"],
];

/** Files whose values have no type. */
const TEXT = /\.(jsonl?|csv)$/;

const folder = temporaryFolder();

describe("damaged files", () => {
  it(`of which ${COUNT} go through four commands`, async () => {
    chmodSync(folder, 0o777);
    const config = join(folder, "config.json");
    writeFileSync(config, (await runHere(["config", ...SHAPE], folder)).stdout);
    chmodSync(config, 0o644);
    // One after the other, as each is made in its own current folder.
    const subjects: Subject[] = [];
    for (const i of SUBJECTS.keys()) subjects.push(await prepared(i, config));
    const complaints: string[] = [];
    let next = 0;
    const worker = async () => {
      const driver = new Driver();
      while (next < SUBJECTS.length) {
        const i = next++;
        complaints.push(...(await attack(driver, i, subjects[i]!)));
      }
      driver.end();
    };
    await Promise.all(THOROUGH ? [worker(), worker()] : [worker()]);
    expect(complaints).toEqual([]);
  });
});

interface Subject {
  readonly cwd: string;
  /** Of the dataset, in the folder. */
  readonly path: string;
  /** Of the file that is damaged. */
  readonly place: string;
  readonly original: Uint8Array;
  readonly content: string;
}

async function prepared(subject: number, config: string): Promise<Subject> {
  const [out, file, ...flags] = SUBJECTS[subject]!;
  const [cwd, own] = [join(folder, `s${subject}`), join(folder, `o${subject}`)];
  mkdirSync(own);
  await runHere(["generate", ...SHAPE, "-o", out, ...flags], own);
  const path = basename(out);
  cpSync(own, cwd, { recursive: true });
  chmodSync(cwd, 0o777);
  copyFileSync(config, join(cwd, "config.json"));
  const place = join(cwd, path, file);
  const original = readFileSync(place);
  const content = JSON.stringify(await storedContent(join(cwd, path), TEXT.test(path)));
  return { cwd, path, place, original, content };
}

async function attack(driver: Driver, subject: number, files: Subject): Promise<string[]> {
  const { cwd, path, place, original, content } = files;
  const complaints: string[] = [];
  const commands = [
    // What states no config is verified with it.
    ["verify", path, ...(/jsonl|csv$|pkl/.test(path) ? ["--config", "config.json"] : [])],
    ["inspect", path, "--head"],
    ["diff", path, "config.json"],
    ["convert", path, "-", "-f", "csv"],
  ];
  for (let i = subject; i < COUNT; i += SUBJECTS.length) {
    const seed = FIRST_SEED + i;
    const { bytes, description } = damaged(original, randomFrom(seed));
    writeFileSync(place, bytes);
    for (const args of commands) {
      const outcome = await driver.run({ args, cwd });
      const isWrong = async () => JSON.stringify(await storedContent(join(cwd, path), TEXT.test(path))) !== content;
      const passes = args[0] === "verify" && outcome.exitCode === 0 && (await isWrong());
      const complaint = complaintOf(outcome) ?? (passes ? "passes" : undefined);
      if (complaint !== undefined)
        complaints.push(`seed ${seed}: ${place}: ${description}: ${args.join(" ")}: ${complaint}`);
    }
  }
  return complaints;
}
