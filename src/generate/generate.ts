import type { Config, Dtype } from "../config/config.js";
import { checkedOptions } from "../config/options.js";
import { type ConfigOptions, resolveConfig } from "../config/parse-config.js";
import type { PresetDtype, PresetName } from "../config/presets.js";
import { loadKernels } from "../kernels/kernels.js";
import { drawBlocked } from "./blocked-engine.js";
import type { Examples } from "./examples.js";
import { drawnCount, drawReference } from "./reference-engine.js";
import { inTurns, type WorkOptions, workKinds } from "./work-options.js";

/**
 * Makes a dataset: the published one, or with other parameters another, or a preset by its name. All at once:
 * `generateAsync` lets others have their turn in between.
 *
 * @example
 * const train = generate({ shearScale: 1.5, numSamples: 1000 }).arrays("train");
 * @param parameters those that are not given have their defaults.
 * @throws ConfigError for a parameter that is not what it must be; GenerateError if the result does not fit in memory
 *   or is not finite; the signal's reason when aborted, as `onProgress` may do.
 */
export function generate<D extends Dtype = "float32">(
  parameters?: ConfigOptions<D>,
  options?: WorkOptions,
): Examples<D>;
export function generate<Name extends PresetName>(preset: Name, options?: WorkOptions): Examples<PresetDtype<Name>>;
export function generate(parameters: ConfigOptions | PresetName = {}, options: WorkOptions = {}): Examples {
  const { onProgress, signal } = checkedOptions(options, workKinds);
  const config = resolveConfig(parameters);
  const total = drawnCount(config);
  const steps = generateInSteps(config);
  for (;;) {
    signal?.throwIfAborted();
    const step = steps.next();
    if (step.done) return step.value;
    onProgress?.({ phase: "generating", done: step.value, total });
  }
}

/**
 * The same for where others must have their turn: timers, signals, a page that is to stay alive. Every 10 ms or so it
 * waits for them.
 * @throws as `generate`; the signal's reason soon after it is aborted.
 */
export function generateAsync<D extends Dtype = "float32">(
  parameters?: ConfigOptions<D>,
  options?: WorkOptions,
): Promise<Examples<D>>;
export function generateAsync<Name extends PresetName>(
  preset: Name,
  options?: WorkOptions,
): Promise<Examples<PresetDtype<Name>>>;
export async function generateAsync(
  parameters: ConfigOptions | PresetName = {},
  options: WorkOptions = {},
): Promise<Examples> {
  return drawExamples(resolveConfig(parameters), checkedOptions(options, workKinds));
}

/** The same of what was checked before. */
export async function drawExamples(config: Config, { onProgress, signal }: WorkOptions = {}): Promise<Examples> {
  const total = drawnCount(config);
  await loadKernels();
  return inTurns(generateInSteps(config), signal, (done) => onProgress?.({ phase: "generating", done, total }));
}

/**
 * The same step by step: yields the number of examples drawn so far, every 10 ms or so, and returns the dataset. The
 * blocked engine draws examples only as chunks are asked for.
 */
export function generateInSteps<D extends Dtype = "float32">(
  parameters: ConfigOptions<D>,
): Generator<number, Examples<D>, void> {
  const config = resolveConfig(parameters);
  const steps = config.engine === "blocked" ? drawBlocked(config) : drawReference(config);
  return steps as Generator<number, Examples<D>, void>;
}
