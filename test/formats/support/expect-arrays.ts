import { expect } from "vitest";
import type { DatasetInfo } from "../../../src/formats/format.js";
import { expectSameValues } from "./columns.js";
import type { NpyArray } from "./npy-array.js";
import type { Sample } from "./samples.js";

/** Names of the arrays of a dataset, in the order of an archive. */
export function arrayNames(info: DatasetInfo): string[] {
  const clean = info.hasCleanLabels ? ["y_clean"] : [];
  return ["x", "y", ...clean, "x_test", "y_test", "t", "templates_x", "templates_t", "templates_y"];
}

/** Checks types, shapes and values of the arrays of a dataset. @param dtype of x; by default the config's. */
export function expectArrays(array: (name: string) => NpyArray, { info, parts }: Sample, dtype = info.dtype): void {
  const { train, test } = parts;
  const isWide = dtype === "float64";
  const floats = isWide ? "<f8" : "<f4";
  const { templates } = info;
  const expected: Record<string, [descr: string, shape: number[], values: ArrayLike<unknown>]> = {
    x: [floats, [train.rows, info.length], isWide ? train.x64 : train.x],
    x_test: [floats, [test.rows, info.length], isWide ? test.x64 : test.x],
    y: ["<i8", [train.rows], Array.from(train.y, BigInt)],
    y_test: ["<i8", [test.rows], Array.from(test.y, BigInt)],
    y_clean: ["<i8", [train.rows], Array.from(train.yClean ?? [], BigInt)],
    t: ["<f8", [info.length], info.t],
    templates_x: ["<f8", [templates.x.length, templates.t.length], templates.x.flatMap((row) => Array.from(row))],
    templates_t: ["<f8", [templates.t.length], templates.t],
    templates_y: ["<i8", [templates.y.length], templates.y.map(BigInt)],
  };
  for (const name of arrayNames(info)) {
    const [descr, shape, values] = expected[name]!;
    const actual = array(name);
    expect([name, actual.descr, actual.shape]).toEqual([name, descr, shape]);
    expectSameValues(actual.values as ArrayLike<unknown>, values);
  }
}
