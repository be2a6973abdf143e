import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { copyFloats } from "../../src/numeric/floats.js";

const bitsOf = (values: Float32Array | Float64Array) => Array.from(new Uint32Array(values.buffer));

function float32FromBits(bits: readonly number[]): Float32Array {
  return new Float32Array(Uint32Array.from(bits).buffer);
}

describe("copyFloats", () => {
  it("property: every float32 comes back from float64 with all its bits, signalling NaNs too", () => {
    const nan = fc.integer({ min: 0x7f800001, max: 0x7fffffff }).map((bits) => bits | 0);
    const word = fc.oneof(
      fc.integer(),
      nan,
      nan.map((bits) => bits | 0x80000000),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 50 }), (bits) => {
        const values = float32FromBits(bits);
        const wide = new Float64Array(values.length + 1);
        copyFloats(wide, values, 1);
        const narrow = new Float32Array(values.length);
        copyFloats(narrow, wide.subarray(1));
        expect(bitsOf(narrow)).toEqual(bitsOf(values));
      }),
    );
  });

  it("reference: NaNs as IEEE 754 says, but that signalling ones stay so", () => {
    const wide = new Float64Array(4);
    copyFloats(wide, float32FromBits([0x7fc00000, 0xffc00001, 0x7f800001, 0xffa00000]));
    expect(bitsOf(wide).map((word) => word.toString(16))).toEqual([
      "0",
      "7ff80000",
      "20000000",
      "fff80000",
      "20000000",
      "7ff00000",
      "0",
      "fff40000",
    ]);
    const lowBitsOnly = new Float64Array(Uint32Array.from([1, 0xfff00000]).buffer);
    const narrow = new Float32Array(1);
    copyFloats(narrow, lowBitsOnly);
    expect(bitsOf(narrow)).toEqual([0xffc00000]);
  });
});
