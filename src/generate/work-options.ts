import { abortSignal, callback, type OptionKinds } from "../config/options.js";

/** How far some work is. */
export interface Progress {
  /** What is done at the moment: examples are drawn first, and then written; those of files are read, or compared. */
  readonly phase: "generating" | "writing" | "reading" | "comparing";
  readonly done: number;
  readonly total: number;
}

/** What every function takes that may work for long. */
export interface WorkOptions {
  /** Told how far the work is, every 10 ms or so. */
  readonly onProgress?: (progress: Progress) => void;
  /** Aborting it stops the work; what was written so far is removed. */
  readonly signal?: AbortSignal;
}

export const workKinds: OptionKinds<WorkOptions> = { onProgress: callback, signal: abortSignal };
