import { EXPERIMENTS } from "../experiments/registry.js";
import { loadKernels } from "../kernels/kernels.js";
import { SHARES, type TrialThread, type TrialWork } from "./run-on-threads.js";

/** What the threads of run-on-threads.ts do: a trial at a time. */
export function trialWork({ name, protocol, shares }: TrialThread) {
  const done = new Int32Array(shares);
  const loaded = Promise.all([EXPERIMENTS[name]!(), loadKernels()]);
  return async ({ trial, number }: TrialWork): Promise<unknown> => {
    const [experiment] = await loaded;
    const steps = experiment.run(protocol, trial);
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
      Atomics.store(done, number, Math.floor(SHARES * step.value));
    }
  };
}
