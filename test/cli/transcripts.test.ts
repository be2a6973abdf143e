// Transcripts: what a user sees for a command line, word for word, with the exit code at the end. Each runs in an empty
// folder with a few input files; a line in parentheses is what happens to the files in between. To accept an intended
// change: npx vitest run test/cli -u. In CI each command is a process, as in a user's shell; else all run in this one.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { THOROUGH } from "../support/thorough.js";
import { runCli, temporaryFolder } from "./support/run-cli.js";
import { runHere } from "./support/run-here.js";

const FILES: Readonly<Record<string, string>> = {
  "a-file": "not a dataset\n",
  "my.json": '{"$schema": "x", "shear_scale": 1.5, "seed": 7, "url": "http://example.org"}',
  "not-json.json": "seed = 3\n",
  "array.json": "[1, 2]",
  "twice.json": '{\n  "seed": 1,\n  "seed": 2\n}',
  "proto.json": '{"__proto__": {"seed": 2}}',
  "typo.json": '{"shear_scal": 2}',
  "bad-value.json": '{"train_split": 1.5}',
  "ragged.json": '{"x": [[0, 1, 2], [0, 1]], "t": [0, 1, 2], "y": [0, 1]}',
  "infinite.json": '{"x": [[0, 1e999], [0, 1]], "t": [0, 1], "y": [0, 1]}',
  "one-point.json": '{"x": [[0], [1]], "t": [0], "y": [0, 1]}',
  "same-label.json": '{"x": [[0, 1], [1, 0]], "t": [0, 1], "y": [3, 3]}',
  "two-classes.json": '{"x": [[0, 1, 0], [1, 0, 1]], "t": [0, 1, 2], "y": [-1, 1]}',
  "pinned.json":
    '{"num_samples": 50, "digest": "sha256:273b732ac398aadbf3a36d8fb42ea18057c1e24c2efd078d7a4fab1efacc8a1a"}',
  "bad-pin.json": '{"digest": "sha256:abc"}',
  "empty.parquet": "",
  "text.parquet": "x0,y\n1,2\n",
  "parquet.csv": "PAR1",
  "no-labels.csv": "x0,x1\n1,2\n",
  "not-a-number.csv": "x0,x1,y\n0.5,1,0\n-0.5,NaN,1\n",
  "ragged.jsonl": '{"x":[1,2],"y":0}\n{"x":[1],"y":0}\n',
  "others.csv": "x0,x1,y\n0.5,1,0\n-0.5,0.25,1\n",
  "two/a.csv": "x0,x1,y\n1,2,3\n",
  "two/b.csv": "x0,x1,y\n1,2,3\n",
  "mixed/a.csv": "x0,x1,y\n1,2,3\n",
  "mixed/a.jsonl": '{"x":[1,2],"y":3}\n',
  "shards/data/train-00000-of-00002.csv": "x0,x1,y\n1,2,3\n",
  "not-golden.json": "{}",
  "stale-pin.json":
    '{"num_samples": 50, "digest": "sha256:273b732ac398aadbf3a36d8fb42ea18057c1e24c2efd078d7a4fab1efacc8a1b"}',
  "noise.json": '{"label_noise": 0.15}',
  "trailing-comma.json": '{\n  "seed": 1,\n  "padding": [36, 60,],\n}\n',
  "commented.json": '{\n  "seed": 1 // the first\n}\n',
  "python.json": '{"shuffle_seq": True}',
  "quoted.json": "{'seed': 1}",
  "no-comma.json": '{"seed": 1 "shear_scale": 2}',
  "cut-off.json": '{"seed": 1,\n',
  "empty.json": "",
};

const folder = temporaryFolder();

/** An empty folder but for the input files and a directory of somebody's own. */
function workplace(): string {
  const place = mkdtempSync(join(folder, "t-"));
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(place, name)), { recursive: true });
    writeFileSync(join(place, name), text);
  }
  mkdirSync(join(place, "own"));
  mkdirSync(join(place, "nothing"));
  writeFileSync(join(place, "own", "thesis.tex"), "mine\n");
  return place;
}

