import { describe, expect, it } from "vitest";
import { band, bars, dots, line, raster } from "../../src/figures/marks.js";
import { pathsOf } from "./support/svg.js";

describe("a line", () => {
  it("goes through its points, in hundredths of a pixel, without -0", () => {
    expect(line({ x: [0, 1 / 3, 2], y: [-0.001, 10, 20.456] }, "ink")).toContain('d="M0 0L0.33 10L2 20.46"');
  });

  it("has gaps where a point is not finite, and a dot between two gaps", () => {
    const svg = line({ x: [0, 1, 2, 3, 4, 5], y: [0, 1, Number.NaN, 3, Infinity, 5] }, "ink");
    expect(svg).toContain('d="M0 0L1 1M3 3h0M5 5h0"');
    expect(line({ x: [0], y: [Number.NaN] }, "ink")).toBe("");
  });

  it.each(["upright", "lying"])("of very many points keeps each peak and both ends, %s", (how) => {
    const time = Float64Array.from({ length: 100_000 }, (_, i) => i / 100);
    const values = time.map((_, i) => (i === 51_234 ? 99 : i === 70_001 ? -99 : i % 7));
    const points = how === "lying" ? { x: time, y: values } : { x: values, y: time };
    const [path] = pathsOf(line(points, "ink"), "s-ink");
    expect(path!.x.length).toBeLessThanOrEqual(1200);
    const drawn = how === "lying" ? path!.y : path!.x;
    expect(drawn).toEqual(expect.arrayContaining([99, -99]));
  });
});

it("dots are one element, without those that are nowhere", () => {
  const svg = dots({ x: [1, 2, 3], y: [1, Number.NaN, 3] }, "white");
  expect(svg.match(/<path/g)).toHaveLength(1);
  expect(svg).toContain('d="M1 1h0M3 3h0"');
});

it("a band goes along its lower edge and back along the upper one", () => {
  expect(band([0, 1, 2], [5, Number.NaN, 6], [1, 1, 2], "blue")).toContain('d="M0 5L2 6L2 2L0 1Z"');
  expect(band([0], [Number.NaN], [0], "blue")).toBe("");
});

it("bars without a size are left out", () => {
  const box = { x: 1, y: 2, width: 3, height: 4 };
  expect(bars([box, { ...box, height: 0 }, { ...box, y: Number.NaN }], "green")).toContain('d="M1 2h3v4h-3z"');
});

it("a raster has a path for each shade, and nothing for 0 and for what is not finite", () => {
  const svg = raster([0, 1, 0.52, Number.NaN, 2, -1], 3, { x: 0, y: 0, width: 30, height: 20 }, "purple");
  expect(svg.match(/<path/g)).toHaveLength(2);
  expect(svg).toContain('fill-opacity="0.5" d="M20 0h10v10h-10z"');
  expect(svg).toContain('d="M10 0h10v10h-10zM10 10h10v10h-10z"');
});
