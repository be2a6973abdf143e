// Transcripts: what a user sees for a command line, word for word, with the exit code at the end. Each runs in an empty
// folder with a few input files. To accept an intended change: npx vitest run test/cli -u
import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runCli, temporaryFolder } from "./support/run-cli.js";

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
};

const folder = temporaryFolder();

/** An empty folder but for the input files and a directory of somebody's own. */
function workplace(): string {
  const place = mkdtempSync(join(folder, "t-"));
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(place, name), text);
  mkdirSync(join(place, "own"));
  writeFileSync(join(place, "own", "thesis.tex"), "mine\n");
  return place;
}

/** Splits as a shell would, with "" for an empty argument. */
function argumentsOf(line: string): string[] {
  return (line.match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replaceAll('"', ""));
}

async function transcript(lines: readonly string[]): Promise<string> {
  const place = workplace();
  const before = readdirSync(place);
  let text = "";
  for (const line of lines) {
    const { stdout, stderr, exitCode } = await runCli(argumentsOf(line), place);
    text += `$ mnist1d ${line}\n${section("stdout", stdout)}${section("stderr", stderr)}exit ${exitCode}\n\n`;
  }
  const made = readdirSync(place).filter((name) => !before.includes(name));
  return `${text}left behind: ${made.join(" ") || "nothing"}\n`;
}

function section(name: string, text: string): string {
  if (text === "") return "";
  const timeless = text.replace(/\d+\.\d\d s/g, "0.00 s").replace(/"(generating|writing)": [\d.e-]+/g, '"$1": 0');
  return `--- ${name}\n${timeless.endsWith("\n") ? timeless : `${timeless}\n`}`;
}

const small = "--num-samples 50";

describe("transcripts", () => {
  it.each<[name: string, ...lines: string[]]>([
    ["help", "--help"],
    ["help-generate", "generate --help"],
    ["help-config", "config --help"],
    ["version", "--version"],
    ["generate", "generate"],
    ["generate-again", "generate -q", "generate", "generate --json"],
    ["generate-another", "generate -q", `generate ${small}`, `generate ${small} --force`],
    ["generate-json", `generate ${small} --json -q`],
    ["generate-quiet", `generate ${small} -q --scale-coeff 4`],
    [
      "generate-all-formats",
      `generate ${small} -o data/ -f parquet -f arrow -f npy -f npz -f json -f jsonl -f csv -f pkl`,
    ],
    ["generate-formats-with-commas", `generate ${small} -o data/ -f npz,csv -f json`],
    ["generate-single-file", `generate ${small} -o one.parquet`, `generate ${small} -o one.parquet`],
    ["generate-published", "generate --preset published -o mnist1d_data.pkl"],
    ["generate-warnings", "generate --num-samples 53 --scale-coeff 4 --max-translation 100"],
    ["generate-config-file", `generate --config my.json ${small} --seed 8`],
    ["generate-templates", `generate --templates two-classes.json ${small} --label-noise 0.5 --label-noise-mode flip`],
    ["generate-csv-stream", "generate --num-samples 10 --final-seq-length 3 -o - -f csv"],
    ["config", "config"],
    ["config-preset", "config --preset double-descent --label-noise 0.3 --test-size 100"],
    ["config-file", "config --config my.json"],
  ])("%s", async (name, ...lines) => {
    await expect(await transcript(lines)).toMatchFileSnapshot(`transcripts/${name}.txt`);
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