/** Splits as a shell would, with "" for an empty argument. */
function argumentsOf(line: string): string[] {
  return (line.match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replaceAll('"', ""));
}

/** What can happen to files, by the first word in the parentheses. */
const EVENTS: Readonly<Record<string, (place: string, ...words: string[]) => void>> = {
  flip(place, file = "", byte = "") {
    const bytes = readFileSync(join(place, file));
    bytes[Number(byte)]! ^= 0x40;
    writeFileSync(join(place, file), bytes);
  },
  edit(place, file = "", before = "", after = "") {
    const text = readFileSync(join(place, file), "utf8");
    if (!text.includes(before)) throw new Error(`${file} has no ${before}`);
    writeFileSync(join(place, file), text.replace(before, after));
  },
  remove: (place, file = "") => rmSync(join(place, file), { recursive: true }),
  write: (place, file = "") => writeFileSync(join(place, file), "mine\n"),
  copy: (place, from = "", to = "") => cpSync(join(place, from), join(place, to), { recursive: true }),
  rename: (place, from = "", to = "") => renameSync(join(place, from), join(place, to)),
};

function happens(event: string, place: string): void {
  const [name = "", ...words] = argumentsOf(event.slice(1, -1));
  EVENTS[name]!(place, ...words);
}

async function transcript(lines: readonly string[]): Promise<string> {
  const place = workplace();
  const before = readdirSync(place);
  let text = "";
  for (const line of lines) {
    if (line.startsWith("(")) {
      happens(line, place);
      text += `${line}\n\n`;
      continue;
    }
    const words = argumentsOf(line);
    const first = words.findIndex((word) => !/^[A-Z_]+=/.test(word));
    const env = Object.fromEntries(words.slice(0, first).map((word) => word.split("=")));
    const { stdout, stderr, exitCode } = await (THOROUGH
      ? runCli(words.slice(first), place, "", env)
      : runHere(words.slice(first), place, env));
    const command = [...Object.keys(env).map((name) => `${name}=${env[name]}`), "mnist1d"].join(" ");
    const rest = Object.keys(env).length === 0 ? line : line.slice(line.indexOf(words[first]!));
    text += `$ ${command} ${rest}\n${section("stdout", stdout)}${section("stderr", stderr)}exit ${exitCode}\n\n`;
  }
  const made = readdirSync(place).filter((name) => !before.includes(name));
  return `${text}left behind: ${made.join(" ") || "nothing"}\n`;
}

function section(name: string, text: string): string {
  if (text === "") return "";
  const steady = text.replace(/[\d.]+ [kMGTP]?B (that )?are free/g, "0 GB $1are free");
  const timeless = steady
    .replace(/\d+\.\d\d s\b/g, "0.00 s")
    .replace(/"(generating|writing|generating_and_writing|converting)": [\d.e-]+/g, '"$1": 0');
  return `--- ${name}\n${timeless.endsWith("\n") ? timeless : `${timeless}\n`}`;
}

const small = "--num-samples 50";

/** Two blocks of train and one of test, of short examples. */
const blocks = "--engine blocked --num-samples 6000 --final-seq-length 4 --padding 2,4 --max-translation 8 -f csv";
const aShard = (shard: string, ...others: string[]) => ["generate", blocks, "--shard", shard, ...others].join(" ");

