import { expect, it } from "vitest";
import { type Curve, learningCurves } from "../../src/figures/learning-curves.js";
import { pathsOf, textsOf } from "./support/svg.js";

const STEPS = [0, 250, 500, 1000, 2000, 4000, 6000];

const CURVES: readonly Curve[] = [
  { name: "MLP", steps: STEPS, train: [10, 40, 60, 75, 88, 97, 100], test: [10, 35, 48, 57, 62, 65, 66] },
  { name: "CNN", steps: STEPS, train: [10, 55, 80, 92, 98, 100, 100], test: [10, 50, 72, 85, 91, 93, 94] },
  { name: "MLP", steps: STEPS, train: [10, 38, 58, 74, 88, 97, 100], test: [10, 34, 47, 56, 61, 64, 65], dashed: true },
  { name: "CNN", steps: STEPS, train: [10, 30, 50, 65, 80, 90, 94], test: [10, 25, 38, 46, 53, 57, 58], dashed: true },
];

const FIGURE = { title: "Two models", curves: CURVES, reference: { value: 95.8, label: "human 95.8 %" } };

it("is these bytes", async () => {
  await expect(learningCurves(FIGURE)).toMatchFileSnapshot("__snapshots__/learning-curves.svg");
});

it("has two panels with an axis from 0 to 100, and a colour for each name", () => {
  const svg = learningCurves(FIGURE);
  for (const colour of ["s-blue", "s-vermilion"]) {
    const curves = pathsOf(svg, colour).filter(({ x }) => x.length === STEPS.length);
    expect(curves.length).toBe(4); // plain and shuffled, train and test
  }
  const [train] = pathsOf(svg, "s-blue");
  // 10 % and 100 % at the places that the axis has for them.
  expect(train!.y[0]! - train!.y.at(-1)!).toBeCloseTo(0.9 * 250, 1);
  expect(textsOf(svg)).toEqual(
    expect.arrayContaining(["train", "test", "0", "100", "6,000", "shuffled positions", "human 95.8 %"]),
  );
});

it("says in words how it ended", () => {
  expect(learningCurves(FIGURE)).toContain("MLP: 66.0 %, CNN: 94.0 %, MLP (shuffled positions): 65.0 %");
});

it("says what dashed curves are of", () => {
  const svg = learningCurves({ ...FIGURE, dashes: "B" });
  expect(textsOf(svg)).toContain("B");
  expect(svg).toContain("MLP (B): 65.0 %");
  expect(svg).not.toContain("shuffled");
});

it("has a gap where accuracy was not measured, and a dot for a curve of one point", () => {
  const svg = learningCurves({
    title: "One point",
    curves: [
      { name: "a", steps: [0, 1, 2, 3], train: [1, 2, Number.NaN, 4], test: [1, 2, 3, 4] },
      { name: "b", steps: [3], train: [50], test: [50] },
      { name: "none", steps: [], train: [], test: [] },
    ],
  });
  expect(pathsOf(svg, "s-blue").map(({ x }) => x.length)).toEqual([2, 1, 4, 2]);
  expect(svg).toMatch(/s-vermilion"[^>]* d="M[\d. ]+h0"/);
  expect(svg).toContain("none: none");
  expect(svg).not.toMatch(/NaN|Infinity|undefined/);
});

it("takes names of any length and any characters", () => {
  const name = `<&">\u0000\ud800${"long ".repeat(40)}`;
  const svg = learningCurves({ title: name, curves: [{ ...CURVES[0]!, name }] });
  expect(svg).toContain("&lt;&amp;");
  for (const bad of ["\u0000", "\ud800"]) expect(svg).not.toContain(bad);
});
