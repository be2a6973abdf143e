import type { Config } from "../config/config.js";
import type { StoredExamples } from "../formats/format.js";
import { sameMetadata } from "../formats/metadata.js";
import type { Chunk } from "../generate/examples.js";
import { readInStep } from "../generate/read-in-step.js";
import type { WorkOptions } from "../generate/work-options.js";
import { drawExamples } from "./draw-examples.js";

/** Whether stored examples of the right shapes are what a config gives, to the last bit, with their time axis. */
export async function sameExamples(
  stored: StoredExamples,
  t: Float64Array | undefined,
  config: Config,
  { signal }: WorkOptions,
): Promise<boolean> {
  const drawn = await drawExamples(config, { ...(signal && { signal }) });
  if (!sameMetadata(t, drawn.t)) return false;
  for await (const { a, b } of readInStep(stored, drawn)) {
    signal?.throwIfAborted();
    if (a === undefined || b === undefined || !isSame(a, b)) return false;
  }
  return true;
}

function isSame(a: Chunk, b: Chunk): boolean {
  const pairs = [
    [a.x, b.x],
    [a.y, b.y],
    [a.yClean, b.yClean],
  ] as const;
  return pairs.every(([one, other]) => (one && other ? bytesOf(one).equals(bytesOf(other)) : one === other));
}

function bytesOf({ buffer, byteOffset, byteLength }: NodeJS.TypedArray): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
