// Whatever happens to a thread, the command ends at once with one sentence and a code that says whose fault it is, and
// leaves what was there before. Each case is a copy of what users install whose threads do something else.
import type { ChildProcess } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { exitCodeOf } from "../../src/cli/exit-code.js";
import { dealt, THOROUGH } from "../support/thorough.js";
import { finished, startCli, temporaryFolder } from "./support/run-cli.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const folder = temporaryFolder();
const copy = join(folder, "package");
for (const part of ["bin", "dist", "package.json"]) cpSync(join(ROOT, part), join(copy, part), { recursive: true });
const BIN = join(copy, "bin/mnist1d.js");
const THREAD = join(copy, "dist/thread.js");

/** A thread that does this with its first task, and says so. */
const onTask = (code: string) => `
  import { parentPort } from "node:worker_threads";
  parentPort.on("message", () => { process._rawDebug("at work"); ${code} });
`;
const MEMORY = `const all = []; for (;;) all.push(new Array(1e6).fill(Math.random()));`;

const BUG = exitCodeOf(new Error("a fault of ours"));

/** What the thread's file is, with which code the command ends, and what it says. */
const DEATHS: readonly [name: string, code: string | undefined, exitCode: number, message: string][] = [
  ["is missing", undefined, 3, "a thread could not be started: Cannot find module"],
  ["is cut off", "import { x", 3, "a thread could not be started: "],
  ["lacks what it imports", 'import "./nothing.js"', 3, "a thread could not be started: Cannot find module"],
  ["throws as it begins", 'throw new TypeError("no")', BUG, "no"],
  ["ends as it begins", "process.exit(0)", BUG, "a thread ended before its work, with exit code 0"],
  ["ends at work", onTask("process.exit(7)"), BUG, "a thread ended before its work, with exit code 7"],
  ["throws what nobody catches", onTask('setTimeout(() => { throw new RangeError("no") })'), BUG, "no"],
  [
    "could not read a file",
    onTask('parentPort.postMessage({ error: { code: "ERR_FILE", message: "d/x.npy: the disk reported an error" } })'),
    3,
    "d/x.npy: the disk reported an error",
  ],
  ["throws what is no error", onTask("throw null"), BUG, "a thread failed: null"],
  [
    "has no addresses left for WebAssembly", // as under `ulimit -v`
    onTask('parentPort.postMessage({ error: new RangeError("WebAssembly.Memory(): could not allocate memory") })'),
    3,
    "there is no room for WebAssembly's memory, which takes 10 GB of addresses a thread. Fewer threads take less (--workers 1), and",
  ],
  ["fills its memory", onTask(MEMORY), 3, "threads have not enough memory: fewer take less (--workers 1)"],
];

const large = join(folder, "large");
mkdirSync(large);
// As much as verify has hashed by a thread.
const make = "generate --engine blocked --num-samples 13000 --final-seq-length 1000 -f npy -q -o d/ --workers 1";
if (THOROUGH) expect((await finished(startCli(make.split(" "), large))).exitCode).toBe(0);

describe.each(THOROUGH ? (["generate", "verify"] as const) : (["generate"] as const))("a thread of %s", (command) => {
  const original = readFileSync(THREAD);

  /** Runs the command with threads that have this code. @param begun told when it says that a thread is at work. */
  async function outcomeOf(code: string | undefined, begun: (child: ChildProcess) => void = () => {}) {
    const cwd = command === "verify" ? large : join(folder, `generate-${readdirSync(folder).length}`);
    mkdirSync(cwd, { recursive: true });
    const before = readdirSync(cwd);
    const line =
      command === "verify"
        ? "verify d/ --no-regenerate"
        : "generate --engine blocked --num-samples 30000 -o d/ -q --workers 2";
    if (code === undefined) rmSync(THREAD);
    else writeFileSync(THREAD, code);
    try {
      const child = startCli(line.split(" "), cwd, { NODE_OPTIONS: "--max-old-space-size=64" }, BIN);
      child.stderr!.once("data", () => begun(child));
      const { exitCode, stderr } = await finished(child);
      expect(readdirSync(cwd)).toEqual(before);
      return { exitCode, stderr: stderr.replaceAll("at work\n", "") };
    } finally {
      writeFileSync(THREAD, original);
    }
  }

  it.each(dealt(DEATHS, 3))("that %s", async (_, code, exitCode, message) => {
    const result = await outcomeOf(code);
    expect(result).toEqual({ exitCode, stderr: expect.stringContaining(message) });
    expect(result.stderr).toMatch(/^error: /);
    expect(result.stderr.trimEnd().split("\n")).toHaveLength(1);
  });

  const signals = [
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const;
  it.each(dealt(signals, 2))("that never ends is ended by %s", async (signal, exitCode) => {
    expect(await outcomeOf(onTask("for (;;);"), (child) => child.kill(signal))).toMatchObject({ exitCode });
  });
});
