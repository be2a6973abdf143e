import type { FromWorker, JobName, RequestOf, ResultOf, ToWorker } from "./messages.js";

/** Milliseconds between two questions whether a worker is alive, and until one that does not answer is given up. */
const PING_MS = 2000;
const SILENCE_MS = 20_000;

/** Something that went wrong, in words for people. */
export class WorkProblem extends Error {
  override readonly name = "WorkProblem";
}

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (problem: WorkProblem) => void;
  readonly onProgress: ((progress: unknown) => void) | undefined;
}

export interface Work<Result> {
  readonly result: Promise<Result>;
  stop(): void;
}

/** A thread for work. It is started when there is some, and again after it died. */
export interface WorkerClient {
  run<Name extends JobName>(
    job: Name,
    request: RequestOf<Name>,
    onProgress?: (progress: never) => void,
  ): Work<ResultOf<Name>>;
}

let ids = 0;

/** @param what it does, for messages. */
export function workerClient(what: string): WorkerClient {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let heard = 0;
  let timer: ReturnType<typeof setInterval> | undefined;

  function fail(problem: string): void {
    worker?.terminate();
    worker = undefined;
    clearInterval(timer);
    const all = [...waiting.values()];
    waiting.clear();
    for (const { reject } of all) reject(new WorkProblem(problem));
  }

  function started(): Worker {
    if (worker !== undefined) return worker;
    const own = newWorker();
    own.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      heard = performance.now();
      if ("pong" in data) return;
      const one = waiting.get(data.id);
      if (one === undefined) return;
      if ("progress" in data) return one.onProgress?.(data.progress);
      waiting.delete(data.id);
      if ("result" in data) return one.resolve(data.result);
      one.reject(new WorkProblem(data.isFault ? `This is a fault of the page: ${data.problem}` : data.problem));
    };
    own.onerror = (event) => {
      event.preventDefault();
      fail(`What ${what} has stopped (${event.message || "no reason was given"}). Try again: it is started anew.`);
    };
    heard = performance.now();
    timer = setInterval(() => {
      if (waiting.size === 0) heard = performance.now();
      else if (performance.now() - heard > SILENCE_MS) {
        fail(`What ${what} has not answered for ${SILENCE_MS / 1000} seconds. Try again: it is started anew.`);
      } else own.postMessage({ ping: true } satisfies ToWorker);
    }, PING_MS);
    worker = own;
    return own;
  }

  return {
    run(job, request, onProgress) {
      const id = ++ids;
      const result = new Promise<never>((resolve, reject) => {
        waiting.set(id, { resolve: resolve as never, reject, onProgress: onProgress as never });
        try {
          started().postMessage({ id, job, request } satisfies ToWorker);
        } catch (error) {
          fail(`What ${what} can't be started here (${error instanceof Error ? error.message : error}).`);
        }
      });
      return { result, stop: () => worker?.postMessage({ id, stop: true } satisfies ToWorker) };
    },
  };
}

/** The page's own script, which works in a worker as well; from a file it has no address that a worker may have. */
function newWorker(): Worker {
  const script = document.querySelector<HTMLScriptElement>("script[data-app]")!;
  if (script.src !== "") return new Worker(script.src);
  const url = URL.createObjectURL(new Blob([script.textContent!], { type: "text/javascript" }));
  try {
    return new Worker(url);
  } finally {
    // The worker has it by then; Firefox wants some time.
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  }
}
