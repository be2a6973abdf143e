// Names whose bytes are not UTF-8, which Node reads as others: refused before any work. And names of any length, at once.
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { THOROUGH } from "../support/thorough.js";
import { BIN, type CliResult, finished, temporaryFolder } from "./support/run-cli.js";
import { runHere } from "./support/run-here.js";

const folder = temporaryFolder();

/** Runs lines of Bash with the command as `m`, in an empty folder. */
function bash(lines: string): Promise<CliResult & { readonly cwd: string }> {
  const cwd = mkdtempSync(join(folder, "n-"));
  const script = `here=$PWD; m() { "$NODE" "$BIN" "$@"; }\n${lines}`;
  const env = { ...process.env, NODE: process.execPath, BIN, LC_ALL: "C.UTF-8" };
  return finished(spawn("bash", ["-c", script], { cwd, env })).then((result) => ({ ...result, cwd }));
}

/** File systems of macOS and Windows have no such names. */
describe.runIf(process.platform === "linux")("a name that is not UTF-8", () => {
  it.each([
    ["an output", "m generate --num-samples 10 -q -o $'caf\\xe9.npz'", 2],
    ["a directory", "m generate --num-samples 10 -q -o $'caf\\xe9/'", 2],
    ["a repository", "m generate --num-samples 10 -q --into $'caf\\xe9' --name a", 2],
    ["a golden file", "m golden add $'caf\\xe9.json' --num-samples 10 -q", 2],
    ["a place to convert to", "m convert one.csv $'caf\\xe9.npz'", 2],
    ["a flag's value with =", "m generate -q --out=$'caf\\xe9.npz'", 2],
    ["the end of a surrogate pair alone", "m generate -q -o $'\\xed\\xb0\\x80.npz'", 2],
    ["the current folder", "mkdir $'caf\\xe9'; cd $'caf\\xe9'; m generate --num-samples 10 -q -o here.npz", 2],
    ["a folder above", "mkdir -p $'caf\\xe9/a'; cd $'caf\\xe9/a'; m generate --num-samples 10 -q", 2],
    ["a link to it", "mkdir $'caf\\xe9'; ln -s $'caf\\xe9' link; m generate --num-samples 10 -q -o link/", 3],
    ["a link to a place in it", "ln -s $'caf\\xe9/a' link; m generate --num-samples 10 -q -o link/", 3],
    ["a file of data among others", "mkdir d; : > d/$'caf\\xe9.csv'; m inspect d", 3],
    ["a folder with data", "mkdir -p d/$'caf\\xe9'; : > d/$'caf\\xe9'/train.csv; m inspect d", 3],
    [
      "an array among others",
      "m generate -q --num-samples 10 -f npy -o d/; rm d/manifest.json; mv d/x.npy d/$'x\\xe9.npy'; m inspect d/y.npy; code=$?; rm -r d; (exit $code)",
      3,
    ],
  ])("is refused as %s", async (_, lines, exitCode) => {
    const result = await bash(`${lines}; code=$?; find "$here" -type f -size +0 | wc -l; exit $code`);
    expect(result).toMatchObject({ exitCode, stdout: "0\n", stderr: expect.stringContaining("UTF-8") });
  });

  it("stops no help", async () => {
    expect(await bash("mkdir $'caf\\xe9'; cd $'caf\\xe9'; m --help")).toMatchObject({ exitCode: 0, stderr: "" });
  });
});

describe("a name of any length", () => {
  const names: Record<string, string> = {
    "6,000 characters": "a/".repeat(3000),
    "100,000": "a".repeat(100_000),
    ...(THOROUGH && { "100,000 in parts": "a/".repeat(50_000) }),
  };

  it.each(Object.keys(names))("is looked up in no time: %s", async (key) => {
    const cwd = mkdtempSync(join(folder, "l-"));
    const name = names[key]!;
    const lines = [
      ["generate", "-q", "--dry-run", "-o", name],
      ["generate", "-q", "--num-samples", "20", "--into", name, "--name", "a"],
      ["merge", name],
      ["verify", name],
      ["inspect", name],
      ["diff", name, name],
      ["diff", `seed=${name}`, name],
      ["convert", "x.csv", name],
      ["config", "--config", name],
      ["config", "--templates", name],
      ["config", "--seed", name],
      ["config", "--padding", name],
      ["golden", "add", name, "--num-samples", "20", "-q"],
      ["generate", "--preset", name],
      ["generate", "--shard", name],
      ["generate", "-f", name],
      ["generate", `--${name}`],
      [name],
    ];
    for (const line of lines) {
      const start = process.cpuUsage();
      const { exitCode } = await runHere(line, cwd);
      const { user, system } = process.cpuUsage(start);
      expect(exitCode, line[0]).not.toBe(1);
      // Of work, in microseconds, whatever else the machine does; it was 9 s, and minutes.
      expect(user + system, `${line[0]} ${line[1]?.slice(0, 20)}`).toBeLessThan(5_000_000);
    }
    expect(readdirSync(cwd)).toEqual([]);
  });
});
