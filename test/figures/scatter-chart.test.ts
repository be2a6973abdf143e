import { describe, expect, it } from "vitest";
import { type ScatterPanel, scatterChart } from "../../src/figures/scatter-chart.js";
import { pathsOf, textsOf } from "./support/svg.js";

const panel: ScatterPanel = { title: "a map", x: [-1, 3, 1], y: [0, 0, 2], classes: [0, 1, 1] };
const chart = (panels: readonly ScatterPanel[]) =>
  scatterChart({ title: "Maps", description: "Three points.", panels });

/** Of the points of a class, without that of the key, which is the last. */
const pointsOf = (svg: string, colour: string) => pathsOf(svg, colour).slice(0, -1);

describe("a map", () => {
  it("has each point in the colour of its class, and a key", () => {
    const svg = chart([panel]);
    expect(pointsOf(svg, "s-blue")).toHaveLength(1);
    expect(pointsOf(svg, "s-vermilion")).toHaveLength(2);
    expect(textsOf(svg)).toEqual(["Maps", "a map", "0", "1"]);
  });

  it("has distances as they are, the same in both directions, with y upwards", () => {
    const svg = chart([panel]);
    const [first] = pointsOf(svg, "s-blue");
    const [second, third] = pointsOf(svg, "s-vermilion");
    const unit = (second!.x[0]! - first!.x[0]!) / 4;
    expect(third!.x[0]! - first!.x[0]!).toBeCloseTo(2 * unit, 1);
    expect(first!.y[0]! - third!.y[0]!).toBeCloseTo(2 * unit, 1);
  });

  it("stands beside another, with one key for the classes of both", () => {
    const svg = chart([panel, { ...panel, title: "another", classes: [2, 0, 0] }]);
    const [left, ...right] = pointsOf(svg, "s-blue").map(({ x }) => x[0]!);
    expect(right.every((x) => x > 400 && left! < 400)).toBe(true);
    expect(textsOf(svg)).toEqual(["Maps", "a map", "another", "0", "1", "2"]);
  });

  it("has ten colours for ten classes", () => {
    const tens = Array.from({ length: 10 }, (_, i) => i);
    const svg = chart([{ title: "ten", x: tens, y: tens, classes: tens }]);
    expect(new Set(svg.match(/"s-[a-z]+"/g)).size).toBe(11); // and the frame's
  });
});
