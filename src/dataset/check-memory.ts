import { type Config, exampleCount } from "../config/config.js";
import { GenerateError } from "../generate/generate-error.js";
import { referenceMemory } from "../generate/reference-engine.js";

/** What the process needs besides the data: code, chunks, buffers of the writers. */
const OVERHEAD_BYTES = 100_000_000;

/**
 * Refuses a config that the reference engine could not hold in memory: it would be killed in the middle, or drag the
 * machine down with it.
 *
 * @param available bytes that the process may still use; where the platform can't tell, everything is let through.
 * @throws GenerateError
 */
export function checkMemory(config: Config, available = process.availableMemory?.() ?? Infinity): void {
  const needed = referenceMemory(config) + OVERHEAD_BYTES;
  if (needed <= available) return;
  const examples = exampleCount(config).toLocaleString("en-US");
  throw new GenerateError(
    `${examples} examples of ${config.finalSeqLength} points need ${gigabytes(needed)} of memory, and ` +
      `${gigabytes(available)} are free: use a smaller num_samples or final_seq_length, or a larger machine`,
  );
}

function gigabytes(bytes: number): string {
  const value = bytes / 1e9;
  return `${value.toLocaleString("en-US", { maximumSignificantDigits: 3 })} GB`;
}
