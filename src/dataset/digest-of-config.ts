import type { Config } from "../config/config.js";
import { createDigest, type DatasetDigest } from "../digest/dataset-digest.js";
import { type DrawOptions, drawExamples } from "./build-dataset.js";
import { checkMemory } from "./check-memory.js";

/**
 * The digest of the data that a config gives, which is made in memory and not written.
 *
 * @throws GenerateError if it is too large to be made here, or not finite; the signal's reason when aborted.
 */
export async function digestOfConfig(config: Config, options: DrawOptions = {}): Promise<DatasetDigest> {
  checkMemory(config);
  const { length, splits, chunks } = await drawExamples(config, options);
  const digest = createDigest(length, splits, config.dtype);
  for (const chunk of chunks()) await digest.update(chunk);
  return digest.finish();
}
