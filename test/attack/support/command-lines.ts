import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { PARAMETERS } from "../../../src/config/parameters.js";
import { presets } from "../../../src/config/presets.js";
import { declaredCommands } from "../../cli/support/commands.js";
import { runHere } from "../../cli/support/run-here.js";
import type { Random } from "../../verify/support/random.js";

/** What a terminal would obey, or show as something else. */
const DECEIVING = "\x1b[31m\x9b2J\u202e\u2066\u200f\u2028\u{e0041}";

/** The name of a file that deceives. */
const EVIL_NAME = `evil${DECEIVING}\nforged.csv`;

/** What nobody may read, in the folder of files. */
export const UNREADABLE = ["unreadable.csv", "unreadable.json", "locked"];

/** A folder with files of each kind, datasets, and what is none. @returns its path */
export async function filesOfEachKind(parent: string): Promise<string> {
  const folder = join(parent, "files");
  mkdirSync(folder);
  const short = "--num-samples 40 --final-seq-length 5 --padding 2,4 --max-translation 8 -q".split(" ");
  const make = (...args: string[]) => runHere(["generate", ...short, ...args], folder);
  for (const type of ["parquet", "arrow", "npz", "json", "jsonl", "csv", "pkl"]) await make("-o", `one.${type}`);
  await make();
  await make("-o", "arrays/", "-f", "npy,csv", "--label-noise", "0.5");
  for (const shard of ["0/2", "1/2"])
    await make("-o", "big/", "--engine", "blocked", "--num-samples", "6000", "-f", "csv", "--shard", shard);
  await make("--into", "repo", "--name", "a");
  await runHere(["golden", "add", "golden.json", ...short], folder);
  const write = (name: string, text: string | Uint8Array) => writeFileSync(join(folder, name), text);
  write("my.json", '{"num_samples": 40, "seed": 7, "final_seq_length": 5, "padding": [2, 4], "max_translation": 8}');
  write("templates.json", '{"x": [[0, 1, 0], [1, 0, 1]], "t": [0, 1, 2], "y": [-1, 1]}');
  write("evil.json", JSON.stringify({ [DECEIVING]: DECEIVING, engine: DECEIVING }));
  write("array.json", "[1, 2]");
  write("empty.csv", "");
  write(
    "garbage.parquet",
    Uint8Array.from({ length: 500 }, (_, i) => (i * 7919) % 256),
  );
  write("header.csv", `x0,${DECEIVING},y\n1,2,0\n`);
  write("thesis.tex", "mine\n");
  for (const name of ["own", "nothing", "locked"]) mkdirSync(join(folder, name));
  write("own/thesis.tex", "mine\n");
  write("own/table.csv", "a,b\n1,2\n");
  copyFileSync(join(folder, "one.csv"), join(folder, EVIL_NAME));
  for (const name of ["unreadable.csv", "locked/one.csv"]) copyFileSync(join(folder, "one.csv"), join(folder, name));
  copyFileSync(join(folder, "my.json"), join(folder, "unreadable.json"));
  for (const [name, target] of [
    ["link.csv", "one.csv"],
    ["nowhere", "missing/x"],
    ["circle", "circle"],
    ["zero", "/dev/zero"],
  ]) {
    symlinkSync(target!, join(folder, name!));
  }
  return folder;
}

/** Pipes are not copied along, and made where they are wanted. */
export function addPipes(folder: string): void {
  for (const name of ["pipe", "pipe.csv", "pipe.json"]) {
    rmSync(join(folder, name), { force: true });
    execFileSync("mkfifo", [join(folder, name)]);
    chmodSync(join(folder, name), 0o666);
  }
}

