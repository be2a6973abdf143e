import { expect } from "vitest";
import { type Columns, expectSameValues } from "./columns.js";
import type { Part, Sample } from "./samples.js";

/** Checks what a reader found in the file of one split. */
export function expectSplit(columns: Columns, sample: Sample, split: "train" | "test"): void {
  expectParts(columns, [sample.parts[split]]);
  expect(columns.split).toBeUndefined();
}

/** Checks what a reader found in the single file of both splits. */
export function expectBoth(columns: Columns, { parts: { train, test } }: Sample): void {
  expectParts(columns, [train, test]);
  expectSameValues(columns.split!, [...Array(train.rows).fill("train"), ...Array(test.rows).fill("test")]);
}

function expectParts({ x, y, yClean }: Columns, parts: readonly Part[]): void {
  expectSameValues(
    x,
    parts.flatMap((part) => Array.from(part.x)),
  );
  expectSameValues(
    y,
    parts.flatMap((part) => Array.from(part.y, BigInt)),
  );
  expect(yClean === undefined).toBe(parts[0]!.yClean === undefined);
  if (yClean !== undefined)
    expectSameValues(
      yClean,
      parts.flatMap((part) => Array.from(part.yClean!, BigInt)),
    );
}
