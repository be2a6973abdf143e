// What every thread begins with: it loads the work that its starter names, and does it, task after task.
import { workerData } from "node:worker_threads";
import { type ThreadData, type ThreadWork, workOn } from "./parallel/threads.js";

/** Makes of what threads are told once what they do with a task. */
type Work = (data: never) => (task: never) => Promise<unknown>;

const WORK: Readonly<Record<ThreadWork, () => Promise<Work>>> = {
  blocks: async () => (await import("./parallel/block-work.js")).blockWork,
  hashes: async () => (await import("./verify/hash-files.js")).hashWork,
  trainings: async () => (await import("./evaluate/training-work.js")).trainingWork,
  trials: async () => (await import("./trials/trial-work.js")).trialWork,
  datasets: async () => (await import("./dataset/sweep/dataset-work.js")).datasetWork,
};

const { work, data } = workerData as ThreadData;
// Not awaited here: a module that waits makes the bundler keep each lazy module in a file of its own.
const ready = WORK[work]().then((make) => make(data as never));
workOn(async (task) => (await ready)(task as never));
