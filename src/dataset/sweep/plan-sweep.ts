import type { Config } from "../../config/config.js";
import { ConfigError, show } from "../../config/config-error.js";
import { type ConfigOptions, resolveConfig } from "../../config/parse-config.js";
import type { PresetName } from "../../config/presets.js";
import { checkPoints, type SweepPoint } from "../../config/sweep.js";
import type { FormatName } from "../../formats/format.js";
import { FileError } from "../errors.js";
import { type OutputPlan, planInRepository } from "../output-plan.js";
import { readableBytes } from "../readable-numbers.js";
import { freeBytes, leastBytes, sizeOf } from "../resources.js";

/** A dataset of a sweep before it is made. */
export interface PlannedDataset {
  readonly name: string;
  readonly config: Config;
  readonly plan: Extract<OutputPlan, { kind: "directory" }>;
  readonly digest?: string;
}

/**
 * The datasets of a sweep before any is made: each a config of a Hugging Face repository.
 * @param parameters what all have in common.
 * @throws ConfigError for a config that is none; PlanError for a name or a format that there can't be.
 */
export function planSweep(
  parameters: ConfigOptions | PresetName,
  points: readonly SweepPoint[],
  repository: string,
  formats: readonly FormatName[] = [],
): PlannedDataset[] {
  if (!Array.isArray(points) || points.length === 0) throw new ConfigError("points", "a list of points", show(points));
  const planned = points.map(({ name, layer, digest }: SweepPoint) => {
    const plan = planInRepository(repository, name, formats) as PlannedDataset["plan"];
    return { name, config: configOf(name, parameters, layer), plan, ...(digest !== undefined && { digest }) };
  });
  checkPoints(points);
  return planned;
}

function configOf(name: string, parameters: ConfigOptions | PresetName, layer: SweepPoint["layer"]): Config {
  try {
    return resolveConfig(parameters, layer);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new ConfigError(`${name}: ${error.key}`, error.expected, error.got, error.hint);
  }
}

/** A lower bound of the bytes of datasets. */
export function leastBytesOf(datasets: readonly PlannedDataset[]): number {
  const sizes = datasets.map(({ config, plan }) => leastBytes(sizeOf(config), plan));
  return sizes.reduce((sum, bytes) => sum + bytes, 0);
}

/**
 * Refuses datasets for which the disk has no room, before any is made.
 * @param datasets those that are not there yet.
 * @throws FileError
 */
export async function checkRoom(datasets: readonly PlannedDataset[], repository: string): Promise<void> {
  const [needed, available] = [leastBytesOf(datasets), await freeBytes(repository)];
  if (needed <= available) return;
  const figures = `${readableBytes(needed)}, and ${readableBytes(available)} are free on the disk`;
  throw new FileError(repository, `the datasets need at least ${figures}`, "Use fewer examples, or another disk.");
}
