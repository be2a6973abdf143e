import { availableParallelism } from "node:os";
import type { ExperimentPlan, TrialProgress } from "../experiments/run-experiment.js";
import { Threads } from "../parallel/threads.js";

/** What a thread is told once. */
export interface TrialThread {
  /** Of the experiment. */
  readonly name: string;
  readonly protocol: unknown;
  /** How much of each trial is done, of `SHARES`: threads write it, and the caller reads. */
  readonly shares: SharedArrayBuffer;
}

export interface TrialWork {
  readonly trial: unknown;
  /** Among all trials. */
  readonly number: number;
}

/** Parts in which the progress of a trial is told. */
export const SHARES = 1_000_000;

const PROGRESS_MS = 100;

export interface ThreadOptions {
  /** Default: all cores. */
  readonly workers?: number;
  /** Told of each trial that is done, and waited for. */
  readonly onDone?: (number: number, outcome: unknown) => Promise<void>;
  readonly onProgress?: (progress: TrialProgress) => void;
  readonly signal?: AbortSignal;
}

/**
 * Does the trials of an experiment on threads, short ones first, so that an interruption leaves most done.
 * @param known outcomes that there are already, by the numbers of their trials.
 * @returns the outcomes of all trials, in their order.
 * @throws ThreadError; what a trial or `onDone` throws; the signal's reason when aborted.
 */
export async function runOnThreads(
  { experiment, protocol, trials, costs }: ExperimentPlan,
  known: ReadonlyMap<number, unknown>,
  { workers = availableParallelism(), onDone, onProgress, signal }: ThreadOptions,
): Promise<readonly unknown[]> {
  const outcomes = trials.map((_, number) => known.get(number));
  const left = trials.flatMap((trial, number) => (known.has(number) ? [] : [{ trial, number }]));
  if (left.length === 0) return outcomes;
  const shared: TrialThread = { name: experiment.name, protocol, shares: new SharedArrayBuffer(4 * trials.length) };
  const shares = new Int32Array(shared.shares);
  for (const number of known.keys()) shares[number] = SHARES;
  const total = costs.reduce((sum, cost) => sum + cost, 0);
  const report = () => {
    const done = costs.reduce((sum, cost, i) => sum + (cost * Atomics.load(shares, i)) / SHARES, 0) / total;
    onProgress?.({ phase: "training", done: done * trials.length, total: trials.length });
  };
  const file = new URL("./thread.js", import.meta.url);
  const count = Math.min(workers, left.length);
  const threads = new Threads<TrialWork, unknown>(file, "trials", count, shared, signal);
  const timer = setInterval(report, PROGRESS_MS);
  try {
    const shortFirst = left.sort((a, b) => costs[a.number]! - costs[b.number]!);
    const run = async (work: TrialWork) => {
      outcomes[work.number] = await threads.run(work);
      Atomics.store(shares, work.number, SHARES);
      await onDone?.(work.number, outcomes[work.number]);
    };
    await Promise.all(shortFirst.map(run));
    report();
    return outcomes;
  } finally {
    clearInterval(timer);
    await threads.end();
  }
}
