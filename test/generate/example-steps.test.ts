import { describe, expect, it } from "vitest";
import { resolveConfig } from "../../src/config/parse-config.js";
import { exampleSteps } from "../../src/generate/example-steps.js";
import { generate } from "../../src/generate/generate.js";
import { drawnFigures } from "../support/fixtures.js";
import { parseHexFloats } from "../support/hex-float.js";

const defaults = resolveConfig({});

describe("an example step by step", () => {
  const fixtures = drawnFigures["steps of the first three"];
  const ours = exampleSteps(defaults, 10);
  const stepsOf = (example: number) => new Map(ours[example]!.map((step) => [step.name as string, step]));

  it.each([0, 1, 2])("is that of the original's functions, example %i", (example) => {
    const { "dilated t": dilatedTime, "subsampled t": time, ...signals } = fixtures[example]!;
    const steps = stepsOf(example);
    for (const [name, x] of Object.entries(signals)) expect(steps.get(name)!.x, name).toEqual(parseHexFloats(x));
    expect(steps.get("dilate")!.t).toEqual(parseHexFloats(dilatedTime!));
    expect(steps.get("shear")!.t).toEqual(parseHexFloats(dilatedTime!));
    expect(steps.get("subsample")!.t).toEqual(parseHexFloats(time!));
    expect([...steps.keys()]).toEqual(["template", ...Object.keys(signals)]);
  });

  it("ends at what plot_signals of the original draws of ten templates in a row", () => {
    const drawn = drawnFigures["finished examples of ten templates, one after the other"];
    for (const [example, { x, t }] of drawn.entries()) {
      const last = stepsOf(example).get("subsample")!;
      expect(last.x).toEqual(parseHexFloats(x));
      // `plot_signals` transforms the time of one panel once more for the next.
      for (const [i, time] of parseHexFloats(t).entries()) expect(Math.abs(last.t[i]! - time)).toBeLessThan(1e-12);
    }
  });

  it("begins at the templates that plot_signals draws", () => {
    for (const [example, { x, t }] of drawnFigures.templates.entries()) {
      expect(stepsOf(example).get("template")).toEqual({
        name: "template",
        x: parseHexFloats(x),
        t: parseHexFloats(t),
      });
    }
  });

  it.each([{}, { seed: 7, shearScale: 3, padding: [0, 5] as const }, { scaleCoeff: -2, maxTranslation: 1 }])(
    "says what was drawn, as factors of the dataset have it: %j",
    (changed) => {
      // One example of each class: they are drawn in a row, and the test split has all of them.
      const config = { ...changed, numSamples: 10, trainSplit: 0, factors: true, dtype: "float64" } as const;
      const dataset = generate(config);
      const { y, x, padding, scale, translation, shear } = dataset.arrays("test");
      const { mean, std } = dataset.standardisation;
      for (const [label, steps] of exampleSteps(resolveConfig(config), 10).entries()) {
        const row = y.indexOf(label);
        const drawn = Object.fromEntries(steps.map((step) => [step.name, step.drawn]));
        expect(drawn).toMatchObject({
          pad: padding![row],
          scale: scale![row],
          translate: translation![row],
          shear: shear![row],
        });
        const standardised = steps.at(-1)!.x.map((value) => (value - mean) / std);
        expect(standardised).toEqual(x.subarray(row * 40, (row + 1) * 40));
      }
    },
  );
});

it("has no more examples than classes, and works of two points and paddings of one value", () => {
  const templates = { x: [Float64Array.of(0, 1)], t: Float64Array.of(0, 1), y: [3] };
  const config = resolveConfig({ templates, templateLen: 2, padding: [0, 0], maxTranslation: 1, finalSeqLength: 1 });
  const [steps, ...others] = exampleSteps(config, 10);
  expect(others).toEqual([]);
  expect(steps!.map(({ x }) => x.length)).toEqual([2, 2, 2, 2, 2, 2, 2, 2, 1]);
});
