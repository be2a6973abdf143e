// What each exit code means, and nothing else: 1 is never a fault of ours, so that `mnist1d diff … || test $? -eq 1` is right.
import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { exitCodeOf, named } from "../../src/cli/exit-code.js";
import { DigestMismatch } from "../../src/dataset/digest-mismatch.js";
import { MergeError } from "../../src/merge/merge-problem.js";
import { BIN, beforeCommand, finished, runCli, startCli, temporaryFolder } from "./support/run-cli.js";

const folder = temporaryFolder();
const place = () => mkdtempSync(join(folder, "e-"));
const systemError = (code: string, path?: string) => Object.assign(new Error(code), { code, ...(path && { path }) });

describe("the exit code of an error", () => {
  it.each([
    "EMFILE",
    "ENFILE",
    "ENOSPC",
    "EIO",
    "EROFS",
    "ENAMETOOLONG",
    "ELOOP",
    "EACCES",
    "EISDIR",
    "ENOTDIR",
    "EXXX",
  ])("that the system gave as %s and nobody named is 3, with the path", (code) => {
    const error = named(systemError(code, "some/where"));
    expect(exitCodeOf(error)).toBe(3);
    expect(String(error)).toMatch(/^OutputError: some\/where: \S+/);
  });

  it.each([
    () => new Float64Array(2 ** 52),
    () => new Array(-1),
    () => new ArrayBuffer(2 ** 52),
    () => "x".repeat(2 ** 30),
    () => {
      throw Object.assign(new Error("Worker terminated"), { code: "ERR_WORKER_OUT_OF_MEMORY" });
    },
  ])("of what is too large for memory is 3, and says so: %s", (allocate) => {
    const error = (() => {
      try {
        return allocate();
      } catch (thrown) {
        return named(thrown);
      }
    })();
    expect(exitCodeOf(error)).toBe(3);
    expect(String(error)).toContain("memory: there is not enough of it (");
  });

  it("of a check is 1, of everything unknown 70", () => {
    expect(exitCodeOf(new DigestMismatch("a", "b"))).toBe(1);
    expect(exitCodeOf(new MergeError("a", []))).toBe(1);
    for (const fault of [new TypeError("x"), new RangeError("Maximum call stack size exceeded"), "text", undefined]) {
      expect(exitCodeOf(named(fault))).toBe(70);
    }
  });
});

const whenStarted = (code: string) =>
  `process.on("newListener", (name) => { if (name === "uncaughtException") setImmediate(() => { ${code} }); });`;

describe("a fault of ours", () => {
  it.each<[where: string, args: string, code: string, told: string]>([
    [
      "while a result is rendered",
      "diff seed=1 seed=2",
      'String.prototype.padStart = () => { throw new TypeError("oops"); };',
      "TypeError: oops",
    ],
    ["in a callback", "diff seed=1 seed=2", whenStarted('throw new TypeError("oops");'), "TypeError: oops"],
    [
      "in a promise that nobody waits for",
      "diff seed=1 seed=2",
      whenStarted('Promise.reject(new TypeError("oops"));'),
      "TypeError: oops",
    ],
    [
      "in a stream",
      "diff seed=1 seed=2",
      whenStarted('process.stdin.destroy(new TypeError("oops"));'),
      "TypeError: oops",
    ],
    [
      "that waits for ever",
      "config --digest",
      "crypto.subtle.digest = () => new Promise(() => {});",
      "Error: the run came to no end",
    ],
  ])("%s has code 70, says so without a stack, and prints one with --debug", async (_, args, code, told) => {
    const line = `error: this is a fault in mnist1d: please report it with --debug's output (${told})\n`;
    const env = beforeCommand(code);
    expect(await runCli(args.split(" "), place(), "", env)).toMatchObject({ exitCode: 70, stderr: line });
    const debugged = await runCli([...args.split(" "), "--debug"], place(), "", env);
    expect(debugged.exitCode).toBe(70);
    expect(debugged.stderr).toContain(`${line}${told}\n    at `);
  });
});

describe("code that can't be loaded", () => {
  it.each([
    [
      3,
      "EMFILE: too many open files",
      'throw Object.assign(new Error("EMFILE: too many open files"), { code: "EMFILE" });',
    ],
    [70, "Unexpected end of input", "export function run() {"],
  ])("has code %i, and no stack: 1 would say that data differs (%s)", async (exitCode, told, code) => {
    const copy = place();
    mkdirSync(join(copy, "bin"));
    mkdirSync(join(copy, "dist", "cli"), { recursive: true });
    writeFileSync(join(copy, "package.json"), '{ "type": "module" }');
    writeFileSync(join(copy, "dist", "cli", "run.js"), code);
    const bin = join(copy, "bin", "mnist1d.js");
    cpSync(BIN, bin);
    const ended = await finished(startCli(["diff", "seed=1", "seed=2"], copy, {}, bin));
    expect(ended).toEqual({ exitCode, stdout: "", stderr: `error: mnist1d could not be loaded: ${told}\n` });
  });
});