const PATHS: readonly string[] = [
  ..."one.parquet one.arrow one.npz one.json one.jsonl one.csv one.pkl mnist1d mnist1d/ arrays arrays/x.npy big repo repo/a".split(
    " ",
  ),
  ..."golden.json my.json templates.json evil.json array.json empty.csv garbage.parquet header.csv thesis.tex own nothing".split(
    " ",
  ),
  ..."link.csv nowhere nowhere/ circle zero pipe pipe.csv pipe.json unreadable.csv unreadable.json locked locked/one.csv".split(
    " ",
  ),
  ..."missing.csv missing/ missing/x.npz new.npz new.csv new/ new.json - . .. ./ ~ ~/x new.txt a\\b.csv mnist1d/manifest.json".split(
    " ",
  ),
  ..."/dev/null /dev/full /dev/zero /dev/stdin /dev/stdout /proc/self/mem /proc/self/fd/0 /nonexistent/x.csv mnist1d/data".split(
    " ",
  ),
  "",
  " ",
  EVIL_NAME,
  `${DECEIVING}.npz`,
  `${DECEIVING}/`,
  "caf\ufffd.npz",
  "a\nforged",
  "x".repeat(300),
  "a/".repeat(3000),
  "y".repeat(100_000),
  "🙂.npz",
  "NUL",
  "con.csv",
  "-rf",
  "--",
  "%s%n",
  "$(id)",
  "*",
  "one.csv/",
  "one.csv/x",
  "my.json/..",
  "mnist1d/../one.csv",
];

const NUMBERS: readonly string[] = [
  ..."0 1 2 5 40 -1 -0 1.5 0.5 .5 1. 1e1 1e-300 1e309 -1e309 NaN Infinity 0x10 1_000 1,5 ٣ +3 9007199254740991 9007199254740993".split(
    " ",
  ),
  ..."4294967295 4294967296 1e15 99999999999999999999999 1000000000000000 00040 1e400 0e0 --5 5- 1/2".split(" "),
  "",
  " 1 ",
  "1\n",
  DECEIVING,
  "9".repeat(10_000),
  "null",
  "true",
  "[36,60]",
  "36 60",
  "36,60",
  "60,36",
  "2,4",
  "0,0",
  "-1,-1",
  "1,1e15",
];

const WORDS: readonly string[] = [
  ...Object.keys(presets),
  "defaults",
  "seed=7",
  "seed=7,shear_scale=1",
  "sead=1",
  "=",
  "seed=",
  "=7",
  `${DECEIVING}=1`,
  "templates=one.csv",
  "auto",
  "auto/8",
  "0/1",
  "0/2",
  "1/2",
  "2/2",
  "3/8",
  "99999/99999",
  "sha256:abc",
  `sha256:${"0".repeat(64)}`,
  "parquet",
  "csv",
  "npz,csv",
  "npy",
  "pkl,json,jsonl",
  "xlsx",
  "float32",
  "float64",
  "float16",
  "reference",
  "blocked",
  "resample",
  "flip",
  "half-even",
  "pooling",
  "samples",
  "generate",
  "add",
  "help",
];

const DATASETS =
  "one.parquet one.arrow one.npz one.json one.jsonl one.csv one.pkl mnist1d mnist1d/ arrays big repo/a link.csv".split(
    " ",
  );
const TARGETS = "new.npz new.csv new.parquet new.json new/ repo/b mnist1d arrays/ one.npz repo/a - big".split(" ");
const CONFIGS = "my.json my.json evil.json unreadable.json pipe.json - array.json".split(" ");

/** What people give the flags that are no parameters of datasets. */
const SENSIBLE: Readonly<Record<string, readonly string[]>> = {
  "--preset": Object.keys(presets),
  "--config": CONFIGS,
  "--templates": ["templates.json", "templates.json", ...CONFIGS],
  "--out": TARGETS,
  "--into": ["repo", "new", "repo/", "mnist1d", "own"],
  "--name": ["a", "b", "c.d", ".git", "data", "../x"],
  "--format": ["parquet", "csv", "npz,csv", "npy", "pkl,json,jsonl", "arrow"],
  "--workers": ["1", "1", "2"],
  "--rows-per-file": ["1", "7", "100"],
  "--shard": ["0/1", "0/2", "1/2", "auto"],
  "--golden": ["golden.json", "golden.json", "my.json", "sha256:abc"],
  "--label-noise-mode": ["resample", "flip"],
  "--head": ["0", "3", "1000"],
  "--dtype": ["float32", "float64"],
  "--engine": ["reference", "blocked"],
  "--label-noise": ["0", "0.5", "1"],
  "--padding": ["2,4", "0,0", "36,60"],
  "--num-samples": ["40", "20", "10", "1"],
  "--final-seq-length": ["5", "4", "40"],
  "--models": ["linear", "mlp,cnn", "gru"],
  "--steps": ["1", "5", "20"],
  "--seeds": ["1", "2", "7,8"],
};

