import { describe, expect, it } from "vitest";
import { createXxh32 } from "../../../src/formats/compression/lz4.js";

describe("XXH32", () => {
  // From `xxhsum -H32` of the reference implementation.
  it.each([
    ["", 0x02cc5d05],
    ["a", 0x550d7456],
    ["abc", 0x32d153ff],
    ["Nobody inspects the spammish repetition", 0xe2293b2f],
  ])("reference: %j", (text, expected) => {
    const bytes = Buffer.from(text);
    for (const step of [1, 3, 16, 100]) {
      const hash = createXxh32();
      for (let at = 0; at < bytes.length; at += step) hash.update(bytes.subarray(at, at + step));
      expect(hash.digest()).toBe(expected);
    }
  });
});
