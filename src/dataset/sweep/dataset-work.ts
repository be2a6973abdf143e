import { buildDataset } from "../build-dataset.js";
import { planInRepository } from "../output-plan.js";
import type { SweepTask, SweepTaskResult, SweepThread } from "./make-datasets.js";

/** What threads do that make-datasets.ts starts: each makes whole datasets, one at a time. */
export function datasetWork({ stop }: SweepThread): (task: SweepTask) => Promise<SweepTaskResult> {
  const isStopped = new Int32Array(stop);
  return async ({ config, repository, name, formats, options }) => {
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
  };
}
