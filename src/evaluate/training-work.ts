import { type TrainingThread, type TrainingWork, trainingWorkOf } from "../parallel/run-trainings.js";
import type { Task, Trained } from "./protocol.js";
import type { BaselineData } from "./train-all.js";
import { trainBaseline } from "./train-baseline.js";

/** What threads do that train-all.ts starts: each trains a model at a time. */
export function trainingWork(thread: TrainingThread<BaselineData>): (training: TrainingWork<Task>) => Promise<Trained> {
  const { data, protocol } = thread.data;
  return trainingWorkOf(thread, async (task, report) =>
    trainBaseline(data[task.data]!, task, protocol, (step) => report(step / protocol.steps)),
  );
}
