import { expect } from "vitest";
import type { DatasetInfo } from "../../../src/formats/format.js";
import type { SplitName } from "../../../src/generate/examples.js";
import { expectSameValues } from "./columns.js";
import type { NpyArray } from "./npy-array.js";
import type { Sample } from "./samples.js";

/** The name of a column's array of a split. */
export function arrayName(column: string, split: SplitName): string {
  return split === "train" ? column : `${column}_${split === "validation" ? "val" : split}`;
}

/** Names of the arrays of examples. Labels before noise are those of train. */
function exampleArrays({ splits, columns }: DatasetInfo, order: "by split" | "by column"): string[] {
  const pairs =
    order === "by split"
      ? splits.flatMap((split) => columns.map((column) => [split, column] as const))
      : columns.flatMap((column) => splits.map((split) => [split, column] as const));
  return pairs
    .filter(([split, column]) => column.field !== "yClean" || split.name === "train")
    .map(([split, column]) => arrayName(column.name, split.name));
}

/** Names of the arrays of a dataset, in the order of an archive. */
export function arrayNames(info: DatasetInfo): string[] {
  return [...exampleArrays(info, "by split"), "t", "templates_x", "templates_t", "templates_y"];
}

/** Keys of a dataset's arrays in the order of the original's dict. */
export function dictKeys(info: DatasetInfo): string[] {
  return [...exampleArrays(info, "by column"), "t", "templates"];
}

/** Checks types, shapes and values of the arrays of a dataset. @param dtype of signals; by default the config's. */
export function expectArrays(array: (name: string) => NpyArray, sample: Sample, dtype = sample.info.dtype): void {
  const { info } = sample;
  const isWide = dtype === "float64";
  const { templates } = info;
  const expected: Record<string, [descr: string, shape: number[], values: ArrayLike<unknown>]> = {
    t: ["<f8", [info.length], info.t],
    templates_x: ["<f8", [templates.x.length, templates.t.length], templates.x.flatMap((row) => Array.from(row))],
    templates_t: ["<f8", [templates.t.length], templates.t],
    templates_y: ["<i8", [templates.y.length], templates.y.map(BigInt)],
  };
  for (const { name: split, rows } of info.splits) {
    for (const { field, name, kind } of info.columns) {
      const values = (isWide ? sample.wideSplits : sample.splits)[split][field]!;
      const shape = kind === "signal" ? [rows, info.length] : [rows];
      expected[arrayName(name, split)] =
        kind === "integer"
          ? ["<i8", shape, Array.from(values, BigInt)]
          : [kind === "real" || isWide ? "<f8" : "<f4", shape, values];
    }
  }
  for (const name of arrayNames(info)) {
    const [descr, shape, values] = expected[name]!;
    const actual = array(name);
    expect([name, actual.descr, actual.shape]).toEqual([name, descr, shape]);
    expectSameValues(actual.values as ArrayLike<unknown>, values);
  }
}
