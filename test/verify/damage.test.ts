import { describe, expect, it } from "vitest";
import { damaged } from "./support/damage.js";
import { randomFrom } from "./support/random.js";

describe("damage", () => {
  it("is done to a copy, also of a buffer, whose slices are itself", () => {
    const original = Buffer.from(Array.from({ length: 100 }, (_, i) => i));
    const before = [...original];
    for (let seed = 0; seed < 200; seed++) damaged(original, randomFrom(seed));
    expect([...original]).toEqual(before);
  });
});
