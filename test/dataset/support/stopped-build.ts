import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const STOP_AT = fileURLToPath(new URL("stop-at.mjs", import.meta.url));
const BUILD = fileURLToPath(new URL("build.mjs", import.meta.url));

/** A script and its arguments, for Node. */
export type Program = readonly string[];

/** What a build in a process of its own writes: a dataset of 50 examples. */
export interface BuildArguments {
  readonly target: string;
  /** With commas; empty for a single file. */
  readonly formats: string;
  readonly seed: number;
}

/** A program that waits before one of its steps. */
export interface WaitingProgram {
  readonly pid: number;
  /** Lets it go on. @returns its exit code, and what it said. */
  resume(): Promise<{ exitCode: number | null; stderr: string }>;
}

/** The steps in which a build changes the file system, by name. */
export const stepsOf = (build: BuildArguments) => stepsOfProgram(programOf(build));

/** Runs a build and kills it before a step. */
export const killedAt = (step: number, build: BuildArguments) => programKilledAt(step, programOf(build));

/** Runs a build in which a step is not permitted. @returns what it said */
export const failedAt = (step: number, build: BuildArguments) => programFailedAt(step, programOf(build));

/** Runs a build up to a step. */
export const waitingAt = (step: number, build: BuildArguments) => programWaitingAt(step, programOf(build));

function programOf({ target, formats, seed }: BuildArguments): Program {
  return [BUILD, target, formats, `${seed}`];
}

/** The steps in which a program that prints nothing changes the file system, by name. @param never steps that all fail */
export async function stepsOfProgram(program: Program, never?: string): Promise<string[]> {
  const { stdout, stderr } = await finished(start(program, never === undefined ? {} : { NEVER: never }));
  if (stdout === "") throw new Error(`there are no steps: ${stderr}`);
  return JSON.parse(stdout);
}

/** Runs a program and kills it before a step. */
export async function programKilledAt(step: number, program: Program): Promise<void> {
  const { signal, stderr } = await finished(start(program, { STOP_AT: `${step}`, STOP_HOW: "kill" }));
  if (signal !== "SIGKILL") throw new Error(`the program has no step ${step}: ${stderr}`);
}

/** Runs a program in which a step is not permitted. @returns what it said */
export async function programFailedAt(step: number, program: Program): Promise<string> {
  const { exitCode, stderr } = await finished(start(program, { STOP_AT: `${step}`, STOP_HOW: "fail" }));
  if (exitCode === 0) throw new Error(`the program needs no step ${step}`);
  return stderr;
}

/** Runs a program up to a step. */
export async function programWaitingAt(step: number, program: Program): Promise<WaitingProgram> {
  const child = start(program, { STOP_AT: `${step}`, STOP_HOW: "wait" });
  const end = finished(child);
  await Promise.race([
    new Promise((resolve) => child.stdout!.once("data", resolve)),
    end.then(({ stderr }) => Promise.reject(new Error(`the program has no step ${step}: ${stderr}`))),
  ]);
  return {
    pid: child.pid!,
    resume() {
      child.stdin!.end("\n");
      return end;
    },
  };
}

function start(program: Program, env: Record<string, string>): ChildProcess {
  return spawn(process.execPath, ["--import", STOP_AT, ...program], { env: { ...process.env, ...env } });
}

interface End {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

function finished(child: ChildProcess): Promise<End> {
  const text = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name]!.setEncoding("utf8").on("data", (part: string) => {
      text[name] += part;
    });
  }
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (exitCode, signal) => resolve({ exitCode, signal, ...text }));
  });
}
