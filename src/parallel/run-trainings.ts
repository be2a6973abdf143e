import { availableParallelism } from "node:os";
import type { TrainingProgress } from "../learn/training-progress.js";
import { Threads, type ThreadWork } from "./threads.js";

/** What each thread is told once. */
export interface TrainingThread<D> {
  readonly data: D;
  /** How much of each training is done, of `SHARES`: threads write it, and the caller reads. */
  readonly shares: SharedArrayBuffer;
}

/** What a thread is told for each training. */
export interface TrainingWork<T> {
  readonly task: T;
  /** Among all tasks. */
  readonly number: number;
}

/** Parts in which the progress of a training is told. */
const SHARES = 1_000_000;

const PROGRESS_MS = 100;

export interface Trainings<T> {
  readonly work: ThreadWork;
  /** For all of them. */
  readonly data: unknown;
  readonly tasks: readonly T[];
  /** Of each task, in any unit: what is done soon is begun first, so that an interruption leaves most; and progress is weighed by it. */
  readonly costs: readonly number[];
  /** Results that there are already, by the numbers of their tasks. */
  readonly known?: ReadonlyMap<number, unknown>;
}

export interface TrainingOptions<R> {
  /** Threads, with a training each at a time. Default: all cores. */
  readonly workers?: number;
  /** Told of each training that is done, and waited for. */
  readonly onDone?: (number: number, result: R) => void | Promise<void>;
  readonly onProgress?: (progress: TrainingProgress) => void;
  readonly signal?: AbortSignal;
}

/**
 * Does trainings, each on a thread.
 * @returns their results, in the order of the tasks.
 * @throws ThreadError; what a training or `onDone` throws; the signal's reason when aborted.
 */
export async function runTrainings<T, R>(
  { work, data, tasks, costs, known = new Map() }: Trainings<T>,
  { workers = availableParallelism(), onDone, onProgress, signal }: TrainingOptions<R>,
): Promise<R[]> {
  const results = tasks.map((_, number) => known.get(number) as R);
  const left = tasks.flatMap((task, number) => (known.has(number) ? [] : [{ task, number }]));
  if (left.length === 0) return results;
  const shared: TrainingThread<unknown> = { data, shares: new SharedArrayBuffer(4 * tasks.length) };
  const shares = new Int32Array(shared.shares);
  for (const number of known.keys()) shares[number] = SHARES;
  const total = costs.reduce((sum, cost) => sum + cost, 0);
  const report = () => {
    const done = costs.reduce((sum, cost, i) => sum + (cost * Atomics.load(shares, i)) / SHARES, 0) / total;
    onProgress?.({ phase: "training", done: done * tasks.length, total: tasks.length });
  };
  const file = new URL("./thread.js", import.meta.url);
  const threads = new Threads<TrainingWork<T>, R>(file, work, Math.min(workers, left.length), shared, signal);
  const timer = setInterval(report, PROGRESS_MS);
  try {
    const run = async (training: TrainingWork<T>) => {
      const result = await threads.run(training);
      results[training.number] = result;
      Atomics.store(shares, training.number, SHARES); // all, of one that diverged as well
      await onDone?.(training.number, result);
    };
    await Promise.all(left.sort((a, b) => costs[a.number]! - costs[b.number]!).map(run));
    report();
    return results;
  } finally {
    clearInterval(timer);
    await threads.end();
  }
}

/**
 * What a thread does with each training.
 * @param train is to tell `report` which share of the task is done.
 */
export function trainingWorkOf<T, R>(
  { shares }: TrainingThread<unknown>,
  train: (task: T, report: (share: number) => void) => Promise<R>,
): (training: TrainingWork<T>) => Promise<R> {
  const done = new Int32Array(shares);
  return ({ task, number }) => train(task, (share) => void Atomics.store(done, number, Math.floor(SHARES * share)));
}
