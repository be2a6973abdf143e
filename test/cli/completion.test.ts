// What a person sees who types a part of a command line and then TAB: in the shells that are there, and of each place.
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { FORMATS } from "../../src/formats/registry.js";
import { THOROUGH } from "../support/thorough.js";
import { BIN, temporaryFolder } from "./support/run-cli.js";
import { runHere } from "./support/run-here.js";

const folder = temporaryFolder();
writeFileSync(join(folder, "my.json"), "{}");

/** What can stand in the place of the last word. */
async function found(...words: string[]) {
  const { stdout, exitCode } = await runHere(["completion", "bash", "--", ...words], folder);
  return exitCode === 0 ? stdout.split("\n").slice(0, -1) : undefined;
}

describe("completions", () => {
  const FILE: string[] = [];
  it.each<[line: string[], expected: string[] | undefined]>([
    [["g"], ["generate", "golden"]],
    [["--v"], ["--version"]],
    [
      ["golden", ""],
      ["add", "help"],
    ],
    [["golden", "add", "--json", "--fo"], ["--force"]],
    [
      ["generate", "--preset", "d"],
      ["defaults", "double-descent"],
    ],
    [
      ["generate", "--preset=sh"],
      ["--preset=shuffled", "--preset=shifts"],
    ],
    [["generate", "--preset", "=", "shu"], ["shuffled"]], // as bash has it
    [
      ["generate", "--preset", "="],
      ["defaults", "published", "shuffled", "double-descent", "udl-8.3", "shifts"],
    ],
    [["verify", "data/", "--preset", "p"], ["published"]],
    [["convert", "a", "b", "-f", ""], FORMATS.map(({ name }) => name)],
    [
      ["generate", "--engine", ""],
      ["reference", "blocked"],
    ],
    [
      ["config", "--dtype", ""],
      ["float32", "float64"],
    ],
    [
      ["config", "--label-noise-mode", ""],
      ["resample", "flip", "udl"],
    ],
    [["diff", "se"], ["seed="]],
    [
      ["experiment", "l"],
      ["learning-rate", "lottery"],
    ],
    [
      ["diff", "defaults", "shu"],
      ["shuffled", "shuffle_seq="],
    ],
    [["completion", "z"], ["zsh"]],
    [["plot", "sa"], ["samples"]],
    [
      ["plot", "samples", "sh"],
      ["shuffled", "shifts"],
    ],
    [["plot", "-o", "a.svg", "--seed", "=", "7", "diff", "defaults", "pu"], ["published"]],
    [["plot", "samples", "my"], FILE],
    [["golden", "add", "golden.json", "my"], FILE],
    [["convert", "a", "my"], FILE],
    ...["--config", "--templates", "--out", "--into"].map((flag): [string[], string[]] => [
      ["generate", flag, ""],
      FILE,
    ]),
    ...["verify", "inspect", "convert", "merge", "diff", "golden add"].map((name): [string[], string[]] => [
      [...name.split(" "), "my"],
      FILE,
    ]),
    [["verify", "data/", "--golden", ""], FILE],
    ...["--seed", "--padding", "--shard", "--workers", "--name"].map((flag): [string[], undefined] => [
      ["generate", flag, ""],
      undefined,
    ]),
  ])("of %j are %j", async (line, expected) => {
    expect(await found(...line)).toEqual(expected);
  });

  it("are flags where nothing else can stand, and none that help hides", async () => {
    expect(await found("generate", "--shu")).toEqual(["--shuffle-seq"]);
    expect(await found("generate", "")).toEqual(expect.arrayContaining(["--out", "-o", "--seed", "--help"]));
    expect(await found("generate", "--no")).toEqual([]);
  });

  it("come with what they mean where the shell shows it", async () => {
    const { stdout } = await runHere(["completion", "zsh", "--", "m"], folder);
    expect(stdout).toBe("merge:make a dataset of its shards\n");
  });

  it("of PowerShell begin with a colon, as it leaves out empty words", async () => {
    const { stdout } = await runHere(["completion", "powershell", "--", "generate", "--preset", ":"], folder);
    expect(stdout.split("\n")).toContain("published");
  });
});

const programs = temporaryFolder();
const command = join(programs, "mnist1d");
writeFileSync(command, `#!/bin/sh\nexec "${process.execPath}" "${BIN}" "$@"\n`);
chmodSync(command, 0o755);
const env = { ...process.env, PATH: `${programs}:${process.env.PATH}`, TERM: "dumb" };
const isThere = (program: string) => spawnSync(program, ["--version"]).status === 0;

/** How long a shell may take for what is expected of it, on however busy a machine; what it has written then is compared. */
const PATIENCE = 60_000;

/** Types into a shell in a terminal, and waits until it has written something. Ends the shell. */
function typed(shell: string, setup: string, keys: string, expected: RegExp): Promise<string> {
  const child = spawn("script", ["-qec", shell, "/dev/null"], { cwd: folder, env });
  return new Promise((resolve) => {
    let text = "";
    let hasTyped = false;
    child.stdout.setEncoding("utf8").on("data", (part: string) => {
      text += part;
      if (!hasTyped && /ready2[\s\S]*> /.test(text)) {
        hasTyped = true;
        text = "";
        child.stdin.write(keys);
      } else if (hasTyped && expected.test(text)) {
        child.kill();
      }
    });
    const patience = setTimeout(() => child.kill(), PATIENCE);
    child.on("close", () => {
      clearTimeout(patience);
      resolve(text);
    });
    child.stdin.write(`${setup}; echo ready$((1 + 1))\n`);
  });
}

const INTERACTIVE = {
  bash: ["bash --norc -i", "PS1='> '; bind 'set show-all-if-ambiguous on'; source <(mnist1d completion bash)"],
  zsh: ["zsh -f -i", "PS1='> '; autoload -U compinit; compinit -u -D; source <(mnist1d completion zsh)"],
} as const;

describe.each(["bash", "zsh"] as const)("%s", (shell) => {
  describe.runIf(THOROUGH && isThere(shell) && isThere("script"))("with TAB", () => {
    it.each<[line: string, expected: RegExp]>([
      ["mnist1d generate --pre\t", /generate --preset /],
      // In rows or in columns, as the width has it.
      ["mnist1d generate --preset \t", /^(?=[\s\S]*double-descent)(?=[\s\S]*published)(?=[\s\S]*shuffled)/],
      ["mnist1d generate --preset=shu\t", /--preset=shuffled /],
      ["mnist1d golden add m\t", /my\.json /],
      ["mnist1d diff see\t7", /diff seed=[^\d\s]*7/], // no space comes between
    ])("completes %j", async (line, expected) => {
      const [program, setup] = INTERACTIVE[shell];
      expect(await typed(program, setup, line, expected)).toMatch(expected);
    });
  });
});

describe.runIf(THOROUGH && isThere("fish"))("fish", () => {
  it.each([
    ["mnist1d generate --pre", /^--preset\tstart from/],
    ["mnist1d generate --preset ", /^defaults\ndouble-descent\npublished\nshifts\nshuffled\nudl-8.3\n$/],
    ["mnist1d golden add m", /^my\.json\n$/],
    ["mnist1d generate --seed ", /^$/],
  ])("completes %j", (line, expected) => {
    const code = `mnist1d completion fish | source; complete -C '${line}'`;
    const { stdout, stderr } = spawnSync("fish", ["-c", code], { cwd: folder, env, encoding: "utf8" });
    expect({ stdout, stderr }).toEqual({ stdout: expect.stringMatching(expected), stderr: "" });
  });
});
