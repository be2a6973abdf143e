// The line of progress: as long as a terminal is wide at most, in words that mean something from the first example on.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type PhaseProgress, progressLine } from "../../src/cli/progress-bar.js";

const at = (done: number, seconds: number): Omit<PhaseProgress, "since"> => ({
  phase: "generating",
  done,
  total: 20_000_000,
  from: 0,
  seconds,
});

describe("progressLine", () => {
  it.each([
    [80, "generating [######--------------------] 25 % | 5,000,000 of 20,000,000 examples | 30 s left"],
    [60, "generating 25 % | 5,000,000 of 20,000,000 examples"],
    [40, "generating [######------------------] 25 %"],
    [16, "generating 25 %"],
  ])("at %i columns", (columns, expected) => {
    const line = progressLine(at(5_000_000, 10), columns);
    expect(line.length).toBeLessThan(columns);
    expect(line.replace(/\[.*\]/, "[]")).toBe(expected.replace(/\[.*\]/, "[]"));
  });

  it("says no time left before anything is done", () => {
    expect(progressLine(at(0, 0), 80)).toMatch(/\] 0 % \| 0 of 20,000,000 examples$/);
  });

  it("never is too long, or says what is no number", () => {
    const count = fc.nat({ max: 2 ** 40 });
    const args = fc.tuple(
      count,
      count,
      count,
      fc.double({ min: 0, max: 1e9, noNaN: true }),
      fc.integer({ min: 1, max: 300 }),
    );
    fc.assert(
      fc.property(args, ([done, total, from, seconds, columns]) => {
        const line = progressLine({ phase: "writing", done, total, from, seconds }, columns);
        expect(line.length).toBeLessThan(columns);
        expect(line).not.toMatch(/NaN|Infinity|undefined|-\d/);
      }),
    );
  });
});
