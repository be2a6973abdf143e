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
});

it("domains have the finite values of all series, and some room around them", () => {
  expect(domainOf([3, Number.NaN, -Infinity], Float32Array.of(5))).toEqual([3, 5]);
  expect(domainOf([Number.NaN], [])).toEqual([0, 1]);
  expect(padded([0, 10], 0.1)).toEqual([-1, 11]);
  const [low, high] = padded([0, 0]);
  expect(low).toBeLessThan(high);
});
