import { createHash } from "node:crypto";
import type { Config, Dtype } from "../../src/config/config.js";
import { parseConfig } from "../../src/config/parse-config.js";
import type { Examples, SplitName } from "../../src/generate/examples.js";
import { generateInSteps } from "../../src/generate/generate.js";
import { resultOf } from "../../src/numeric/steps.js";

/** A whole split in arrays of its own. */
export interface SplitArrays {
  readonly x: Float32Array | Float64Array;
  readonly y: Int32Array;
  readonly yClean: Int32Array;
}

export type DatasetArrays = Readonly<Record<SplitName, SplitArrays>>;

/** Draws the dataset of a config given with the keys of files. */
export function drawFrom(keys: Readonly<Record<string, unknown>>): Examples {
  return draw(parseConfig(keys));
}

export function draw(config: Config): Examples {
  return resultOf(generateInSteps(config));
}

/** Copies the chunks of a dataset into one set of arrays per split. `yClean` is empty without label noise. */
export function arraysOf(examples: Examples, options: { dtype?: Dtype; rows?: number } = {}): DatasetArrays {
  const dtype = options.dtype ?? examples.config.dtype;
  const [train, test] = examples.splits.map(({ rows }) => ({
    x: dtype === "float64" ? new Float64Array(rows * examples.length) : new Float32Array(rows * examples.length),
    y: new Int32Array(rows),
    yClean: new Int32Array(examples.config.labelNoise === undefined ? 0 : rows),
  }));
  const arrays = { train: train!, test: test! };
  for (const { split, start, x, y, yClean } of examples.chunks(options)) {
    arrays[split].x.set(x, start * examples.length);
    arrays[split].y.set(y, start);
    if (yClean) arrays[split].yClean.set(yClean, start);
  }
  return arrays;
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