describe("transcripts", () => {
  it.each<[name: string, ...lines: string[]]>([
    ["help", "--help"],
    ["help-generate", "generate --help"],
    ["help-config", "config --help"],
    ["version", "--version"],
    ["generate", "generate"],
    ["generate-again", "generate -q", "generate", "generate --json"],
    ["generate-another", "generate -q", `generate ${small}`, `generate ${small} --force`],
    [
      "generate-card",
      `generate ${small} -q`,
      '(edit mnist1d/README.md "<!-- mnist1d:begin" "Mine. <!--")',
      `generate ${small}`,
      "verify mnist1d -q",
      `generate ${small} --seed 1 --force`,
      '(edit mnist1d/README.md "Mine. <!--" "<!-- mnist1d:begin")',
      `generate ${small} --seed 2 --force`,
    ],
    [
      "generate-into",
      `generate ${small} --into repo --name shear-0.75`,
      `generate ${small} --into repo/ --name shear-1.5 --shear-scale 1.5 --json -q`,
      `generate ${small} --into repo --name shear-0.75`,
      `generate ${small} --into repo --name shear-0.75 --seed 1`,
      `generate ${small} --into repo --name shear-0.75 --seed 1 --force`,
      "(edit repo/README.md <!-- --)",
      `generate ${small} --into repo --name other`,
      `generate ${small} --into repo --name other --dry-run -q`,
    ],
    ["generate-json", `generate ${small} --json -q`],
    ["generate-quiet", `generate ${small} -q --scale-coeff 4`],
    [
      "generate-all-formats",
      `generate ${small} -o data/ -f parquet -f arrow -f npy -f npz -f json -f jsonl -f csv -f pkl`,
    ],
    ["generate-formats-with-commas", `generate ${small} -o data/ -f npz,csv -f json`],
    [
      "generate-single-file",
      `generate ${small} -o one.parquet`,
      `generate ${small} -o one.parquet`,
      `generate ${small} --final-seq-length 3 -o short.npz -q`,
      `generate ${small} --final-seq-length 3 -o short.npz --json -q`,
      `generate ${small} -o one.parquet --seed 1`,
      "(flip one.parquet 3000)",
      `generate ${small} -o one.parquet`,
      `generate ${small} -o one.parquet --force -q`,
      `generate ${small} -o one.csv -q`,
      `generate ${small} -o one.csv`,
    ],
    ["generate-published", "generate --preset published -o mnist1d_data.pkl"],
    ["generate-warnings", "generate --num-samples 53 --scale-coeff 4 --max-translation 100"],
    ["generate-config-file", `generate --config my.json ${small} --seed 8`],
    ["generate-templates", `generate --templates two-classes.json ${small} --label-noise 0.5 --label-noise-mode flip`],
    ["generate-csv-stream", "generate --num-samples 10 --final-seq-length 3 -o - -f csv"],
    ["config", "config"],
    ["config-preset", "config --preset double-descent --label-noise 0.3 --test-size 100"],
    ["config-file", "config --config my.json"],
    ["config-digest", `config ${small} --digest`],
    [
      "config-in-place",
      `config ${small} --digest -o data.json`,
      "config --config data.json --seed 1 --digest -o data.json",
      "generate --config data.json -q",
      "config -o data.json",
      "config --config data.json --digest -o again.json",
      "config --config data.json --digest -o again.json",
      "config -o data.json --force",
      "config -o own",
      "config --config my.json -o my.json",
      "config --config my.json -o my.json",
      "config --schema -o schema.json",
    ],
    [
      "generate-pinned",
      "generate --config pinned.json",
      "generate --config pinned.json --seed 1 -o other/",
      "generate --config stale-pin.json -o other/",
      "config --config stale-pin.json --digest -o stale-pin.json",
      "generate --config stale-pin.json -o other/ -q",
    ],
    ["help-verify", "verify --help"],
    ["help-inspect", "inspect --help"],
    ["help-diff", "diff --help"],
    ["help-convert", "convert --help"],
    ["help-golden", "golden --help", "golden add --help"],
    ["verify", `generate ${small} -q`, "verify mnist1d", "verify mnist1d --no-regenerate", "verify mnist1d -q"],
    ["verify-json", `generate ${small} -q`, "verify mnist1d --json"],
    ["verify-all-formats", `generate ${small} -q -f parquet,arrow,npy,npz,json,jsonl,csv,pkl`, "verify mnist1d"],
    [
      "verify-published",
      "generate --preset published -o mnist1d_data.pkl -q",
      "verify mnist1d_data.pkl",
      "verify mnist1d_data.pkl --preset published",
      "verify mnist1d_data.pkl --config my.json",
    ],
    [
      "verify-damaged",
      `generate ${small} -q -f npy`,
      "(flip mnist1d/x_test.npy 300)",
      "verify mnist1d",
      "verify mnist1d --no-regenerate",
      "verify mnist1d -q",
      "(remove mnist1d/y.npy)",
      "verify mnist1d",
    ],
    ["verify-edited", `generate ${small} -q`, "(edit mnist1d/manifest.json 42 43)", "verify mnist1d"],
    ["help-merge", "merge --help"],
    [
      "shards",
      aShard("0/3", "-o big/"),
      aShard("0/3", "-o big/"),
      `SLURM_ARRAY_TASK_ID=5 SLURM_ARRAY_TASK_COUNT=3 SLURM_ARRAY_TASK_MIN=4 ${aShard("auto", "-o big/ -q")}`,
      "merge big",
      `JOB_COMPLETION_INDEX=2 ${aShard("auto/3", "-o big/ -q --json")}`,
      "merge big",
      aShard("1/3", "-o big/"),
    ],
    [
      "merge-refused",
      aShard("1/2", "-o big/ -q"),
      "(flip big/.shards/00001-of-00002/data/train-00001-of-00002.csv 500)",
      "(write big/.shards/notes.txt)",
      "merge big",
      aShard("1/2", "-o big/"),
    ],
    [
      "several-files",
      `generate ${small} --final-seq-length 3 -q --rows-per-file 16 -f csv -o cut/`,
      "inspect cut",
      "verify cut",
      "convert cut one.csv",
      "diff cut one.csv",
      `generate ${small} --final-seq-length 3 --rows-per-file 15 -f csv -o cut/`,
      "(remove cut/data/train-00001-of-00003.csv)",
      "verify cut",
    ],
    [
      "verify-last-bits",
      `generate ${small} -q --dtype float64 -f npy`,
      "(flip mnist1d/x.npy 128)",
      "verify mnist1d",
      "verify mnist1d --float32",
    ],
    [
      "golden",
      `golden add golden.json ${small}`,
      `generate ${small} -q`,
      "golden add golden.json mnist1d --json",
      "verify mnist1d --golden golden.json",
      `verify mnist1d --golden sha256:${"0".repeat(64)}`,
      "generate --seed 1 --force -q",
      "verify mnist1d --golden golden.json --no-regenerate",
    ],
    ["inspect", "generate -q", "inspect mnist1d", "inspect mnist1d/data/test-00000-of-00001.parquet --head 2"],
    ["inspect-json", `generate ${small} -q --final-seq-length 3 -f csv`, "inspect mnist1d --json --head 1"],
    ["inspect-others", "inspect others.csv", "verify others.csv", "convert others.csv others.json"],
    ["diff", "diff --scale-coeff 4"],
    ["diff-seeds", "diff seed=1 seed=2"],
    ["diff-same", "diff defaults --seed 42", "diff defaults --seed 42 --quiet", "diff --shear-scale 1 --quiet"],
    ["diff-markdown", "diff defaults double-descent --md"],
    ["diff-datasets", `generate ${small} -q`, `diff mnist1d num_samples=50,label_noise=0.5 --all`],
    ["diff-json", "diff num_samples=20,final_seq_length=2 num_samples=20,final_seq_length=2,seed=1 --json"],
    ["diff-lengths", "diff --final-seq-length 20"],
    [
      "convert",
      `generate ${small} -q`,
      "convert mnist1d one.npz",
      "convert mnist1d one.npz",
      "convert one.npz both/ -f csv,parquet --json",
      "convert mnist1d narrow.pkl --dtype float32",
      "convert others.csv - -f jsonl -q",
    ],
  ])("%s", async (name, ...lines) => {
    await expect(await transcript(lines)).toMatchFileSnapshot(`transcripts/${name}.txt`);
  });
});

