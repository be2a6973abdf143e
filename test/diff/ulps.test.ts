import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ulpsBetween } from "../../src/diff/ulps.js";
import { wordsOfFloats } from "../../src/numeric/copy-floats.js";

function float32Ulps(a: number, b: number): number {
  return ulpsBetween(wordsOfFloats(Float32Array.of(0, a)), wordsOfFloats(Float32Array.of(0, b)), 1, "float32");
}

function float64Ulps(a: number, b: number): number {
  return ulpsBetween(wordsOfFloats(Float64Array.of(0, a)), wordsOfFloats(Float64Array.of(0, b)), 1, "float64");
}

/** The place of a double among all. */
function ordinalOf(value: number): bigint {
  const bits = BigInt.asIntN(64, new BigInt64Array(Float64Array.of(value).buffer)[0]!);
  return bits < 0n ? -(bits & 0x7fffffffffffffffn) : bits;
}

describe("ulpsBetween", () => {
  it.each([
    [1, 1, 0],
    [1, 1 + 2 ** -23, 1],
    [1, 1 - 2 ** -24, 1],
    [-1, -1 - 2 ** -23, 1],
    [0, -0, 0],
    [2 ** -149, -(2 ** -149), 2],
  ])("counts the float32 from %d to %d: %d", (a, b, ulps) => {
    expect([float32Ulps(a, b), float32Ulps(b, a)]).toEqual([ulps, ulps]);
  });

  it("property: counts doubles as integers of 64 bits do, exactly for near ones", () => {
    const step = fc.bigInt({ min: -(2n ** 40n), max: 2n ** 40n });
    const neighbour = fc.tuple(fc.double({ noNaN: true, noDefaultInfinity: true }), step).map(([value, ulps]) => {
      const magnitude = new BigInt64Array(Float64Array.of(value).buffer)[0]! + ulps;
      return [value, new Float64Array(BigInt64Array.of(magnitude).buffer)[0]!] as const;
    });
    fc.assert(
      fc.property(neighbour, ([a, b]) => {
        fc.pre(Number.isFinite(b));
        const exact = ordinalOf(a) - ordinalOf(b);
        expect(float64Ulps(a, b)).toBe(Math.abs(Number(exact)));
      }),
    );
    fc.assert(
      fc.property(fc.double({ noNaN: true }), fc.double({ noNaN: true }), (a, b) => {
        const exact = Math.abs(Number(ordinalOf(a) - ordinalOf(b)));
        expect(Math.abs(float64Ulps(a, b) - exact)).toBeLessThanOrEqual(exact * 2 ** -50);
      }),
    );
  });
});
