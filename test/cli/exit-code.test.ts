// What each exit code means, and nothing else: 1 is never a fault of ours, so that `mnist1d diff … || test $? -eq 1` is right.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { exitCodeOf, named } from "../../src/cli/exit-code.js";
import { DigestMismatch } from "../../src/dataset/errors.js";
import { MergeError } from "../../src/merge/shards.js";
import { BIN, beforeCommand, finished, runCli, startCli, temporaryFolder } from "./support/run-cli.js";

const SOURCES = fileURLToPath(new URL("../../src", import.meta.url));
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
    expect(String(error)).toMatch(/^FileError: some\/where: \S+/);
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

  it("follows from the code of the error, which every class of ours has", () => {
    const files = readdirSync(SOURCES, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
    const stated = files.flatMap((file) =>
      Array.from(
        readFileSync(join(SOURCES, file), "utf8").matchAll(
          /class (\w+) extends Mnist1dError \{\n.*\n {2}override readonly code = "(ERR_\w+)"/g,
        ),
        ([, name, code]) => [name, code],
      ),
    );
    expect(Object.fromEntries(stated)).toEqual({
      CheckFailed: "ERR_CHECK_FAILED",
      ClosedPipe: "ERR_CLOSED_PIPE",
      ConfigError: "ERR_CONFIG",
      DigestError: "ERR_DIGEST",
      DigestMismatch: "ERR_DIGEST_MISMATCH",
      EvaluationError: "ERR_EVALUATION",
      FormatError: "ERR_FORMAT",
      GenerateError: "ERR_GENERATE",
      MergeError: "ERR_MERGE",
      FileError: "ERR_FILE",
      PlanError: "ERR_PLAN",
      ThreadError: "ERR_THREAD",
      UsageError: "ERR_USAGE",
    });
    expect(new Set(stated.map(([, code]) => code)).size).toBe(stated.length);
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
    mkdirSync(join(copy, "dist"));
    writeFileSync(join(copy, "package.json"), '{ "type": "module" }');
    writeFileSync(join(copy, "dist", "cli.js"), code);
    const bin = join(copy, "bin", "mnist1d.js");
    cpSync(BIN, bin);
    const ended = await finished(startCli(["diff", "seed=1", "seed=2"], copy, {}, bin));
    expect(ended).toEqual({ exitCode, stdout: "", stderr: `error: mnist1d could not be loaded: ${told}\n` });
  });
});
