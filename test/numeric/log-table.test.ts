import { describe, expect, it } from "vitest";
import { CELL_STRIDE, LN2_HIGH, LN2_LOW, LOG_TABLE, REDUCED_HIGH_WORD } from "../../src/numeric/log-table.js";
import { doubleFromBits } from "../support/doubles.js";
import { BITS, fixedFromDouble, lnOfDouble } from "../support/fixed-point.js";

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
