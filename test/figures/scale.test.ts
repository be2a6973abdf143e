import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { domainOf, linearScale, padded, ticks } from "../../src/figures/scale.js";

describe("ticks", () => {
  it.each([
    [[0, 100], 5, ["0", "20", "40", "60", "80", "100"]],
    [[0, 6000], 4, ["0", "2,000", "4,000", "6,000"]],
    [[-1, 1], 4, ["−1.0", "−0.5", "0.0", "0.5", "1.0"]],
    [[0.02, 0.09], 4, ["0.02", "0.04", "0.06", "0.08"]],
    [[39, 0], 2, ["0", "20"]],
    [[0, 1_000_000], 2, ["0", "500,000", "1,000,000"]],
    [[-2e300, 2e300], 2, ["-2.00e+300", "0", "2.00e+300"]],
    [[3, 3], 4, ["3"]],
    // Where neighbouring integers are the same float64, and where a size is none.
    [[1e16, 1e16 + 4], 3, ["1.00e+16", "1.00e+16", "1.00e+16"]],
    [[-Number.MAX_VALUE, Number.MAX_VALUE], 2, ["-1.00e+308", "0", "1.00e+308"]],
    [[0, 5e-324], 2, []],
  ] as const)("of %j, some %i, are %j", (domain, count, labels) => {
    expect(ticks(domain, count).map(({ label }) => label)).toEqual(labels);
  });

  it("are within the domain, evenly apart, few, and each with a label of its own", () => {
    const numbers = fc.double({ min: -1e9, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(
        numbers,
        fc.double({ min: 1e-6, max: 1e9, noNaN: true }),
        fc.integer({ min: 1, max: 10 }),
        (low, size, count) => {
          fc.pre(low + size > low + size / 2 && size > Math.abs(low) * 1e-4);
          const found = ticks([low, low + size], count);
          expect(found.length).toBeLessThanOrEqual(1.5 * count + 2);
          expect(new Set(found.map(({ label }) => label)).size).toBe(found.length);
          for (const { value } of found) {
            expect(value).toBeGreaterThanOrEqual(low - 1e-6 * size);
            expect(value).toBeLessThanOrEqual(low + size + 1e-6 * size);
          }
        },
      ),
    );
  });
});

it("a scale maps ends to ends, either way, and one value to the middle", () => {
  const scale = linearScale([10, 20], [300, 100]);
  expect([10, 15, 20].map(scale)).toEqual([300, 200, 100]);
  expect(linearScale([7, 7], [0, 50])(7)).toBe(25);
  const widest = linearScale([-Number.MAX_VALUE, Number.MAX_VALUE], [0, 50]);
  expect([-Number.MAX_VALUE, 0, Number.MAX_VALUE].map(widest)).toEqual([0, 25, 50]);
  const narrowest = linearScale([0, 5e-324], [0, 50]);
  expect([0, 5e-324].map(narrowest)).toEqual([0, 50]);
});

it("domains have the finite values of all series, and some room around them", () => {
  expect(domainOf([3, Number.NaN, -Infinity], Float32Array.of(5))).toEqual([3, 5]);
  expect(domainOf([Number.NaN], [])).toEqual([0, 1]);
  expect(padded([0, 10], 0.1)).toEqual([-1, 11]);
  const [low, high] = padded([0, 0]);
  expect(low).toBeLessThan(high);
  for (const widest of [
    [-Number.MAX_VALUE, Number.MAX_VALUE],
    [Number.MAX_VALUE, Number.MAX_VALUE],
  ] as const)
    expect(padded(widest).every(Number.isFinite)).toBe(true);
});
