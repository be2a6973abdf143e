import { EXPERIMENTS } from "../experiments/registry.js";
import { loadKernels } from "../kernels/kernels.js";
import { trainingsOf } from "../parallel/run-trainings.js";
import type { TrialData } from "./run-on-threads.js";

/** What the threads of run-on-threads.ts do: a trial at a time. */
export const trialWork = trainingsOf(({ name, protocol }: TrialData) => {
  const loaded = Promise.all([EXPERIMENTS[name]!(), loadKernels()]);
  return async (trial: unknown, report): Promise<unknown> => {
    const [experiment] = await loaded;
    const shares = experiment.run(protocol, trial);
    for (;;) {
      const share = shares.next();
      if (share.done) return share.value;
      report(share.value);
    }
  };
});