describe("a mistake people make: what to type instead", () => {
  it.each<[name: string, ...lines: string[]]>([
    [
      "flag-cut-short",
      "generate --shear 1.5",
      "generate --samples 100",
      "generate --noise-scale 1",
      "diff --length 30",
    ],
    [
      "flag-of-others",
      "generate --output x/",
      "generate --threads 2",
      "generate --train-size 80",
      "generate --epochs 3",
    ],
    [
      "flag-spelling",
      "generate --num_samples 100",
      "generate --numSamples 100",
      "generate -seed 7",
      "generate -out data/",
      "generate -force",
      "generate -n 100",
      "generate -s 7",
      "-v",
      "generate --version",
      "generate --no-force",
    ],
    ["dashes", "generate –seed 7", "generate —seed 7", "generate −seed 7", "generate ––seed 7", "config --seed −1"],
    [
      "quotes",
      "generate -o “data/”",
      "generate -o 'data/'",
      "generate --preset ”published”",
      "verify “mnist1d/”",
      "config --seed ‘7’",
    ],
    ["command", "serve", "generat", "gen", "make", "help foo", "help generat", "golden ad", "seed=7"],
    ["flags-first", "--seed 7 generate", "-o data/ generate --seed 7", "--seed 7", "–seed 7 generate"],
    [
      "operand",
      "generate seed=7",
      "generate seed 7",
      "generate sead=7",
      "generate data/",
      "generate data.npz",
      "generate my.json",
      "config my.json",
      "generate published",
      "generate parquet",
      "generate help",
      "generate --seed 7 data/",
      "generate -o my data/",
      "convert others.csv a.csv b.csv",
      "convert others.csv -o a.csv",
      "diff seed=1 seed=2 seed=3",
    ],
    [
      "padding",
      "generate --padding 36 60",
      "generate --padding 36, 60",
      "generate --padding [36, 60]",
      "generate --padding 36-60",
      'config --padding "[36, 60]" -q',
    ],
    [
      "value-apart",
      "generate -f npz csv",
      "generate --num-samples 5 000",
      "generate --label-noise 0.15 flip",
      "generate --shuffle-seq false",
      "generate --shuffle-seq=false",
      "generate --force true",
      "generate --train-split 0.8 0.2",
    ],
    [
      "numbers",
      "generate --num-samples 5k",
      "generate --num-samples 5_000",
      "generate --num-samples 5,000",
      "generate --rows-per-file 10k",
      "generate --train-split 80",
      "generate --train-split 80%",
      "generate --train-split 0,8",
      "generate --train-split 80/20",
      "generate --train-split 4000",
      "generate --test-size 0.2",
      "generate --label-noise 15",
      "generate --seed=-1",
      "generate --max-translation 0",
    ],
    ["numbers-that-do", "config --seed 1e3", "config --shear-scale .5 --no-shuffle-seq"],
    [
      "formats",
      "generate -f Parquet",
      "generate -f pq",
      "generate -f .parquet",
      "generate -f hdf5",
      "generate -f pt",
      "generate -f pickle",
      "generate -o data.pq",
      "generate -o data.h5",
      "convert others.csv data.pickle",
    ],
    ["words", "generate --preset Published", "generate --preset double_descent", "generate --engine Blocked"],
    ["config-of-dataset", `generate ${small} -q`, "config --config mnist1d/", "config --config mnist1d/manifest.json"],
    ["config-in-dataset", "config --config others.csv", "config --config own", "config --config two"],
    ["label-noise", "config --config noise.json"],
    [
      "json",
      "generate --config trailing-comma.json",
      "generate --config commented.json",
      "generate --config python.json",
      "generate --config quoted.json",
      "generate --config no-comma.json",
      "generate --config cut-off.json",
      "generate --config empty.json",
    ],
    [
      "golden",
      `generate ${small} -q`,
      "golden add mnist1d/ golden.json",
      "golden add others.csv",
      "golden add my.json mnist1d",
      "golden add golden.json mnist1d --seed 7",
    ],
    ["head", "inspect --head others.csv", "inspect --head 2 others.csv -q", "inspect others.csv --head five"],
    [
      "path",
      "generate -o ~/data",
      "generate -o ~user/data",
      "generate --out=~",
      "generate -o $HOME/x",
      "generate -o runs/$RUN",
      "generate -o --force",
      "generate -o --typo",
      "generate -o=data/",
      'generate -o ""',
      "generate --out=",
      'generate -o "data "',
      "generate --into ~/repo --name x",
      "convert others.csv ~/x.csv",
      "config -o ~/my.json",
      "generate --dry-run --into ./~ --name x -q",
      "config -o ./~my.json",
      "verify ~/data",
    ],
    [
      "target",
      `generate ${small} -q`,
      `generate ${small} --seed 1`,
      "convert others.csv mnist1d",
      `generate ${small} -o one.npz -q`,
      `generate ${small} -o one.npz --seed 1`,
      "config -o my.json",
    ],
    [
      "twice",
      "generate --seed 1 --seed 2 --dry-run",
      "generate -o a/ -o b/ --dry-run -q",
      "generate --shuffle-seq --no-shuffle-seq --dry-run",
      "config --schema --seed 1",
    ],
  ])("%s", async (name, ...lines) => {
    await expect(await transcript(lines)).toMatchFileSnapshot(`transcripts/mistake-${name}.txt`);
  });
});

