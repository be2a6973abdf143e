import type { Config } from "../../../src/config/config.js";
import type { SplitName } from "../../../src/config/split-names.js";
import type { Difference } from "../../../src/diff/difference.js";
import type { SMALL_WRITERS } from "../../../src/formats/writers.js";
import type { Split } from "../../../src/generate/examples.js";
import type { Floats } from "../../../src/numeric/floats.js";
import type { TrainingReport, TrainingRequest } from "./train.js";

/** An example of the gallery. */
export interface ShownExample {
  /** Shape (length,), standardised. */
  readonly x: Floats;
  /** The label before label noise, where that changed it. */
  readonly was?: number;
}

/** What a dataset is, and the first examples of each class in one of its splits. */
export interface Survey {
  readonly digest: string;
  readonly splits: readonly Split[];
  readonly split: SplitName;
  readonly classes: readonly { readonly label: number; readonly examples: readonly ShownExample[] }[];
  readonly t: Float64Array;
  /** Labels of train that label noise changed. */
  readonly changedLabels: number;
  /** Milliseconds that drawing took. */
  readonly milliseconds: number;
  /** Whether WebAssembly kernels drew it. */
  readonly isFast: boolean;
}

/** Formats that a page offers: those that are a single file, and need no large library. */
export type OfferedFormat = keyof typeof SMALL_WRITERS;

/** What a worker can be asked for, and what it answers. */
export interface Jobs {
  survey: (request: { readonly config: Config; readonly split: string; readonly perClass: number }) => Survey;
  encode: (request: { readonly config: Config; readonly format: OfferedFormat }) => {
    readonly path: string;
    readonly bytes: Uint8Array<ArrayBuffer>;
  };
  diff: (request: { readonly a: Config; readonly b: Config }) => Difference;
  train: (request: TrainingRequest) => TrainingReport;
}

export type JobName = keyof Jobs;
export type RequestOf<Name extends JobName> = Parameters<Jobs[Name]>[0];
export type ResultOf<Name extends JobName> = ReturnType<Jobs[Name]>;

/** To a worker. */
export type ToWorker =
  | { readonly id: number; readonly job: JobName; readonly request: unknown }
  /** Ends a job; a training hands in what it has. */
  | { readonly id: number; readonly stop: true }
  | { readonly ping: true };

/** From a worker. */
export type FromWorker =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly progress: unknown }
  | { readonly id: number; readonly problem: string; readonly isFault: boolean }
  | { readonly pong: true };
