import { createHash } from "node:crypto";
import type { Config, Dtype } from "../../src/config/config.js";
import { parseConfig } from "../../src/config/parse-config.js";
import type { Examples } from "../../src/generate/examples.js";
import { generateInSteps } from "../../src/generate/generate.js";
import { runSteps } from "../../src/numeric/run-steps.js";
import { collect, type WholeSplits } from "./whole-splits.js";

/** Draws the dataset of a config given with the keys of files. */
export function drawFrom(keys: Readonly<Record<string, unknown>>): Examples {
  return draw(parseConfig(keys));
}

export function draw(config: Config): Examples {
  return runSteps(generateInSteps(config));
}

/** Copies the chunks of a dataset into one set of arrays per split. */
export function arraysOf(examples: Examples, options: { dtype?: Dtype; rows?: number } = {}): WholeSplits {
  return collect({ ...examples, dtype: options.dtype ?? examples.dtype }, examples.chunks(options));
}

export function int64FromInt32(values: Int32Array): BigInt64Array {
  return BigInt64Array.from(values, BigInt);
}

/** SHA-256 of an array's bytes. They are little-endian wherever these tests run. */
export function sha256(array: Float32Array | Float64Array | BigInt64Array): string {
  return createHash("sha256")
    .update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength))
    .digest("hex");
}
