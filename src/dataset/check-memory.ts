import { type Config, exampleCount } from "../config/config.js";
import { countText } from "../config/count-text.js";
import { BLOCK_ROWS } from "../digest/dataset-digest.js";
import { blockedMemory } from "../generate/blocked-engine.js";
import { splitsOf } from "../generate/examples.js";
import { GenerateError } from "../generate/generate-error.js";
import { referenceMemory } from "../generate/reference-engine.js";

/** What the process needs besides the data: code, chunks, buffers of the writers. */
const OVERHEAD_BYTES = 100_000_000;

/** Bytes that a process needs that makes a config's data on one thread. */
export function memoryOf(config: Config): number {
  const drawing = config.engine === "reference" ? referenceMemory(config) : blockedMemory(config);
  return drawing + digestMemory(config) + OVERHEAD_BYTES;
}

/** A block of each split, which is hashed at once; of float64 data also as float32. */
function digestMemory(config: Config): number {
  const perValue = config.dtype === "float64" ? 12 : 4;
  const [train, test] = splitsOf(config).map(({ rows }) => Math.min(BLOCK_ROWS, rows));
  return (train! + test!) * config.finalSeqLength * perValue;
}

/**
 * Refuses a config that its engine could not hold in memory: it would be killed in the middle, or drag the machine down
 * with it.
 *
 * @param available bytes that the process may still use; where the platform can't tell, everything is let through.
 * @throws GenerateError
 */
export function checkMemory(config: Config, available = process.availableMemory?.() ?? Infinity): void {
  const isReference = config.engine === "reference";
  const needed = memoryOf(config);
  if (needed <= available) return;
  const examples = countText(exampleCount(config));
  const advice = isReference
    ? "use the engine blocked, which holds a few blocks only, or a smaller num_samples"
    : "use a smaller final_seq_length, or a larger machine";
  throw new GenerateError(
    `${examples} examples of ${config.finalSeqLength} points need ${gigabytes(needed)} of memory, and ` +
      `${gigabytes(available)} are free: ${advice}`,
  );
}

function gigabytes(bytes: number): string {
  return `${countText(Number(bytes.toPrecision(3)) / 1e9)} GB`;
}
