import { type Config, exampleCount } from "../config/config.js";
import type { Examples } from "../generate/examples.js";
import { generateInSteps } from "../generate/generate.js";
import type { WorkOptions } from "../generate/work-options.js";
import { inTurns } from "./in-turns.js";

export type { Progress, WorkOptions as DrawOptions } from "../generate/work-options.js";

/** Draws all examples, letting timers and signals have their turn between steps. */
export async function drawExamples(config: Config, { onProgress, signal }: WorkOptions = {}): Promise<Examples> {
  const total = exampleCount(config);
  return inTurns(generateInSteps(config), signal, (done) => onProgress?.({ phase: "generating", done, total }));
}
