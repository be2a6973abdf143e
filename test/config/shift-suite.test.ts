// The suite of shifts is what its page and its measurements are of, to the bit.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { SHIFT_SUITE } from "../../src/config/shift-suite.js";
import { keyOf } from "../../src/config/spelling.js";
import type { SplitName } from "../../src/generate/examples.js";
import { generate } from "../../src/generate/generate.js";
import { sha256 } from "../support/arrays.js";

interface Measured {
  readonly name: SplitName;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly x_float32_sha256: string;
}

const measured: readonly Measured[] = JSON.parse(
  readFileSync(new URL("../../fixtures/shifts.json", import.meta.url), "utf8"),
);

describe("the preset shifts", () => {
  it("has the parameters that were measured", () => {
    const suite = Object.entries(SHIFT_SUITE).map(([name, shift]) => [
      `test_${name}`,
      Object.fromEntries(Object.entries(shift).map(([key, value]) => [keyOf(key), value])),
    ]);
    const shifted = measured.filter(({ name }) => name !== "test");
    expect(Object.fromEntries(suite)).toEqual(
      Object.fromEntries(shifted.map(({ name, parameters }) => [name, parameters])),
    );
  });

  it("gives the examples that were measured, which a second implementation made", () => {
    const examples = generate("shifts");
    for (const { name, x_float32_sha256 } of measured)
      expect(sha256(examples.arrays(name).x), name).toBe(x_float32_sha256);
    expect(examples.splits).toHaveLength(measured.length + 1);
  });
});