describe("bad input: a message that says what and why, nothing made, nothing lost", () => {
  it.each<[name: string, ...lines: string[]]>([
    ["no-command", "", "frobnicate"],
    ["unknown-flag", "generate --sheer-scale 1", "generate extra"],
    [
      "padding",
      "generate --padding 60,36",
      "generate --padding 36",
      "generate --padding 1,2,3",
      "generate --padding a,b",
    ],
    ["seed", "generate --seed -1", "generate --seed 1e12", "generate --seed 1.5", "generate --seed"],
    ["shares", "generate --train-split 1.5", "generate --train-split -0.1", "generate --label-noise 2"],
    ["num-samples", "generate --num-samples 3", "generate --num-samples 0"],
    [
      "not-numbers",
      "generate --shear-scale NaN",
      "generate --shear-scale Infinity",
      'generate --shear-scale ""',
      "generate --num-samples 0x10",
      "generate --num-samples 1_000",
      "generate --num-samples 5,000",
    ],
    [
      "config-files",
      "generate --config missing.json",
      "generate --config own",
      "generate --config not-json.json",
      "generate --config array.json",
      "generate --config twice.json",
      "generate --config proto.json",
      "generate --config typo.json",
      "generate --config bad-value.json",
    ],
    [
      "templates",
      "generate --templates missing.json",
      "generate --templates ragged.json",
      "generate --templates infinite.json",
      "generate --templates one-point.json",
      "generate --templates same-label.json",
    ],
    ["presets", "generate --preset publishd", "generate --preset toString"],
    [
      "combinations",
      "generate --test-size 10 --train-split 0.5",
      "generate --test-size 5001",
      "generate --rounding published --seed 1",
      "generate --label-noise-mode flip",
      "generate --template-len 1 --padding 0,0",
      "generate --preset published --label-noise 0.2",
      "generate --config - --templates -",
    ],
    ["no-result", "generate --scale-coeff 1e308", "generate --corr-noise-scale 1e200"],
    [
      "outputs",
      "generate -o a-file",
      "generate -o a-file/below",
      "generate -o own",
      "generate -o own --force",
      "generate -o my.json",
      "generate -o data.txt",
      "generate -o data.npy",
      "generate -o data.parquet -f csv",
      'generate -o ""',
      "generate -f xlsx",
      "generate -f parquet,xlsx",
    ],
    [
      "repositories",
      "generate --name x",
      "generate --into repo",
      "generate --into repo --name x -o data/",
      'generate --into repo --name ""',
      "generate --into repo --name ..",
      "generate --into repo --name .x",
      "generate --into repo --name a:b",
      "generate --into repo --name a/b",
      "generate --into repo --name y=3",
      "generate --into repo --name manifest.json",
      "generate --into repo --name readme.md",
      "generate --into repo --name con",
      `generate --into repo --name ${"x".repeat(101)}`,
      'generate --into "" --name x',
      "generate --into - --name x",
      "generate --into a-file --name x",
      "generate --into repo --name x -f npz",
      "generate --into repo --name x --engine blocked --shard 0/2",
      `generate ${small} -q`,
      "generate --into mnist1d --name x",
    ],
    [
      "datasets",
      "verify missing",
      "verify nothing",
      "verify own",
      "verify a-file",
      "inspect empty.parquet",
      "inspect text.parquet",
      "inspect parquet.csv",
      "inspect no-labels.csv",
      "inspect ragged.jsonl",
      "inspect not-a-number.csv",
      "inspect two",
      "inspect mixed",
      "inspect shards",
      "inspect my.json",
      "verify",
      "verify two/a.csv --golden sha256:abc",
      "verify two/a.csv --golden not-golden.json",
      "verify two/a.csv --golden missing.json",
      "verify two/a.csv --config my.json --no-regenerate",
      "inspect two/a.csv --head -1",
    ],
    [
      "shards",
      "generate --engine blocked --shard 8/8",
      "generate --engine blocked --shard -1/4",
      "SLURM_ARRAY_TASK_ID=5 SLURM_ARRAY_TASK_COUNT=3 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_MAX=9 generate --engine blocked --shard auto",
      "generate --shard 0/2",
      "generate --engine blocked --shard 0/2 -o x.csv",
      "generate --engine blocked --shard 0/2 -f npy",
      "generate --rows-per-file 0",
      "generate --workers 1000",
    ],
    [
      "sizes",
      "generate --engine blocked --num-samples 1000000000000000",
      "generate --engine blocked --num-samples 1000000000000000 --shard 3/8",
    ],
    [
      "mixed-shards",
      aShard("0/2", "-o big/ -q"),
      aShard("1/2", "-o big/ --seed 1"),
      aShard("1/3", "-o big/"),
      aShard("1/2", "-o big/ --seed 1 --force -q"),
      "merge big",
      "inspect big",
      "verify big/.shards/00000-of-00002",
    ],
    ["merges", "merge own", "merge a-file"],
    [
      "newer-datasets",
      `generate ${small} -q -f csv`,
      "(edit mnist1d/manifest.json reference-v1 reference-v2)",
      "verify mnist1d",
      "inspect mnist1d",
      `generate ${small} -f csv`,
      `generate ${small} -f csv --force`,
      "merge mnist1d",
    ],
    [
      "diffs",
      "diff",
      "diff defaults",
      "diff defaults shuffled --seed 1",
      "diff defaults missing.json",
      "diff defaults shuffeld",
      "diff defaults sead=1",
      "diff defaults seed=x",
      "diff others.csv --seed 1",
      "diff defaults typo.json",
      "diff --seed 1 --md --json",
    ],
    [
      "conversions",
      "convert others.csv",
      "convert missing.csv x.json",
      "convert others.csv x.txt",
      "convert others.csv x.npy",
      "convert others.csv a-file",
      "convert others.csv own",
      "convert others.csv two/a.csv",
      "convert others.csv x.npz --dtype float16",
      "convert my.json x.csv",
    ],
    ["pins", "generate --config bad-pin.json", "config --digest --num-samples 1000000000000"],
    [
      "goldens",
      "golden",
      "golden add",
      "golden add my.json",
      "golden add golden.json others.csv",
      "golden add golden.json missing",
      "golden add missing/golden.json --num-samples 20",
    ],
    [
      "streams",
      "generate -o -",
      "generate -o - -f parquet",
      "generate -o - -f csv -f jsonl",
      "generate -o - -f csv --json",
    ],
  ])("%s", async (name, ...lines) => {
    await expect(await transcript(lines)).toMatchFileSnapshot(`transcripts/bad-${name}.txt`);
  });
});
