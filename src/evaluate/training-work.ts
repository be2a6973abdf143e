import type { Trained } from "./protocol.js";
import type { TrainingThread, TrainingWork } from "./train-all.js";
import { trainBaseline } from "./train-baseline.js";

/** What threads do that train-all.ts starts: each trains a model at a time. */
export function trainingWork({ data, protocol, steps }: TrainingThread): (work: TrainingWork) => Promise<Trained> {
  const done = new Int32Array(steps);
  return async ({ task, number }) =>
    trainBaseline(data[task.data]!, task, protocol, (step) => void Atomics.store(done, number, step));
}
