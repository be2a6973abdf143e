import { availableParallelism } from "node:os";
import type { BaselineName } from "../learn/baseline-names.js";
import { Threads } from "../parallel/threads.js";
import type { Protocol, Task, Trained } from "./protocol.js";
import type { TrainingData } from "./training-data.js";

/** What a thread is told once. */
export interface TrainingThread {
  readonly data: readonly TrainingData[];
  readonly protocol: Protocol;
  /** Steps that are done of each task, which threads write and the caller reads. */
  readonly steps: SharedArrayBuffer;
}

/** What a thread is told for each training. */
export interface TrainingWork {
  readonly task: Task;
  /** Among all tasks. */
  readonly number: number;
}

/** How far all trainings are together. */
export interface TrainingProgress {
  readonly phase: "training";
  /** Trainings, in which those that are on their way have shares. */
  readonly done: number;
  readonly total: number;
}

export interface TrainOptions {
  /** Threads, with a training each at a time. Default: all cores. */
  readonly workers?: number;
  readonly onTrained?: (trained: Trained) => void;
  readonly onProgress?: (progress: TrainingProgress) => void;
  readonly signal?: AbortSignal;
}

/** Milliseconds of a step: what is done soon is begun first, so that an interruption leaves most; and progress is weighed by it. */
const STEP_COSTS: Readonly<Record<BaselineName, number>> = { linear: 0.07, mlp: 0.6, cnn: 1.4, gru: 2.1 };

const PROGRESS_MS = 100;

/**
 * Trains models, each on a thread.
 * @returns them in the order of the tasks.
 * @throws ThreadError; the signal's reason when aborted: what was trained until then was told to `onTrained`.
 */
export async function trainAll(
  data: readonly TrainingData[],
  tasks: readonly Task[],
  protocol: Protocol,
  { workers = availableParallelism(), onTrained, onProgress, signal }: TrainOptions,
): Promise<Trained[]> {
  const shared: TrainingThread = { data, protocol, steps: new SharedArrayBuffer(4 * tasks.length) };
  const steps = new Int32Array(shared.steps);
  const costOf = ({ model }: Task) => STEP_COSTS[model];
  const total = tasks.reduce((sum, task) => sum + costOf(task), 0);
  const report = () => {
    const shares = tasks.map((task, i) => (costOf(task) * Atomics.load(steps, i)) / protocol.steps);
    const done = shares.reduce((sum, share) => sum + share, 0) / total;
    onProgress?.({ phase: "training", done: done * tasks.length, total: tasks.length });
  };
  const file = new URL("./thread.js", import.meta.url);
  const count = Math.min(workers, tasks.length);
  const threads = new Threads<TrainingWork, Trained>(file, "trainings", count, shared, signal);
  const timer = setInterval(report, PROGRESS_MS);
  try {
    const works = tasks.map((task, number) => ({ task, number })).sort((a, b) => costOf(a.task) - costOf(b.task));
    const trained = new Array<Trained>(tasks.length);
    const run = async (work: TrainingWork) => {
      const result = await threads.run(work);
      trained[work.number] = result;
      Atomics.store(steps, work.number, protocol.steps); // all, of one that diverged as well
      onTrained?.(result);
    };
    await Promise.all(works.map(run));
    report();
    return trained;
  } finally {
    clearInterval(timer);
    await threads.end();
  }
}
