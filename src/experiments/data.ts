import type { ConfigOptions } from "../config/parse-config.js";
import { generate } from "../generate/generate.js";
import type { LabelledExamples } from "../learn/training.js";

export interface Data {
  readonly train: LabelledExamples;
  readonly test: LabelledExamples;
}

let last: { readonly key: string; readonly data: Data } | undefined;

/** The dataset of a config. The last one is kept, as trials that follow each other mostly have the same. */
export function dataOf(config: ConfigOptions): Data {
  const key = JSON.stringify(config);
  if (last?.key !== key) {
    const examples = generate(config);
    const split = (name: "train" | "test"): LabelledExamples => {
      const { shape, x, y } = examples.arrays(name, { dtype: "float32" });
      return { rows: shape[0], x, labels: y };
    };
    last = { key, data: { train: split("train"), test: split("test") } };
  }
  return last.data;
}

/**
 * So many examples that follow each other: views.
 * @param part which of such parts; after the last one it is the first again.
 */
export function rowsOf({ rows, x, labels }: LabelledExamples, part: number, count: number): LabelledExamples {
  const [length, start] = [x.length / rows, (part % Math.floor(rows / count)) * count];
  const end = start + count;
  return { rows: count, x: x.subarray(start * length, end * length), labels: labels.subarray(start, end) };
}
