import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";

/** The command as it is installed. */
export const BIN = fileURLToPath(new URL("../../../bin/mnist1d.js", import.meta.url));

export interface CliResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder of its own for a test file, removed at its end. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "mnist1d-cli-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Starts the built command as a user's shell would. @param bin of another build. */
export function startCli(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}, bin = BIN): ChildProcess {
  return spawn(process.execPath, [bin, ...args], { cwd, env: { ...process.env, NO_COLOR: "1", ...env } });
}

/** Runs the built command to its end. @param input what it reads on standard input. @param env more of its environment. */
export function runCli(
  args: readonly string[],
  cwd: string,
  input = "",
  env: NodeJS.ProcessEnv = {},
): Promise<CliResult> {
  const child = startCli(args, cwd, env);
  child.stdin!.end(input);
  return finished(child);
}

/** Code that is run before the command's own, as the variable that Node has for it. */
export const beforeCommand = (code: string): NodeJS.ProcessEnv => ({
  NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(code)}`,
});

/**
 * Runs the command, which is sent a signal as soon as it listens to them for the sake of work that they are to stop; before,
 * it listens to them from its start. From inside: a test on a busy machine might come too late.
 */
export function runInterrupted(args: readonly string[], cwd: string, signal: NodeJS.Signals): Promise<CliResult> {
  const kill = `setImmediate(() => process.kill(process.pid, ${JSON.stringify(signal)}))`;
  const code = `let times = 0; process.on("newListener", (name) => { if (name === "SIGTERM" && ++times === 2) ${kill}; });`;
  return runCli(args, cwd, "", beforeCommand(code));
}

/** What a started command says until it ends. */
export function finished(child: ChildProcess): Promise<CliResult> {
  let stdout = "";
  let stderr = "";
  child.stdout!.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr!.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
}
