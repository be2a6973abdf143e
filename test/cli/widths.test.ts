// What a terminal of 80 and of 60 columns shows: no line of any command is longer, but for digests and paths.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { dealt } from "../support/thorough.js";
import { declaredCommands } from "./support/commands.js";
import { temporaryFolder } from "./support/run-cli.js";
import { runHere } from "./support/run-here.js";

const cwd = temporaryFolder();
const COMMANDS = await declaredCommands();
const small = "--num-samples 200";
const shard = "generate --engine blocked --num-samples 9000 --final-seq-length 4 -f csv -o big/ --shard";

describe.each(dealt([80, 60], 2, 1))("at %i columns", (columns) => {
  it.each([
    `generate ${small} --force`,
    `generate ${small}`,
    "generate --force -o default/",
    `generate ${small} -f parquet,arrow,npy,npz,json,jsonl,csv,pkl -o all/ --force`,
    `generate ${small} --rows-per-file 20 -f csv -o cut/ --force`,
    "generate --dry-run --shear-scale 2 --seed 8 --label-noise 0.2 --scale-coeff 0.7",
    "generate --dry-run --engine blocked --num-samples 100000000 -o huge/",
    `${shard} 0/2`,
    `${shard} 1/2`,
    "merge big",
    "merge big",
    "verify mnist1d",
    "verify cut --no-regenerate",
    "verify damaged",
    "inspect mnist1d",
    "inspect default --head 3",
    "inspect all",
    "convert mnist1d one.npz --force",
    "golden add golden.json mnist1d",
    "diff --scale-coeff 4",
    "diff seed=1 seed=2 --all",
    "diff defaults double-descent",
    "diff --final-seq-length 20",
    "diff mnist1d all",
    "diff defaults mnist1d",
  ])("%s", async (line) => {
    if (line === "verify damaged") await damage();
    const { stdout, stderr } = await runHere(line.split(" "), cwd, { TERM: "dumb" }, { columns });
    const lines = `${stdout}${stderr}`.split("\n").filter((text) => !/^(warning|error):/.test(text));
    const tooLong = lines.filter((text) => text.length > columns && text.trim().includes(" "));
    expect(tooLong).toEqual([]);
    expect(lines.filter((text) => text.length > 80)).toEqual([]);
  });

  it.each([...COMMANDS.keys()])("the help of mnist1d %s", async (command) => {
    const { stdout } = await runHere(`${command} --help`.trim().split(" "), cwd, {}, { columns });
    const [flags] = stdout.split(/\n(?:Presets|Formats|Examples):\n/);
    expect(flags!.split("\n").filter((text) => text.length > columns)).toEqual([]);
    expect(stdout.split("\n").filter((text) => text.length > 80)).toEqual([]);
  });
});

async function damage(): Promise<void> {
  await runHere(`generate ${small} -f npy -o damaged/ --force -q`.split(" "), cwd);
  const file = join(cwd, "damaged/x_test.npy");
  const bytes = readFileSync(file);
  bytes[300]! ^= 0x40;
  writeFileSync(file, bytes);
}
