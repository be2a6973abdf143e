// The examples of each command's help, as a newcomer runs them: one after the other, in an empty folder. None may fail,
// or find that what it makes is there already.
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { THOROUGH } from "../support/thorough.js";
import { declaredCommands, helpOf } from "./support/commands.js";
import { BIN, temporaryFolder } from "./support/run-cli.js";

const folder = temporaryFolder();

/** The examples of each help. Those of some commands are of what the examples of generate make. */
const help = Object.fromEntries(
  [...(await declaredCommands())].map(([name, command]) => [name, helpOf(command).split("\nExamples:\n")[1] ?? ""]),
);
// What completion and playground print goes to other programs.
const { generate, verify, inspect, diff, plot, evaluate, convert, completion: _, playground: __, ...others } = help;

/** The commands, without what is said of them to the right. */
function commandsOf(text: string): string[] {
  return text
    .split("\n")
    .filter((line) => /^ {2}(mnist1d|echo) /.test(line))
    .map((line) => line.trim().split(/ {2,}/)[0]!);
}

/** What stands for the other programs in them. */
const PROGRAMS = `
mnist1d() { "${process.execPath}" "${BIN}" "$@"; }
git() { cat "\${2#HEAD:}"; }
jq() { cat; }
my-program() { cat; }`;

/** Runs one of them, with fewer examples or models where it takes long. */
function run(command: string, place: string): { status: number | null; stderr: string } {
  const quick = command
    .replace(/(--engine blocked --num-samples) \d+/, "$1 20000")
    .replace(/ evaluate( --quick)?/, " evaluate --steps 20")
    .replace(" --models mlp,cnn", " --models linear")
    .replace(/ experiment [a-z].*/, " experiment human --seeds 1");
  const script = `set -euo pipefail\n${PROGRAMS}\n${quick} > out`.replace(/ > (\S+) > out$/, " > $1");
  return spawnSync("bash", ["-c", script], { cwd: join(folder, place), encoding: "utf8" });
}

describe.runIf(THOROUGH && process.platform !== "win32")("examples of help", () => {
  // `golden` is a group, whose commands have examples.
  const places = { ...others, generate: [generate, verify, inspect, diff, plot, evaluate, convert].join("\n") };
  describe.each(Object.entries(places).filter(([name]) => name !== "golden"))("%s", (place, text) => {
    mkdirSync(join(folder, place || "mnist1d"));
    it.each(commandsOf(text))("%s", (command) => {
      const { status, stderr } = run(command, place || "mnist1d");
      // As diff does, ours says with 1 that there is a difference.
      const accepted = command.startsWith("mnist1d diff") ? [0, 1] : [0];
      expect(accepted.includes(status!) ? "" : stderr || `exit ${status}`).toBe("");
      expect(stderr).not.toMatch(/up to date/);
    });
  });
});

it("examples of help fit a terminal", () => {
  const lines = Object.values(help).flatMap((text) => text.split("\n"));
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
});
