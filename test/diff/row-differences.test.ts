import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RowCorrelation, ulpsBetween } from "../../src/diff/row-differences.js";
import { wordsOfFloats } from "../../src/numeric/floats.js";

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

describe("RowCorrelation", () => {
  /** Values without a pattern. */
  const noise = (rows: number, seed: number) =>
    Float32Array.from({ length: rows * 4 }, (_, i) => (Math.sin((i + 1) * (seed + 1) * 12.9898) * 43758.5453) % 1);

  function correlationOf(a: Float32Array, b: Float32Array): RowCorrelation {
    const correlation = new RowCorrelation(4);
    correlation.add(a, b, a.length / 4);
    return correlation;
  }

  it("is 1 for the same rows on another scale, at each position around its own mean", () => {
    const a = noise(100, 1);
    const correlation = correlationOf(
      a,
      a.map((value, i) => 3 * value + 100 * (i % 4)),
    );
    expect(correlation.value()).toBeCloseTo(1, 9);
    expect(correlation.isBeyondChance()).toBe(true);
  });

  it("is no more than chance for rows that have only the means of positions in common", () => {
    const [a, b] = [noise(500, 1), noise(500, 2)].map((x) => x.map((value, i) => value + 10 * (i % 4)));
    expect(Math.abs(correlationOf(a!, b!).value())).toBeLessThan(0.1);
    expect(correlationOf(a!, b!).isBeyondChance()).toBe(false);
  });

  it("is never beyond chance for a few rows, or where nothing varies", () => {
    expect(correlationOf(noise(2, 1), noise(2, 1)).isBeyondChance()).toBe(false);
    expect(correlationOf(new Float32Array(400), new Float32Array(400)).isBeyondChance()).toBe(false);
  });
});
