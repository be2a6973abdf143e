import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rangeOf, sparkline } from "../../src/plot/sparkline.js";

describe("sparkline", () => {
  it("has a character for each value, from the least to the largest", () => {
    expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7])).toBe("▁▂▃▄▅▆▇█");
    expect(sparkline([3, -3, 0])).toBe("█▁▅");
  });

  it("cuts what is out of a range that was given", () => {
    expect(sparkline([-9, 0, 4, 8, 99], { range: [0, 8] })).toBe("▁▁▅██");
  });

  it("is in the middle where all values are alike", () => {
    expect(sparkline([5, 5, 5])).toBe("▅▅▅");
  });

  it("shows what is missing, and nothing of nothing", () => {
    expect(sparkline([0, null, 1])).toBe("▁?█");
    expect(sparkline([null])).toBe("?");
    expect(sparkline([])).toBe("");
  });

  it("resamples what is longer than its width, by means", () => {
    expect(sparkline([0, 0, 4, 4, 8, 8], { width: 3, range: [0, 8] })).toBe("▁▅█");
    expect(sparkline([0, 8, null, null, 8, null], { width: 3, range: [0, 8] })).toBe("▅?█");
    expect(sparkline([1, 2], { width: 9 })).toHaveLength(2);
  });

  it("property: is as long as the series or the width, and higher for higher values", () => {
    const values = fc.array(fc.double({ min: -1e300, max: 1e300, noNaN: true }), { maxLength: 100 });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 50 }), (list, width) => {
        expect(sparkline(list, { width })).toHaveLength(Math.min(list.length, width));
        const heights = [...sparkline([...list].sort((a, b) => a - b))];
        expect(heights).toEqual([...heights].sort());
      }),
    );
  });
});

describe("rangeOf", () => {
  it("is from the least to the largest value, without those that are missing", () => {
    expect(rangeOf([3, null, -1])).toEqual([-1, 3]);
    expect(rangeOf([null])).toEqual([0, 0]);
  });
});
