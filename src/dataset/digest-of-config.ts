import type { Config } from "../config/config.js";
import { createDigest, type DatasetDigest } from "../digest/dataset-digest.js";
import { wholeRanges } from "../generate/examples.js";
import { prepareExamples } from "../parallel/prepare-blocks.js";
import { checkMemory } from "./check-memory.js";
import { type DrawOptions, drawExamples } from "./draw-examples.js";

/**
 * The digest of the data that a config gives, which is made in memory and not written.
 *
 * @throws GenerateError if it is too large to be made here, or not finite; the signal's reason when aborted.
 */
export async function digestOfConfig(config: Config, options: DrawOptions = {}): Promise<DatasetDigest> {
  checkMemory(config);
  const examples = await drawExamples(config, options);
  const { length, splits, dtype } = examples;
  const digest = createDigest(length, splits, dtype);
  const request = { dtype, isHashed: true, text: [], hasSplitColumn: false };
  for await (const block of prepareExamples(examples, wholeRanges(splits), splits, request, options)) {
    options.signal?.throwIfAborted();
    if (block.hashes !== undefined) digest.addBlock(block, block.hashes);
    else for (const chunk of block.chunks) await digest.update(chunk);
  }
  return digest.finish();
}
