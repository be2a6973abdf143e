import { expect } from "vitest";
import type { SplitName } from "../../../src/generate/examples.js";
import { expectSameValues, type FoundColumns } from "./columns.js";
import type { Sample } from "./samples.js";

/** Checks what a reader found in the file of one split. */
export function expectSplit(found: FoundColumns, sample: Sample, split: SplitName): void {
  expectRows(found, sample, [split], []);
}

/** Checks what a reader found in the single file of all splits. */
export function expectAllSplits(found: FoundColumns, sample: Sample): void {
  const { splits } = sample.info;
  expectRows(
    found,
    sample,
    splits.map(({ name }) => name),
    ["split"],
  );
  expectSameValues(
    found.split!,
    splits.flatMap(({ name, rows }) => Array<string>(rows).fill(name)),
  );
}

function expectRows(found: FoundColumns, sample: Sample, splits: readonly SplitName[], last: readonly string[]): void {
  const { columns } = sample.info;
  expect(Object.keys(found)).toEqual([...columns.map(({ name }) => name), ...last]);
  for (const { field, name, kind } of columns) {
    const expected = splits.flatMap((split) => Array.from<unknown>(sample.splits[split][field]!));
    expectSameValues(found[name]!, kind === "integer" ? expected.map((value) => BigInt(value as number)) : expected);
  }
}
