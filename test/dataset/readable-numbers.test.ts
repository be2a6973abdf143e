import fc from "fast-check";
import { expect, it } from "vitest";
import { countText, plural } from "../../src/dataset/readable-numbers.js";

it("counts nouns", () => {
  expect([plural(1, "row"), plural(4000, "row"), plural(2, "class", "classes")]).toEqual([
    "1 row",
    "4,000 rows",
    "2 classes",
  ]);
});

it("property: is the text that Intl has for English", () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), (n) => {
      expect(countText(n)).toBe(n.toLocaleString("en-US"));
    }),
  );
});
