import { availableParallelism } from "node:os";
import type { Config } from "../../config/config.js";
import { type ErrorCode, Mnist1dError } from "../../config/mnist1d-error.js";
import type { FormatName } from "../../formats/format.js";
import { rowCount, splitsOf } from "../../generate/examples.js";
import { ROWS_FOR_THREADS } from "../../parallel/prepare-blocks.js";
import { Threads } from "../../parallel/threads.js";
import { type BuildOptions, type Built, buildDataset, type UpToDate } from "../build-dataset.js";
import { memoryOf } from "../resources.js";
import type { PlannedDataset } from "./plan-sweep.js";
import type { SweepDataset, SweepOptions } from "./sweep-options.js";

/** What a thread is told once, and for each dataset. */
export interface SweepThread {
  /** An integer that is 1 when all is to stop. */
  readonly stop: SharedArrayBuffer;
}

export interface SweepTask {
  readonly config: Config;
  readonly repository: string;
  readonly name: string;
  readonly formats: readonly FormatName[];
  readonly options: BuildOptions;
}

export type SweepTaskResult = Omit<Built, "plan"> | Omit<UpToDate, "plan">;

/** Of a dataset that can't be made: which one it is. */
class DatasetFailed extends Mnist1dError {
  override readonly name = "DatasetFailed";
  override readonly code: ErrorCode;

  constructor(dataset: string, cause: Mnist1dError) {
    super(`${dataset}: ${cause.message}`, undefined, { cause });
    this.code = cause.code;
  }
}

type Make = (dataset: PlannedDataset) => Promise<SweepTaskResult>;

/**
 * Makes datasets, several at once where that pays, and begins no more when one fails.
 * @param done gets each when it is in its place.
 */
export async function makeAll(
  todo: readonly PlannedDataset[],
  repository: string,
  done: Map<string, SweepDataset>,
  total: number,
  options: SweepOptions,
): Promise<void> {
  const { signal, onProgress } = options;
  const count = threadCount(todo, options);
  const report = (dataset: string, share = 0) =>
    onProgress?.({ phase: "writing", done: done.size + share, total, dataset });
  const { make, stop, end } =
    count > 1 ? inThreads(count, repository, options) : { make: inTurn(report, options), stop() {}, async end() {} };
  let failure: { readonly error: unknown } | undefined;
  let next = 0;
  async function lane(): Promise<void> {
    while (next < todo.length && failure === undefined && signal?.aborted !== true) {
      const dataset = todo[next++]!;
      const { name, plan } = dataset;
      try {
        report(name);
        const made = await make(dataset);
        done.set(name, { ...made, name, plan });
        report(name);
      } catch (error) {
        failure ??= { error: withName(error, name) };
        stop();
      }
    }
  }
  signal?.addEventListener("abort", stop);
  try {
    await Promise.all(Array.from({ length: count }, lane));
  } finally {
    signal?.removeEventListener("abort", stop);
    await end();
  }
  signal?.throwIfAborted();
  if (failure !== undefined) throw failure.error;
}

/** One after the other here, each with all threads that it has work for. */
function inTurn(report: (dataset: string, share: number) => void, { signal, ...options }: SweepOptions): Make {
  return ({ name, config, plan, digest }) =>
    buildDataset(config, plan, {
      ...buildOptions(options, digest),
      ...(options.workers !== undefined && { workers: options.workers }),
      ...(signal && { signal }),
      // Less than 1: it is not in its place yet.
      onProgress: ({ phase, done, total }) => report(name, phase === "writing" ? done / (total + 1) : 0),
    });
}

/** Each on a thread of its own. */
function inThreads(count: number, repository: string, options: SweepOptions) {
  const data: SweepThread = { stop: new SharedArrayBuffer(4) };
  const file = new URL("./thread.js", import.meta.url);
  const threads = new Threads<SweepTask, SweepTaskResult>(file, "datasets", count, data);
  const make: Make = ({ name, config, plan, digest }) => {
    const formats = plan.formats.map((format) => format.name);
    return threads.run({ config, repository, name, formats, options: buildOptions(options, digest) });
  };
  // The threads themselves put away what they have begun.
  const stop = () => void Atomics.store(new Int32Array(data.stop), 0, 1);
  return { make, stop, end: () => threads.end() };
}

/** What threads can be told. */
function buildOptions({ force = false, rowsPerFile }: SweepOptions, digest: string | undefined): BuildOptions {
  return {
    force,
    updatesCard: false,
    ...(rowsPerFile !== undefined && { rowsPerFile }),
    ...(digest !== undefined && { expectedDigest: digest }),
  };
}

/** Datasets that a thread has to have for its start to pay. */
const DATASETS_PER_THREAD = 4;

/** How many datasets are made at once: one alone of those that have work for several threads, or take much memory. */
function threadCount(todo: readonly PlannedDataset[], { workers }: SweepOptions): number {
  const isLarge = ({ config }: PlannedDataset) =>
    config.engine === "blocked" && rowCount(splitsOf(config)) >= ROWS_FOR_THREADS;
  if (todo.length === 0 || todo.some(isLarge)) return 1;
  const most = Math.max(...todo.map(({ config, plan }) => memoryOf(config, plan.formats)));
  const inMemory = Math.floor((process.availableMemory?.() ?? Number.POSITIVE_INFINITY) / most);
  const wanted = workers ?? Math.min(availableParallelism(), Math.floor(todo.length / DATASETS_PER_THREAD));
  return Math.max(1, Math.min(wanted, inMemory, todo.length));
}

/** Errors of files say where. */
function withName(error: unknown, name: string): unknown {
  const isOfData = error instanceof Mnist1dError && /^ERR_(GENERATE|DIGEST_MISMATCH)$/.test(error.code);
  return isOfData ? new DatasetFailed(name, error) : error;
}
