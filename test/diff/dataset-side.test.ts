import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RowSample } from "../../src/diff/dataset-side.js";

describe("RowSample", () => {
  it("property: takes rows at even distances, whatever the chunks", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 20_000 }), { minLength: 1, maxLength: 8 }), (chunks) => {
        const all = chunks.reduce((sum, rows) => sum + rows, 0);
        const sample = new RowSample(all, 1);
        let first = 0;
        for (const rows of chunks) {
          const x = Float32Array.from({ length: rows }, (_, i) => first + i);
          sample.add(x, rows, Int32Array.from(x));
          first += rows;
        }
        const taken = Math.min(all, 50_000);
        const { rows, x, classes } = sample;
        expect(rows).toBe(taken);
        expect(x.every((row, i) => row === Math.floor((i * all) / taken))).toBe(true);
        expect(classes.every((row, i) => row === x[i])).toBe(true);
      }),
      { numRuns: 10 },
    );
  });

  it("takes fewer rows of long examples, but one at least", () => {
    expect(new RowSample(50_000, 1000).x.length).toBe(4_000_000);
    expect(new RowSample(10, 5_000_000).x.length).toBe(5_000_000);
  });
});
