import type { Config } from "../config/config.js";
import { type ConfigOptions, resolveConfig } from "../config/parse-config.js";
import { drawBlocked } from "./blocked-engine.js";
import type { Examples } from "./examples.js";
import { drawReference } from "./reference-engine.js";

/**
 * Makes a dataset: the published one, or with other parameters another.
 *
 * @example
 * const { splits, chunks } = generate({ shearScale: 1.5, numSamples: 1000 });
 *
 * @throws ConfigError for a parameter that is not what it must be; GenerateError if the result does not fit in memory
 *   or is not finite.
 */
export function generate(options: ConfigOptions = {}): Examples {
  const steps = generateInSteps(resolveConfig(options));
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/**
 * The same step by step, for callers that show progress, keep a thread responsive, or may want to stop: yields the
 * number of examples drawn so far, returns the dataset. The blocked engine draws examples only as chunks are asked for.
 */
export function generateInSteps(config: Config): Generator<number, Examples, void> {
  return config.engine === "blocked" ? drawBlocked(config) : drawReference(config);
}
