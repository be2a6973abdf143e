// The threads that run-on-threads.ts starts: each does a trial at a time.
import { workerData } from "node:worker_threads";
import { EXPERIMENTS } from "../experiments/registry.js";
import { loadKernels } from "../kernels/kernels.js";
import { workOn } from "../parallel/threads.js";
import { SHARES, type TrialThread, type TrialWork } from "./run-on-threads.js";

const { name, protocol, shares } = workerData as TrialThread;
const done = new Int32Array(shares);
const loaded = Promise.all([EXPERIMENTS[name]!(), loadKernels()]);

workOn(async ({ trial, number }: TrialWork): Promise<unknown> => {
  const [experiment] = await loaded;
  const steps = experiment.run(protocol, trial);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    Atomics.store(done, number, Math.floor(SHARES * step.value));
  }
});
