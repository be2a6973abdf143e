import { trainingsOf } from "../parallel/run-trainings.js";
import type { Task } from "./protocol.js";
import type { BaselineData } from "./train-all.js";
import { trainBaseline } from "./train-baseline.js";

/** What threads do that train-all.ts starts: each trains a model at a time. */
export const trainingWork = trainingsOf(({ data, protocol }: BaselineData) => async (task: Task, report) => {
  return trainBaseline(data[task.data]!, task, protocol, (step) => report(step / protocol.steps));
});
