import { type Config, classLabels } from "../../../src/config/config.js";
import { isShifted, shiftNameOf } from "../../../src/config/split-names.js";
import { generate } from "../../../src/generate/generate.js";
import type { ShownExample } from "../work/messages.js";
import { MOST_CLASSES } from "./limits.js";

export interface Preview {
  readonly classes: readonly { readonly label: number; readonly examples: readonly ShownExample[] }[];
  readonly t: Float64Array;
}

/**
 * A few examples of each class, drawn alone and at once: what is seen while a slider moves. The whole dataset has others, as
 * its stream of random numbers goes through all.
 * @throws GenerateError
 */
export function preview(config: Config, perClass: number, split: string): Preview {
  const labels = classLabels(config).slice(0, MOST_CLASSES);
  const { testSize: _, valSize: __, labelNoise: ___, shifts, classNames: ____, ...own } = config;
  const shift = isShifted(split) ? shifts?.[shiftNameOf(split)] : undefined;
  const examples = generate({
    ...own,
    ...shift,
    classes: labels,
    numSamples: labels.length * perClass,
    trainSplit: 1,
    engine: "reference",
    rounding: "exact",
    dtype: "float32",
    factors: false,
    clean: false,
  });
  const { length, t } = examples;
  const { x, y } = examples.arrays("train");
  const classes = labels.map((label) => {
    const rows = Array.from(y.keys()).filter((row) => y[row] === label);
    return { label, examples: rows.map((row) => ({ x: x.subarray(row * length, (row + 1) * length) })) };
  });
  return { classes, t };
}
