import type { BaselineName } from "../learn/baseline-names.js";
import { runTrainings, type TrainingOptions } from "../parallel/run-trainings.js";
import type { Protocol, Task, Trained } from "./protocol.js";
import type { TrainingData } from "./training-data.js";

/** What a thread is told once. */
export interface BaselineData {
  readonly data: readonly TrainingData[];
  readonly protocol: Protocol;
}

/** Milliseconds of a step. */
const STEP_COSTS: Readonly<Record<BaselineName, number>> = { linear: 0.07, mlp: 0.6, cnn: 1.4, gru: 2.1 };

/** Trains models, each on a thread. @returns them in the order of the tasks. @throws as `runTrainings` */
export async function trainAll(
  data: readonly TrainingData[],
  tasks: readonly Task[],
  protocol: Protocol,
  options: TrainingOptions<Trained>,
): Promise<Trained[]> {
  const shared: BaselineData = { data, protocol };
  const costs = tasks.map(({ model }) => STEP_COSTS[model]);
  return runTrainings({ work: "trainings", data: shared, tasks, costs }, options);
}
