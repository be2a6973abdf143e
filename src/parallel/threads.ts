import { inspect } from "node:util";
import { parentPort, Worker } from "node:worker_threads";
import { type ErrorCode, Mnist1dError } from "../config/mnist1d-error.js";

type Answer<R> = { readonly result: R } | { readonly error: unknown };

interface Waiting<T, R> {
  readonly task: T;
  readonly resolve: (result: R) => void;
  readonly reject: (error: unknown) => void;
}

/** What threads can do: src/thread.ts loads it. */
export type ThreadWork = "blocks" | "hashes" | "datasets" | "trainings" | "trials";

/** What a thread is told as it starts. */
export interface ThreadData {
  readonly work: ThreadWork;
  readonly data: unknown;
}

/** Threads that work on tasks, each on one at a time. If one of them dies, or the signal aborts, all that is begun fails. */
export class Threads<T, R> {
  readonly #workers: Worker[] = [];
  readonly #free: Worker[] = [];
  readonly #busy = new Map<Worker, Waiting<T, R>>();
  #queue: Waiting<T, R>[] = [];
  #failure: { readonly error: unknown } | undefined;
  readonly #abort = () => this.#fail(this.signal!.reason);

  /** @param file of `thread.ts`, beside the caller's in the bundle. @param data for all tasks. @throws ThreadError */
  constructor(
    file: URL,
    work: ThreadWork,
    count: number,
    data: unknown,
    private readonly signal?: AbortSignal,
  ) {
    signal?.addEventListener("abort", this.#abort);
    if (signal?.aborted === true) this.#abort();
    try {
      const workerData: ThreadData = { work, data };
      // Not with the process's own options: with `--input-type`, of a program on the command line, no file is run.
      const execArgv: string[] = [];
      for (let i = 0; i < count; i++) this.#start(new Worker(file, { workerData, execArgv }));
    } catch (error) {
      this.#fail(deathFrom(error));
    }
  }

  #start(worker: Worker): void {
    this.#workers.push(worker);
    this.#free.push(worker);
    worker.on("error", (error) => this.#fail(deathFrom(error)));
    worker.on("messageerror", (error) => this.#fail(error));
    worker.on("exit", (code) => this.#fail(new Error(`a thread ended before its work, with exit code ${code}`)));
    worker.on("message", (answer: Answer<R>) => {
      const done = this.#busy.get(worker);
      this.#busy.delete(worker);
      this.#free.push(worker);
      if ("error" in answer) done?.reject(failureFrom(answer.error));
      else done?.resolve(answer.result);
      this.#next();
    });
  }

  /** @param isNext whether it goes before all that wait. @throws what the work threw; ThreadError; the signal's reason when aborted. */
  run(task: T, isNext = false): Promise<R> {
    return new Promise((resolve, reject) => {
      this.#queue[isNext ? "unshift" : "push"]({ task, resolve, reject });
      this.#next();
    });
  }

  #next(): void {
    while (this.#queue.length > 0 && (this.#free.length > 0 || this.#failure !== undefined)) {
      const waiting = this.#queue.shift()!;
      const worker = this.#free.pop();
      if (this.#failure !== undefined || worker === undefined) {
        waiting.reject(this.#failure?.error);
        continue;
      }
      this.#busy.set(worker, waiting);
      worker.postMessage(waiting.task);
    }
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
    for (const { reject } of this.#busy.values()) reject(this.#failure.error);
    this.#busy.clear();
    this.#next();
  }

  /** Ends the threads, whatever they are at. */
  async end(): Promise<void> {
    this.signal?.removeEventListener("abort", this.#abort);
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }
}

export function workOn<T, R>(work: (task: T) => Promise<R>): void {
  parentPort!.on("message", async (task: T) => {
    const answer: Answer<R> = await work(task).then(
      (result) => ({ result }),
      // No class gets from one thread to another, and of an error its message alone.
      (error: unknown) => ({ error: error instanceof Mnist1dError ? { ...error, message: error.message } : error }),
    );
    parentPort!.postMessage(answer);
  });
}

/** What a thread died of: what the installation or the system lacks is told from a fault of the program. */
function deathFrom(error: unknown): Error {
  const { code = "" } = Object(error) as NodeJS.ErrnoException;
  if (code === OUT_OF_MEMORY || !(error instanceof SyntaxError || /^((ERR_)?MODULE|ERR_WORKER|E[A-Z]+$)/.test(code))) {
    return failureFrom(error);
  }
  const problem = `a thread could not be started: ${(error as Error).message}. Is mnist1d installed completely?`;
  return new ThreadError(problem, undefined, { cause: error });
}

/** Threads that there can't be here, or not so many: nothing is wrong with the data, nor with the program. */
export class ThreadError extends Mnist1dError {
  override readonly name = "ThreadError";
  override readonly code = "ERR_THREAD";
}

/** An error of ours that was thrown in a thread: with what its class says, but not of that class. */
class FromThread extends Mnist1dError {
  override readonly code: ErrorCode;

  constructor(said: Pick<Mnist1dError, "code" | "message">) {
    super(said.message);
    this.code = said.code;
    Object.assign(this, said);
  }
}

export const OUT_OF_MEMORY = "ERR_WORKER_OUT_OF_MEMORY";

/** An error that work ended with, or its memory. */
export function failureFrom(error: unknown): Error {
  const { code } = Object(error) as Mnist1dError;
  if (!(error instanceof Error) && code !== undefined) return new FromThread(error as Mnist1dError);
  if (error instanceof RangeError && /^WebAssembly\.Memory/.test(error.message)) {
    const hint = "Fewer threads take less (--workers 1), and JavaScript takes none (MNIST1D_ENGINE=js).";
    return new ThreadError("there is no room for WebAssembly's memory, which takes 10 GB of addresses a thread", hint, {
      cause: error,
    });
  }
  if ((code as string) === OUT_OF_MEMORY || (error instanceof RangeError && /allocation/.test(error.message))) {
    return new ThreadError("threads have not enough memory: fewer take less (--workers 1)", undefined, {
      cause: error,
    });
  }
  return error instanceof Error ? error : new Error(`a thread failed: ${inspect(error)}`);
}
