// A dataset in more files than a process may hold open: they are opened when they are read. (At 64 the system's own limits,
// 1,024 or 256, are reached with a twentieth of the files.)
import { spawn } from "node:child_process";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { dealt, THOROUGH } from "../support/thorough.js";
import { BIN, type CliResult, finished, runCli, temporaryFolder } from "./support/run-cli.js";

const folder = temporaryFolder();

/** Runs the command in a shell that allows 64 open files. */
function withFewFiles(args: string): Promise<CliResult> {
  const shell = `ulimit -n 64 && exec "${process.execPath}" "${BIN}" ${args}`;
  return finished(spawn("sh", ["-c", shell], { cwd: folder, env: { ...process.env, NO_COLOR: "1" } }));
}

const SIZE = "--num-samples 300 --rows-per-file 4";
/** Shards have whole blocks. */
const BLOCKS = "--engine blocked --num-samples 400000 --rows-per-file 4096 --final-seq-length 1";

describe("75 files of each format, with 64 that may be open", () => {
  beforeAll(async () => {
    // Node loads the modules of Arrow's writer all at once.
    const made = await runCli(`generate ${SIZE} -f parquet,arrow,jsonl,csv -o many/ -q`.split(" "), folder);
    expect(made).toEqual({ exitCode: 0, stdout: "", stderr: "" });
  });

  const commands = [
    "verify many/",
    "diff many/ many/",
    "inspect many/",
    "diff many/ num_samples=300",
    "convert many/ one.parquet",
    "convert many/ -f npz,csv few/",
  ];
  it.each(dealt(commands, 2))("%s", async (args) => {
    const { exitCode, stderr } = await withFewFiles(`${args} -q`);
    expect([exitCode, stderr]).toEqual([0, ""]);
  });

  it.each(dealt(["parquet", "arrow", "jsonl", "csv"], 2))("data of %s without a manifest", async (format) => {
    cpSync(join(folder, "many", "data"), join(folder, format), {
      recursive: true,
      filter: (path) => !path.includes(".") || path.endsWith(`.${format}`),
    });
    const { exitCode, stderr } = await withFewFiles(`diff ${format}/ num_samples=300 -q`);
    expect([exitCode, stderr]).toEqual([0, ""]);
  });

  it.runIf(THOROUGH)("shards that are merged", async () => {
    for (const shard of ["0/2", "1/2"]) {
      const made = await withFewFiles(`generate ${BLOCKS} --shard ${shard} -o shards/ -q`);
      expect(made).toEqual({ exitCode: 0, stdout: "", stderr: "" });
    }
    expect((await withFewFiles("merge shards/ -q")).exitCode).toBe(0);
    expect((await withFewFiles("verify shards/ -q")).exitCode).toBe(0);
  });
});
