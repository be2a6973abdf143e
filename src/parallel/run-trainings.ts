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
  /** The result of the task that this one needs. */
  readonly before?: unknown;
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
  /** Of each task the number of one before it whose result it is told. */
  readonly needs?: readonly (number | undefined)[];
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
 * @throws ThreadError; what a training, `onDone` or `onProgress` throws; the signal's reason when aborted.
 */
export async function runTrainings<T, R>(
  { work, data, tasks, costs, needs = [], known = new Map() }: Trainings<T>,
  { workers = availableParallelism(), onDone, onProgress, signal }: TrainingOptions<R>,
): Promise<R[]> {
  const results = tasks.map((_, number) => known.get(number) as R);
  const left = [...tasks.keys()].filter((number) => !known.has(number));
  if (left.length === 0) return results;
  const shared: TrainingThread<unknown> = { data, shares: new SharedArrayBuffer(4 * tasks.length) };
  const shares = new Int32Array(shared.shares);
  for (const number of known.keys()) shares[number] = SHARES;
  const total = costs.reduce((sum, cost) => sum + cost, 0);
  const report = () => {
    const done = costs.reduce((sum, cost, i) => sum + (cost * Atomics.load(shares, i)) / SHARES, 0) / total;
    const finished = shares.filter((share) => share === SHARES).length;
    onProgress?.({ phase: "training", done: done * tasks.length, finished, total: tasks.length });
  };
  const file = new URL("./thread.js", import.meta.url);
  const threads = new Threads<TrainingWork<T>, R>(file, work, Math.min(workers, left.length), shared, signal);
  let timer: NodeJS.Timeout | undefined;
  // What `onProgress` throws ends the work, and not the process.
  const refused = new Promise<never>((_, reject) => {
    timer = setInterval(() => {
      try {
        report();
      } catch (error) {
        reject(error);
      }
    }, PROGRESS_MS);
  });
  try {
    const running = new Map<number, Promise<void>>();
    const run = async (number: number) => {
      const need = needs[number];
      if (need !== undefined) await running.get(need);
      const before = need === undefined ? undefined : results[need];
      // A chain of tasks takes longest, so that it goes first.
      const result = await threads.run({ task: tasks[number]!, number, before }, needs.includes(number));
      results[number] = result;
      Atomics.store(shares, number, SHARES); // all, of one that diverged as well
      await onDone?.(number, result);
    };
    // None begins before all are known to those that need them.
    const begun = Promise.resolve();
    for (const number of left.sort((a, b) => costs[a]! - costs[b]!))
      running.set(
        number,
        begun.then(() => run(number)),
      );
    await Promise.race([Promise.all(running.values()), refused]);
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
  train: (task: T, report: (share: number) => void, before: unknown) => Promise<R>,
): (training: TrainingWork<T>) => Promise<R> {
  const done = new Int32Array(shares);
  return ({ task, number, before }) => {
    const report = (share: number) => void Atomics.store(done, number, Math.floor(SHARES * share));
    return train(task, report, before);
  };
}
