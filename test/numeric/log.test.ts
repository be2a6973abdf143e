import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CELL_STRIDE, LN2_HIGH, LN2_LOW, LOG_TABLE, log, logInto, REDUCED_HIGH_WORD } from "../../src/numeric/log.js";
import { logExact } from "../../src/numeric/log-exact.js";
import { RandomState } from "../../src/random/random-state.js";
import { doubleFromBits, stepAwayFromZero, ulpsBetween } from "../support/doubles.js";
import { BITS, fixedFromDouble, lnOfDouble } from "../support/fixed-point.js";
import { parseHexFloat } from "../support/hex-float.js";
import { allExponents, HARD_TO_ROUND, NEAR_TIES, nearOne, subnormals, uniforms } from "../support/logarithms.js";
import { cases } from "../support/thorough.js";

const distributions = { "uniform in (0, 1)": uniforms, "near 1": nearOne, "all exponents": allExponents, subnormals };

/** Around both ends of each of the table's 256 cells, in several binades. */
function* cellBoundaries(): Generator<number> {
  for (const binade of [-1000, -2, -1, 0, 1, 1000]) {
    for (let cell = 0; cell <= 256; cell++) {
      const highWord = REDUCED_HIGH_WORD + (cell << 12) + (binade << 20);
      const boundary = doubleFromBits(BigInt(highWord) << 32n);
      for (const ulps of [-2, -1, 0, 1, 2]) yield stepAwayFromZero(boundary, ulps);
    }
  }
}

/** Arguments as the polar method makes them: u² + v² of points in the unit disc. */
function* polarDraws(count: number): Generator<number> {
  const random = new RandomState(7);
  while (count > 0) {
    const u = 2 * random.uniform() - 1;
    const v = 2 * random.uniform() - 1;
    const s = u * u + v * v;
    if (s >= 1 || s === 0) continue;
    yield s;
    count--;
  }
}

describe("log", () => {
  describe("property: is correctly rounded, as exact integer arithmetic says", () => {
    it.each(Object.entries(distributions))("%s", (_, doubles) => {
      fc.assert(
        fc.property(doubles, (x) => Object.is(log(x), logExact(x))),
        { numRuns: cases(4000, 20_000) },
      );
    });

    it("on both sides of the boundaries of the table's cells", () => {
      expect([...cellBoundaries()].filter((x) => log(x) !== logExact(x))).toEqual([]);
    });

    it("on the arguments that the polar method has", () => {
      expect([...polarDraws(cases(10_000, 50_000))].filter((x) => log(x) !== logExact(x))).toEqual([]);
    });
  });

  it.each(HARD_TO_ROUND)("reference: log(%s), which is close to a tie or a double, is %s", (x, expected) => {
    expect(log(parseHexFloat(x))).toBe(parseHexFloat(expected));
  });

  it.each(NEAR_TIES)(
    "property: log(%s), which is close to a tie where the fast sum is at its weakest, is exact",
    (x) => {
      expect(log(parseHexFloat(x))).toBe(logExact(parseHexFloat(x)));
    },
  );

  // Table of ECMA-262, 21.3.2.20: the special values are those of Math.log, which rounding does not concern.
  it.each([0, -0, 1, -1, -Number.MIN_VALUE, Number.NaN, Infinity, -Infinity])("reference: Math.log's for %d", (x) => {
    expect(log(x)).toBe(Math.log(x));
  });

  it.each([
    [Number.MIN_VALUE, "-0x1.74385446d71c3p+9"],
    [Number.MAX_VALUE, "0x1.62e42fefa39efp+9"],
  ])("reference: the ends of the range (%d)", (x, expected) => {
    expect(log(x)).toBe(parseHexFloat(expected));
  });

  it.each(Object.entries(distributions))(
    "property: is never more than an ulp from this engine's (%s)",
    (_, doubles) => {
      fc.assert(
        fc.property(doubles, (x) => ulpsBetween(log(x), Math.log(x)) <= 1),
        { numRuns: cases(1000, 5000) },
      );
    },
  );
});

describe("logInto", () => {
  const normals = fc.float64Array({ min: 2 ** -1022, noNaN: true, noDefaultInfinity: true, maxLength: 40 });

  it("property: is log of each value, in place too", () => {
    fc.assert(
      fc.property(normals, (source) => {
        const expected = source.map(log);
        const target = new Float64Array(source.length);
        logInto(target, source, source.length);
        logInto(source, source, source.length);
        expect(target).toEqual(expected);
        expect(source).toEqual(expected);
      }),
    );
  });

  it("leaves alone what is beyond the count", () => {
    const target = Float64Array.of(5, 5, 5);
    logInto(target, Float64Array.of(1, 1, 1), 2);
    expect(target).toEqual(Float64Array.of(0, 0, 5));
  });
});

interface Cell {
  /** The reduced arguments m of the cell: low ≤ m < high. */
  readonly low: number;
  readonly high: number;
  readonly r: number;
  /** −ln r in two parts. */
  readonly logHigh: number;
  readonly logLow: number;
}

const cellStart = (cell: number) => doubleFromBits(BigInt(REDUCED_HIGH_WORD + (cell << 12)) << 32n);

const cells: readonly Cell[] = Array.from({ length: LOG_TABLE.length / CELL_STRIDE }, (_, cell) => {
  const [r, logHigh, logLow] = LOG_TABLE.subarray(cell * CELL_STRIDE) as unknown as [number, number, number];
  return { low: cellStart(cell), high: cellStart(cell + 1), r, logHigh, logLow };
});

/** Whether two doubles add up to an exact value, but for 2^-95. */
function addUpTo(high: number, low: number, exact: bigint): boolean {
  const error = fixedFromDouble(high) + fixedFromDouble(low) - exact;
  return (error < 0n ? -error : error) < 1n << (BITS - 95n);
}

const onGrid = (high: number) => Number.isInteger(high * 2 ** 42);

/** What the comments of log.ts need of the table for its sums to be exact and its error bound to hold. */
describe("property: the constants of log", () => {
  it("cover one factor of 2, from a little below √½ on", () => {
    expect(cells).toHaveLength(256);
    expect(cells[0]!.low).toBeLessThan(Math.SQRT1_2);
    expect(cells[255]!.high).toBe(2 * cells[0]!.low);
  });

  it("have r of ten bits with m·r within 2^-7.9 of 1", () => {
    for (const { low, high, r } of cells) {
      expect(Number.isInteger(r * 512) && r < 2).toBe(true);
      expect(Math.abs(low * r - 1)).toBeLessThan(2 ** -7.9);
      expect(Math.abs(high * r - 1)).toBeLessThan(2 ** -7.9);
    }
  });

  it("have r = 1 in the two cells that touch 1, where the logarithm is small", () => {
    const touching = cells.filter(({ low, high }) => low === 1 || high === 1);
    expect(touching.map(({ r, logHigh, logLow }) => [r, logHigh, logLow])).toEqual([
      [1, 0, 0],
      [1, 0, 0],
    ]);
  });

  it("have −ln r in two parts, the high one on the grid of 2^-42, right to 2^-95", () => {
    for (const { r, logHigh, logLow } of cells) {
      expect(onGrid(logHigh)).toBe(true);
      expect(addUpTo(logHigh, logLow, -lnOfDouble(r))).toBe(true);
    }
  });

  it("have ln 2 in the same two parts", () => {
    expect(onGrid(LN2_HIGH)).toBe(true);
    expect(addUpTo(LN2_HIGH, LN2_LOW, lnOfDouble(2))).toBe(true);
  });
});
