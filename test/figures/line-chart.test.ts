// What line charts have below their panels. (docs/figures/experiments are these charts, byte for byte.)
import { expect, it } from "vitest";
import { lineChart } from "../../src/figures/line-chart.js";
import { textsOf } from "./support/svg.js";

it("has tables of cells below its panels, each in the colour of its series", () => {
  const series = [
    { name: "one", x: [0, 1], y: [0, 1] },
    { name: "two", x: [0, 1], y: [1, 0] },
  ];
  const panels = [{ title: "a panel", xLabel: "x", yLabel: "y", series }];
  const chart = { title: "Both", description: "Two lines and a table.", panels };
  const tables = [{ name: "two", title: "a table", columns: 3, values: [1, 0, 0, 0, 1, 1] }];
  const svg = lineChart({ ...chart, tables });
  const [, cells] = /<path class="f-vermilion" d="([^"]*)"/.exec(svg)!;
  const corners = [...cells!.matchAll(/M([\d.]+) ([\d.]+)h([\d.]+)v([\d.]+)/g)].map((match) =>
    match.slice(1).map(Number),
  );
  expect(corners).toHaveLength(3);
  const [[left, top, width, height]] = corners as [[number, number, number, number]];
  expect(corners.map(([x, y]) => [Math.round((x! - left) / width), Math.round((y! - top) / height)])).toEqual([
    [0, 0],
    [1, 1],
    [2, 1],
  ]);
  const heightOf = (text: string) => Number(/viewBox="0 0 \d+ (\d+)"/.exec(text)![1]);
  expect(top).toBeGreaterThan(heightOf(lineChart(chart)) - 1);
  expect(heightOf(svg)).toBeGreaterThan(top + 2 * height);
  expect(textsOf(svg)).toContain("a table");
});
