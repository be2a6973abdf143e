// Arrays are called by their column and split: whatever a shift is called, no two have the same name, and each is told by it.
import fc from "fast-check";
import { expect, it } from "vitest";
import { isSplitName, type SplitName } from "../../src/config/split-names.js";
import { arrayName, OTHER_ARRAYS, roleOf } from "../../src/formats/arrays.js";
import { TEXTS } from "../../src/formats/metadata-from-entries.js";
import { COLUMNS } from "../../src/generate/columns.js";

/** Names of splits, arrays and columns, and others. */
const NAMES = [
  ...COLUMNS.map(({ name }) => name),
  ...OTHER_ARRAYS,
  "clean",
  "val",
  "train",
  "test",
  "x_test",
  "clean_test",
];

const shift = fc.oneof(fc.constantFrom(...NAMES), fc.stringMatching(/^[a-z][a-z0-9_]{0,39}$/));

it("no two arrays have the same name, and each is told by it", () => {
  fc.assert(
    fc.property(fc.uniqueArray(shift, { maxLength: 20 }), (shifts) => {
      const splits: SplitName[] = ["train", "validation", "test", ...shifts.map((name) => `test_${name}` as const)];
      expect(splits.every(isSplitName)).toBe(true);
      const roles = splits.flatMap((split) => COLUMNS.map((column) => ({ split, column })));
      // That of y before label noise is of train alone.
      const all = roles.filter(({ split, column }) => split === "train" || column.field !== "yClean");
      const names = all.map(({ split, column }) => arrayName(column, split));
      expect(new Set([...names, ...OTHER_ARRAYS, ...TEXTS]).size).toBe(
        names.length + OTHER_ARRAYS.length + TEXTS.length,
      );
      expect(names.map(roleOf)).toEqual(all);
    }),
  );
});
