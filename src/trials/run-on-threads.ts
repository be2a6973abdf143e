import type { ExperimentPlan } from "../experiments/run-experiment.js";
import { runTrainings, type TrainingOptions } from "../parallel/run-trainings.js";

/** What a thread is told once. */
export interface TrialData {
  /** Of the experiment. */
  readonly name: string;
  readonly protocol: unknown;
}

/**
 * Does the trials of an experiment on threads.
 * @param known outcomes that there are already, by the numbers of their trials.
 * @returns the outcomes of all trials, in their order. @throws as `runTrainings`
 */
export async function runOnThreads(
  { experiment, protocol, trials, costs, needs }: ExperimentPlan,
  known: ReadonlyMap<number, unknown>,
  options: TrainingOptions<unknown>,
): Promise<readonly unknown[]> {
  const data: TrialData = { name: experiment.name, protocol };
  return runTrainings({ work: "trials", data, tasks: trials, costs, needs, known }, options);
}
