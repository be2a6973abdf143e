import { exampleCount } from "../config/config.js";
import { checkedOptions } from "../config/options.js";
import { type ConfigOptions, resolveConfig } from "../config/parse-config.js";
import { drawBlocked } from "./blocked-engine.js";
import type { Examples } from "./examples.js";
import { drawReference } from "./reference-engine.js";
import { type WorkOptions, workKinds } from "./work-options.js";

/**
 * Makes a dataset: the published one, or with other parameters another. All at once: `generateInSteps` lets others have
 * their turn in between.
 *
 * @example
 * const train = generate({ shearScale: 1.5, numSamples: 1000 }).arrays("train");
 *
 * @throws ConfigError for a parameter that is not what it must be; GenerateError if the result does not fit in memory
 *   or is not finite; the signal's reason when aborted, as `onProgress` may do.
 */
export function generate(parameters: ConfigOptions = {}, options: WorkOptions = {}): Examples {
  const { onProgress, signal } = checkedOptions(options, workKinds);
  const config = resolveConfig(parameters);
  const total = exampleCount(config);
  const steps = generateInSteps(config);
  for (;;) {
    signal?.throwIfAborted();
    const step = steps.next();
    if (step.done) return step.value;
    onProgress?.({ phase: "generating", done: step.value, total });
  }
}

/**
 * The same step by step, for callers that show progress, keep a thread responsive, or may want to stop: yields the
 * number of examples drawn so far, every 10 ms or so, and returns the dataset. The blocked engine draws examples only as
 * chunks are asked for.
 *
 * @param parameters those that are not given have their defaults.
 */
export function generateInSteps(parameters: ConfigOptions): Generator<number, Examples, void> {
  const config = resolveConfig(parameters);
  return config.engine === "blocked" ? drawBlocked(config) : drawReference(config);
}
