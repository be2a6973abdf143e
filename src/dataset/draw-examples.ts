import { setImmediate } from "node:timers/promises";
import { type Config, exampleCount } from "../config/config.js";
import type { Examples } from "../generate/examples.js";
import { generateInSteps } from "../generate/generate.js";

export interface DrawOptions {
  /** Told how far the work is, every 10 ms or so. */
  readonly onProgress?: (progress: Progress) => void;
  /** Aborting it stops the work; what was written so far is removed. */
  readonly signal?: AbortSignal;
}

export interface Progress {
  /** What is done at the moment: examples are drawn first, and then written; verified ones are read. */
  readonly phase: "generating" | "writing" | "reading";
  readonly done: number;
  readonly total: number;
}

/** Draws all examples, letting timers and signals have their turn between steps. */
export async function drawExamples(config: Config, { onProgress, signal }: DrawOptions = {}): Promise<Examples> {
  const total = exampleCount(config);
  const steps = generateInSteps(config);
  for (;;) {
    signal?.throwIfAborted();
    const step = steps.next();
    if (step.done) return step.value;
    onProgress?.({ phase: "generating", done: step.value, total });
    await setImmediate();
  }
}
