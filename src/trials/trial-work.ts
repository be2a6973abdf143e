import { EXPERIMENTS } from "../experiments/registry.js";
import { loadKernels } from "../kernels/kernels.js";
import { type TrainingThread, type TrainingWork, trainingWorkOf } from "../parallel/run-trainings.js";
import type { TrialData } from "./run-on-threads.js";

/** What the threads of run-on-threads.ts do: a trial at a time. */
export function trialWork(thread: TrainingThread<TrialData>): (training: TrainingWork<unknown>) => Promise<unknown> {
  const { name, protocol } = thread.data;
  const loaded = Promise.all([EXPERIMENTS[name]!(), loadKernels()]);
  return trainingWorkOf(thread, async (trial, report, before) => {
    const [experiment] = await loaded;
    const shares = experiment.run(protocol, trial, before);
    for (;;) {
      const share = shares.next();
      if (share.done) return share.value;
      report(share.value);
    }
  });
}
