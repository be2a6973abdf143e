// The threads that train-all.ts starts: each trains a model at a time.
import { workerData } from "node:worker_threads";
import { workOn } from "../parallel/threads.js";
import type { Trained } from "./protocol.js";
import type { TrainingThread, TrainingWork } from "./train-all.js";
import { trainBaseline } from "./train-baseline.js";

const { data, protocol, steps } = workerData as TrainingThread;
const done = new Int32Array(steps);

workOn(async ({ task, number }: TrainingWork): Promise<Trained> => {
  return trainBaseline(data[task.data]!, task, protocol, (step) => void Atomics.store(done, number, step));
});
