// What comes from outside, such as names, and values in files, reaches people without what a terminal would obey.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createTerminal } from "../../src/cli/terminal.js";
import { visible } from "../../src/formats/printable.js";
import { RAW } from "../support/raw-characters.js";
import { temporaryFolder } from "./support/run-cli.js";
import { runHere } from "./support/run-here.js";

const EVIL = "a\nforged\x1b[31m\r\t\b\x7f\x9b2J\u061c\u200e\u202e\u2066\u2069\u2028\u2029\u200b\ufeff\u{e0041}\x07z";

const cwd = temporaryFolder();
const small = ["--num-samples", "20", "-q"];
const evilKeys = JSON.stringify({ [EVIL]: 1 });
const evilValues = JSON.stringify({ engine: EVIL, label_noise: { fraction: 0.1, mode: EVIL } });

describe("text from outside", () => {
  it.each([
    ["an operand", "verify", EVIL],
    ["an operand of each command", "inspect", `${EVIL}.npz`],
    ["two operands", "diff", EVIL, `${EVIL}.csv`],
    ["inline parameters", "diff", `${EVIL}=3`],
    ["a place to convert to", "convert", "data.csv", `${EVIL}.${EVIL}`],
    ["a place for merge", "merge", EVIL],
    ["a golden file", "golden", "add", `${EVIL}0/x.json`, ...small],
    ["a golden value", "verify", "data.csv", "--golden", EVIL],
    ["an unknown command", EVIL],
    ["an unknown option", "generate", `--${EVIL}`],
    ["an unknown option with a value", "generate", `--${EVIL}=${EVIL}`],
    ["too many arguments", "config", EVIL],
    ["a value of a flag", "generate", "--seed", EVIL],
    ["a format", "generate", "-f", EVIL],
    ["a preset", "generate", "--preset", EVIL],
    ["a name in a repository", "generate", "--into", EVIL, "--name", EVIL],
    ["a config file", "config", "--config", EVIL],
    ["keys of a config file", "config", "--config", "keys.json"],
    ["values of a config file", "config", "--config", "values.json"],
    ["text that is no JSON", "config", "--config", "text.json"],
    ["a header of CSV", "inspect", "header.csv"],
    ["a value in CSV", "inspect", "value.csv"],
    ["keys of JSON", "inspect", "keys-of-data.json"],
    ["a stack trace", "verify", EVIL, "--debug"],
    ["a summary", "generate", "-o", `${EVIL}/`, "--num-samples", "20"],
    ["a summary as JSON", "generate", "-o", `${EVIL}2/`, ...small, "--json"],
    ["a plan", "generate", "-o", `${EVIL}3/`, "--dry-run"],
    ["a report", "verify", `${EVIL}/`],
    ["a report as JSON", "verify", `${EVIL}/`, "--json"],
    ["pictures", "inspect", `${EVIL}/`],
    ["facts as JSON", "inspect", `${EVIL}/`, "--json"],
    ["a comparison", "diff", `${EVIL}/`, "defaults"],
    ["a comparison as Markdown", "diff", `${EVIL}/`, "defaults", "--md"],
    ["a comparison as JSON", "diff", `${EVIL}/`, "defaults", "--json"],
  ])("is made visible: %s", async (_, ...args) => {
    writeFileSync(join(cwd, "keys.json"), evilKeys);
    writeFileSync(join(cwd, "values.json"), evilValues);
    writeFileSync(join(cwd, "text.json"), EVIL);
    writeFileSync(join(cwd, "data.csv"), "x0,x1,y\n1,2,0\n");
    writeFileSync(join(cwd, "header.csv"), `x0,${EVIL.replace("\n", "")},y\n1,2,0\n`);
    writeFileSync(join(cwd, "value.csv"), `x0,x1,y\n1,${EVIL.replace("\n", "")},0\n`);
    writeFileSync(join(cwd, "keys-of-data.json"), `{"x":[[1]],"y":[0],${evilKeys.slice(1)}`);
    const { stdout, stderr, exitCode } = await runHere(args, cwd);
    for (const text of [stdout, stderr]) {
      expect(text).not.toMatch(RAW);
      expect(text).not.toMatch(/^forged/m);
    }
    expect([0, 1, 2, 3]).toContain(exitCode);
    if (args.includes("--json")) expect(() => JSON.parse(stdout)).not.toThrow();
  });

  it("is the same in JSON, whose escapes say it", async () => {
    const { stdout } = await runHere(["inspect", `${EVIL}/`, "--json"], cwd);
    expect((JSON.parse(stdout) as { path: string }).path).toBe(`${EVIL}/`);
  });

  it("is code in Markdown, which ends no table and is no HTML", async () => {
    const name = "a`|<b>&amp;\n| x |\n# y.csv";
    writeFileSync(join(cwd, name), "x0,x1,y\n1,2,0\n3,4,1\n");
    const { stdout } = await runHere(["diff", name, "data.csv", "--md"], cwd);
    expect(stdout).toContain("\nA: `a'\\|<b>&amp; \\| x \\| # y.csv`  \nB: `data.csv`\n");
  });

  it("keeps letters, accents, emoji and line ends", () => {
    const text = "naïve\n東京 🙂 ❤️ e\u0301 שלום";
    expect(visible(text)).toBe(text);
  });

  it("shows half a surrogate pair", () => {
    expect(visible("a\ud800b")).toBe("a\\ud800b");
  });

  it("gets our styles on a terminal, and no others", async () => {
    const written: string[] = [];
    const stream = { isTTY: true, write: (text: string) => written.push(text) } as never;
    const terminal = createTerminal({ stdout: stream, stderr: stream, env: {} }, false);
    terminal.say(`${terminal.style("bold", "a\x1b[31mb\nc")} \x1b[1md`);
    terminal.warn("e\nf");
    expect(written.join("")).toBe("\x1b[1ma\\u001b[31mb\\nc\x1b[22m \\u001b[1md\n\x1b[33mwarning:\x1b[39m e\\nf\n");
  });
});
