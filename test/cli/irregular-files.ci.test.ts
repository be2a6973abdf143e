// Pipes, sockets, devices and folders in the places of files: refused by what they are, at once, by every command.
import { execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BIN, finished, temporaryFolder } from "./support/run-cli.js";
import { runHere } from "./support/run-here.js";

const folder = temporaryFolder();
const small = ["--num-samples", "50", "-q"];
const blocks =
  "--engine blocked --num-samples 6000 --final-seq-length 4 --padding 2,4 --max-translation 8 -f csv -q".split(" ");
const TRAIN = "data/train-00000-of-00001.csv";
const servers: Server[] = [];

beforeAll(async () => {
  await runHere(["generate", ...small, "-f", "npy,csv"], folder);
  for (const shard of ["0/2", "1/2"]) await runHere(["generate", ...blocks, "--shard", shard, "-o", "big/"], folder);
  await runHere(["generate", ...small, "--into", "repo", "--name", "a"], folder);
  writeFileSync(join(folder, "one.csv"), "x0,x1,y\n1,2,0\n");
});

afterAll(() => {
  for (const server of servers) server.close();
});

type Make = (path: string) => unknown;

const KINDS: Readonly<Record<string, Make>> = {
  pipe: (path) => execFileSync("mkfifo", [path]),
  socket: async (path) => {
    const server = createServer().listen(path);
    servers.push(server);
    await new Promise((resolve) => server.once("listening", resolve));
  },
  device: (path) => symlinkSync("/dev/zero", path),
  directory: (path) => mkdirSync(path),
};

async function run(kind: string, place: string, args: readonly string[]) {
  const cwd = mkdtempSync(join(folder, "i-"));
  for (const name of ["mnist1d", "big", "repo", "one.csv"])
    cpSync(join(folder, name), join(cwd, name), { recursive: true });
  rmSync(join(cwd, place), { recursive: true, force: true });
  await KINDS[kind]!(join(cwd, place));
  const before = lstatSync(join(cwd, place)).ino;
  const result = await runHere(args, cwd);
  expect(lstatSync(join(cwd, place)).ino).toBe(before);
  return result;
}

describe.skipIf(process.platform === "win32").each(["pipe", "socket", "device", "directory"])("a %s", (kind) => {
  it.each<[place: string, exitCode: number, ...args: string[]]>([
    ["odd", 3, "verify", "odd"],
    ["odd", 3, "inspect", "odd"],
    ["odd", 3, "diff", "odd", "defaults"],
    ["odd", 3, "convert", "odd", "x.npz"],
    ["odd", 3, "merge", "odd"],
    ["odd.json", 3, "diff", "odd.json", "defaults"],
    ["odd.json", 3, "config", "--config", "odd.json"],
    ["odd.json", 3, "config", "--templates", "odd.json"],
    ["odd.json", 3, "verify", "one.csv", "--config", "odd.json"],
    ["odd.json", 3, "verify", "one.csv", "--golden", "odd.json"],
    ["odd.json", 3, "golden", "add", "odd.json", ...small],
    ["odd.npz", 3, "golden", "add", "golden.json", "odd.npz"],
    ["mnist1d/manifest.json", 3, "verify", "mnist1d"],
    ["mnist1d/manifest.json", 3, "inspect", "mnist1d"],
    ["mnist1d/manifest.json", 3, "generate", ...small, "--force"],
    ["mnist1d/README.md", 3, "generate", ...small, "--force", "--seed", "1", "-f", "csv,npy"],
    [`mnist1d/${TRAIN}`, 1, "verify", "mnist1d", "--no-regenerate"],
    [`mnist1d/${TRAIN}`, 3, "inspect", "mnist1d"],
    ["mnist1d/x.npy", 3, "inspect", "mnist1d/y.npy"],
    ["big/.shards/00001-of-00002/manifest.json", 1, "merge", "big"],
    ["big/.shards/00001-of-00002/data/train-00001-of-00002.csv", 1, "merge", "big"],
    ["repo/README.md", 3, "generate", ...small, "--into", "repo", "--name", "b"],
  ])("as %s gives %i: %s", async (place, exitCode, ...args) => {
    const isFolder = kind === "directory";
    // Where a dataset may be meant, what to type instead is told.
    if (isFolder && args[1] === "add" && place === "odd.json") return;
    const result = await run(kind, place, args);
    // An empty folder is one of a dataset that is not there, and a merge's.
    const words =
      isFolder && place === "odd"
        ? /is an empty directory|no shards/
        : /pipe|socket|device|directory|not a file|no regular file|manifest lists/;
    expect(result).toMatchObject({
      exitCode,
      stderr: exitCode === 1 ? expect.any(String) : expect.stringMatching(words),
    });
  });

  it.each<[place: string, ...args: string[]]>([
    ["odd.npz", "generate", ...small, "-o", "odd.npz", "--force"],
    ["odd", "generate", ...small, "-o", "odd", "--force"],
    ["odd.npz", "convert", "one.csv", "odd.npz", "--force"],
    ["odd", "generate", ...small, "--into", "odd", "--name", "a"],
  ])("is not written to: %s", async (place, ...args) => {
    if (kind === "directory") return; // which is a place for a dataset
    expect(await run(kind, place, args)).toMatchObject({ exitCode: 3, stderr: expect.stringMatching(/^error: odd/) });
  });
});

describe.skipIf(!existsSync("/dev/fd"))("what the shell has open already", () => {
  it.each([
    ["a config in a pipe", `config --config <(echo '{"seed": 8}')`],
    ["standard input", `config --config - <<< '{"seed": 8}'`],
    ["standard input by its path", `echo '{"seed": 8}' | "$NODE" "$BIN" config --config /dev/stdin`],
    ["a pipe for diff", `diff <(echo '{"seed": 8, "num_samples": 50}') num_samples=50 --json`],
  ])("is read: %s", async (_, line) => {
    const script = line.includes("$BIN") ? line : `"$NODE" "$BIN" ${line}`;
    const env = { ...process.env, NODE: process.execPath, BIN };
    const { stdout, stderr } = await finished(spawn("bash", ["-c", script], { cwd: folder, env }));
    expect(stderr).toBe("");
    expect(stdout).toMatch(/"seed"[^}]*8/);
  });

  it.each(["-", "/dev/stdin"])("is no golden file to add to: %s", async (file) => {
    const result = await runHere(["golden", "add", file, ...small], folder);
    expect(result).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("FILE: expected a file to add to") });
  });
});
