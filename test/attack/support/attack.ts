import { type ChildProcess, fork, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { BIN } from "../../cli/support/run-cli.js";
import { RAW } from "../../support/raw-characters.js";

const DRIVER = fileURLToPath(new URL("driver.mjs", import.meta.url));
const USAGE = fileURLToPath(new URL("report-usage.mjs", import.meta.url));

/** Where random numbers begin: with another, an attack is another. What it finds names its own seed. */
export const FIRST_SEED = Number(process.env.MNIST1D_SEED ?? 0);

/** Seconds of processor time that no command takes for what is small. */
const MOST_SECONDS = 5;

/** Seconds after which one that does nothing waits for ever, on however busy a machine. */
const MOST_WAITING = 60;

/** Bytes of memory that no command takes for what is small. */
const MOST_MEMORY = 350e6;

/** What became of a command line. */
export interface Outcome {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly cpuSeconds: number;
  readonly maxRss: number;
  /** The stack of an error that nobody caught; or that it did not end. */
  readonly crash?: string;
  /** Paths of what was there before, and is no more what it was. */
  readonly lost?: readonly string[];
  /** Paths of what was not there before. */
  readonly made?: readonly string[];
}

/** How the formats of bytes begin, as text: Arrow, NPY, NPZ, Parquet. */
const BYTES = ["\ufffd".repeat(4), "\ufffdNUMPY", "PK\x03\x04", "PAR1"];

/** What is wrong with an outcome, whatever was asked for; undefined if nothing is. @param isDebug whether a stack trace was. */
export function complaintOf(outcome: Outcome, isDebug = false): string | undefined {
  const { exitCode, stdout, stderr, cpuSeconds, maxRss, crash, made = [] } = outcome;
  if (crash !== undefined) return crash;
  if (![0, 1, 2, 3, 130, 143].includes(exitCode ?? -1)) return `exit code ${exitCode}: ${stderr}`;
  for (const [name, text] of Object.entries({ stdout, stderr })) {
    if (!isDebug && (/^ +at .*[:)]\d*/m.test(text) || text.includes("node:internal")))
      return `a stack trace on ${name}: ${text}`;
    if (name === "stdout" && BYTES.some((bytes) => text.startsWith(bytes))) continue; // data, and no text
    const raw = RAW.exec(text);
    if (raw !== null) return `U+${raw[0].codePointAt(0)!.toString(16)} on ${name}: ${text}`;
  }
  if (exitCode === 2 || exitCode === 3) if (stderr === "") return `exit code ${exitCode} without a word`;
  if (/\bE[A-Z]{4,}\b: |undefined|\[object/.test(stderr)) return `raw: ${stderr}`;
  if (cpuSeconds > MOST_SECONDS) return `took ${cpuSeconds} s`;
  if (maxRss > MOST_MEMORY) return `took ${maxRss / 1e6} MB`;
  const litter = made.find((path) => path.includes(".mnist1d-"));
  return litter && `litter: ${litter}`;
}

export interface Line {
  readonly args: readonly string[];
  readonly cwd: string;
  /** A folder whose files are looked at before and after. */
  readonly watched?: string;
}

/** A process that runs many command lines, for which each of their own would take a hundred times as long. */
export class Driver {
  #process: ChildProcess | undefined;

  /** Ends the process. */
  end(): void {
    this.#process?.kill("SIGKILL");
    this.#process = undefined;
  }

  run(line: Line): Promise<Outcome> {
    return this.#ask(line);
  }

  /** Copies a folder, so that all in the copy is the driver's own. @param unreadable paths in it that nobody may read. */
  async copy(from: string, to: string, unreadable: readonly string[] = []): Promise<void> {
    const { crash } = await this.#ask({ copy: { from, to, unreadable } });
    if (crash !== undefined) throw new Error(crash);
  }

  #ask(message: object): Promise<Outcome> {
    this.#process ??= fork(DRIVER, {
      stdio: ["ignore", "ignore", "inherit", "ipc"],
      env: { ...process.env, NO_COLOR: "1" },
    });
    const child = this.#process;
    return new Promise((resolve) => {
      const failed = (crash: string) =>
        end({ exitCode: null, stdout: "", stderr: "", cpuSeconds: 0, maxRss: 0, crash });
      const watch = watchOf(child, (problem) => {
        child.kill("SIGKILL");
        failed(problem);
      });
      const onExit = () => failed("the process ended");
      const end = (outcome: Outcome) => {
        clearInterval(watch);
        child.off("message", end).off("exit", onExit);
        if (outcome.exitCode === null) this.#process = undefined;
        resolve(outcome);
      };
      child.once("message", end).once("exit", onExit).send(message);
    });
  }
}

/** Runs a command line in a process of its own. */
export function runProcess({ args, cwd }: Line): Promise<Outcome> {
  const child = spawn(process.execPath, ["--import", USAGE, BIN, ...args], {
    cwd,
    env: { ...process.env, NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  const texts = ["", "", "", ""];
  for (const i of [1, 2, 3]) child.stdio[i]!.on("data", (part: Buffer) => (texts[i] += part.toString()));
  let crash: string | undefined;
  const watch = watchOf(child, (problem) => {
    crash = problem;
    child.kill("SIGKILL");
  });
  return new Promise((resolve) => {
    child.on("close", (exitCode, signal) => {
      clearInterval(watch);
      if (exitCode === null) crash ??= `ended by ${signal}`;
      const usage =
        texts[3] === ""
          ? { cpuSeconds: 0, maxRss: 0 }
          : (JSON.parse(texts[3]!) as { cpuSeconds: number; maxRss: number });
      resolve({ exitCode, stdout: texts[1]!, stderr: texts[2]!, ...usage, ...(crash !== undefined && { crash }) });
    });
  });
}

/** Looks at times whether a process goes on without an end: by its work, and, if it does none, by the clock. */
function watchOf(child: ChildProcess, onHang: (problem: string) => void): NodeJS.Timeout {
  const start = performance.now();
  const worked = cpuSecondsOf(child);
  return setInterval(() => {
    const work = cpuSecondsOf(child) - worked;
    if (work > 3 * MOST_SECONDS) onHang(`hangs: ${work} s of work, and no end`);
    else if (performance.now() - start > 1000 * MOST_WAITING) onHang(`hangs: it waits for more than ${MOST_WAITING} s`);
  }, 1000);
}

/** Of a process that runs, where the system tells. */
function cpuSecondsOf({ pid }: ChildProcess): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    return (Number(fields[11]) + Number(fields[12])) / 100; // clock ticks
  } catch {
    return 0;
  }
}
