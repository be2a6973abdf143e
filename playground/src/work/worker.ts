import { Mnist1dError } from "../../../src/config/mnist1d-error.js";
import { difference, encoded, survey } from "./jobs.js";
import type { FromWorker, JobName, ToWorker } from "./messages.js";
import { train } from "./train.js";

interface Job {
  readonly signal: AbortSignal;
  /** Whether what there is by now is wanted. */
  readonly isStopped: () => boolean;
  readonly onProgress: (progress: unknown) => void;
}

const JOBS: Readonly<Record<JobName, (request: never, job: Job) => Promise<unknown>>> = {
  survey,
  encode: encoded,
  diff: difference,
  train,
};

/** What a worker has of its global scope. */
interface WorkerScope {
  postMessage(message: FromWorker): void;
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
}

/** Makes this thread one that works for the page. */
export function startWorker(scope: WorkerScope): void {
  const running = new Map<number, AbortController>();
  scope.onmessage = ({ data }) => {
    if ("ping" in data) scope.postMessage({ pong: true });
    else if ("stop" in data) running.get(data.id)?.abort();
    else void run(data.id, data.job, data.request);
  };

  async function run(id: number, name: JobName, request: unknown): Promise<void> {
    const controller = new AbortController();
    running.set(id, controller);
    const { signal } = controller;
    const onProgress = (progress: unknown) => scope.postMessage({ id, progress });
    try {
      const result = await JOBS[name](request as never, { signal, isStopped: () => signal.aborted, onProgress });
      scope.postMessage({ id, result });
    } catch (error) {
      const isFault = !(error instanceof Mnist1dError) && !signal.aborted && !(error instanceof RangeError);
      scope.postMessage({ id, problem: error instanceof Error ? error.message : String(error), isFault });
    } finally {
      running.delete(id);
    }
  }
}
