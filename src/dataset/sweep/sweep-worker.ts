// The threads that build-sweep.ts starts: each makes whole datasets, one at a time.
import { workerData } from "node:worker_threads";
import { workOn } from "../../parallel/threads.js";
import { buildDataset } from "../build-dataset.js";
import { planInRepository } from "../output-plan.js";
import type { SweepTask, SweepTaskResult, SweepThread } from "./make-datasets.js";

const { stop } = workerData as SweepThread;
const isStopped = new Int32Array(stop);

workOn(async ({ config, repository, name, formats, options }: SweepTask): Promise<SweepTaskResult> => {
  const controller = new AbortController();
  const { plan: _, ...built } = await buildDataset(config, planInRepository(repository, name, formats), {
    ...options,
    workers: 1,
    signal: controller.signal,
    onProgress() {
      if (Atomics.load(isStopped, 0) === 1) controller.abort(new Error("stopped"));
    },
  });
  return built;
});