/** What the operands of commands are called, and what people give for them. */
const OPERANDS: Readonly<Record<string, readonly string[]>> = {
  out: TARGETS,
  dir: ["big", "big/", "mnist1d", "repo"],
  file: ["golden.json", "new.json"],
  a: [...DATASETS, "my.json", "defaults", "seed=7,num_samples=40"],
  b: [...DATASETS, "my.json", "defaults", "shuffled"],
};

/** A command and what it is called, those below others too. */
const COMMANDS: readonly (readonly [names: readonly string[], command: Command])[] = [...(await declaredCommands())]
  .filter(([name]) => name !== "")
  .map(([name, command]) => [name.split(" "), command]);

const defaults = new Map(
  PARAMETERS.map(({ key, default: value }) => [`--${key.replaceAll("_", "-")}`, [String(value ?? 1)]]),
);

/** Flags of parameters that make small datasets, whatever else is asked for. */
const SMALL: readonly string[] = [
  "--num-samples",
  "40",
  "--final-seq-length",
  "5",
  "--padding",
  "2,4",
  "--max-translation",
  "8",
];

/** A command line, at random: commands, flags with values valid or not, operands of each kind, in any order. */
export function commandLine(random: Random): string[] {
  const pick = <T>(items: readonly T[]) => items[random(items.length)]!;
  const chance = (percent: number) => random(100) < percent;
  if (chance(3)) return Array.from({ length: random(4) }, () => anything(pick, chance));
  const [names, command] = pick(COMMANDS);
  const words: string[][] = [];
  for (let flags = command.options.length === 0 ? 0 : random(4); flags > 0; flags--) {
    const option = pick(command.options);
    const name = chance(15) && option.short ? option.short : (option.long ?? option.short!);
    const takes = option.required || (option.optional && chance(50));
    const sensible = SENSIBLE[option.long ?? ""] ?? defaults.get(option.long ?? "") ?? WORDS;
    const value = chance(75) ? pick(sensible) : chance(50) ? pick(NUMBERS) : anything(pick, chance);
    words.push(!takes ? [name] : chance(20) && name.startsWith("--") ? [`${name}=${value}`] : [name, value]);
  }
  const expected = command.registeredArguments.length;
  const operands = chance(80) ? expected : random(4);
  for (let i = 0; i < operands; i++) {
    const name = command.registeredArguments[i]?.name() ?? "";
    words.push([chance(65) ? pick(OPERANDS[name] ?? DATASETS) : chance(80) ? pick(PATHS) : anything(pick, chance)]);
  }
  if (chance(4)) words.push([`--${anything(pick, chance)}`]);
  for (let i = words.length - 1; i > 0; i--) {
    const j = random(i + 1);
    [words[i], words[j]] = [words[j]!, words[i]!];
  }
  // Last, so that they hold: what is asked for must not be large by chance.
  const makes = command.options.some(({ long }) => long === "--num-samples");
  const given = new Set(words.map(([first]) => first!.split("=")[0]!));
  const small =
    makes && !(names[1] === "add" && operands > 1) ? SMALL.filter((_, i) => !given.has(SMALL[i - (i % 2)]!)) : [];
  // Models train for minutes, and experiments more.
  const short =
    names[0] === "experiment" ? ["--list"] : names[0] === "evaluate" && !given.has("--steps") ? ["--steps", "5"] : [];
  return [...names, ...words.flat(), ...small, ...short];
}

function anything(pick: <T>(items: readonly T[]) => T, chance: (percent: number) => boolean): string {
  if (chance(45)) return pick(PATHS);
  return chance(50) ? pick(NUMBERS) : pick(WORDS);
}
