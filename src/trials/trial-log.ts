import { createHash } from "node:crypto";
import { type FileHandle, open, readFile, rm } from "node:fs/promises";
import { FileError, fileErrorFrom } from "../dataset/errors.js";
import { undefinedIfMissing } from "../dataset/paths.js";
import { type ExperimentPlan, runOf } from "../experiments/run-experiment.js";

/** The trials of an experiment that are done, kept in a file, so that a run that was killed goes on from there. */
export interface TrialLog {
  /** Outcomes by the numbers of their trials. */
  readonly known: ReadonlyMap<number, unknown>;
  add(number: number, outcome: unknown): Promise<void>;
  close(): Promise<void>;
}

interface Line {
  readonly trial: number;
  readonly outcome: unknown;
  readonly sha256: string;
}

/**
 * Opens the file, or makes it: a line that says which run it is of, and one for each trial.
 * @param replaces whether one of another run is replaced.
 * @throws FileError, for one of another run as well.
 */
export async function openTrialLog(path: string, plan: ExperimentPlan, replaces: boolean): Promise<TrialLog> {
  try {
    const head = JSON.stringify(runOf(plan));
    const text = await readFile(path, "utf8").catch(undefinedIfMissing);
    const [first, ...lines] = (text ?? "").split("\n");
    const isOurs = first === head;
    if (text !== undefined && text !== "" && !isOurs && !replaces) {
      const hint = "Use another -o, or --force to begin anew.";
      throw new FileError(path, "is of another run, with other trials", hint);
    }
    const file = await open(path, isOurs ? "a" : "w");
    // What a kill cut off is a line of its own, which is none of a trial.
    await file.write(isOurs ? (text!.endsWith("\n") ? "" : "\n") : `${head}\n`);
    return logOf(file, isOurs ? outcomesIn(lines, plan.trials.length) : new Map(), path);
  } catch (error) {
    throw fileErrorFrom(error, path);
  }
}

function logOf(file: FileHandle, known: ReadonlyMap<number, unknown>, path: string): TrialLog {
  return {
    known,
    async add(trial, outcome) {
      const line: Line = { trial, outcome, sha256: hashOf(trial, outcome) };
      await file.write(`${jsonOf(line)}\n`).catch((error) => {
        throw fileErrorFrom(error, path);
      });
    },
    close: () => file.close(),
  };
}

/** Removes the file of a run that is complete. */
export async function removeTrialLog(path: string): Promise<void> {
  await rm(path, { force: true });
}

/** Of lines that are whole. */
function outcomesIn(lines: readonly string[], count: number): Map<number, unknown> {
  const known = new Map<number, unknown>();
  for (const text of lines) {
    const line = parsed(text);
    if (line === undefined || !Number.isInteger(line.trial) || line.trial < 0 || line.trial >= count) continue;
    if (line.sha256 === hashOf(line.trial, line.outcome)) known.set(line.trial, line.outcome);
  }
  return known;
}

function parsed(text: string): Line | undefined {
  try {
    return Object(JSON.parse(text, (_, value) => (NO_NUMBERS.includes(value) ? Number(value) : value)));
  } catch {
    return undefined;
  }
}

function hashOf(trial: number, outcome: unknown): string {
  return createHash("sha256")
    .update(jsonOf([trial, outcome]))
    .digest("hex");
}

/** What losses of a training that diverged may be, and JSON has no number for: they are texts in it. */
const NO_NUMBERS: readonly unknown[] = ["NaN", "Infinity", "-Infinity"];

function jsonOf(value: unknown): string {
  return JSON.stringify(value, (_, own) => (typeof own === "number" && !Number.isFinite(own) ? String(own) : own));
}
