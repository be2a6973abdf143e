import { describe, expect, it } from "vitest";
import { parseHexFloat } from "./hex-float.js";

/** Reference: each text is what Python's `float.hex` writes for the number beside it. */
describe("parseHexFloat", () => {
  it.each([
    ["0x0.0p+0", 0],
    ["-0x0.0p+0", -0],
    ["0x1.0000000000000p+0", 1],
    ["-0x1.8000000000000p-3", -0.1875],
    ["0x1.999999999999ap-4", 0.1],
    ["0x1.0000000000000p-1022", 2.2250738585072014e-308],
    ["0x1.fffffffffffffp+1023", Number.MAX_VALUE],
  ])("%s is %d", (text, value) => {
    expect(parseHexFloat(text)).toBe(value);
  });

  it.each(["", "1.5", "0x1.0", "0x2.0p+0", "0x1.00000000000000p+0", "0x1.0p+1024", "0x1.0p-1023", "nan"])(
    "refuses %j",
    (text) => {
      expect(() => parseHexFloat(text)).toThrow();
    },
  );
});
