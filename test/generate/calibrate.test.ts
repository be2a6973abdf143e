import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Config, signalLength } from "../../src/config/config.js";
import { type ConfigOptions, resolveConfig } from "../../src/config/parse-config.js";
import { blockStreams } from "../../src/generate/block-drawer.js";
import { type Calibration, calibrate } from "../../src/generate/blocked-engine.js";
import { type Sequence, sequenceOf } from "../../src/generate/sequence.js";
import { moments } from "../../src/numeric/pairwise-sum.js";
import { THREE_CLASSES } from "../support/configs.js";

interface Run {
  readonly calibration: Calibration;
  readonly steps: number;
  /** Class of each example. */
  readonly classes: readonly number[];
  /** All values, one example after the other; of a config's own only. */
  readonly values: Float64Array;
}

/** Calibrates, and keeps what it was calibrated from: of the config, or what `value` says of an example's points. */
function run(config: Config, value?: (example: number, point: number) => number): Run {
  const sequence = sequenceOf(config);
  const length = config.finalSeqLength;
  const classes: number[] = [];
  const parts: Float64Array[] = [];
  const recorded: Sequence = {
    ...sequence,
    draw(random, rows) {
      if (value === undefined) sequence.draw(random, rows);
      for (let i = 0; i < rows; i++) {
        const example = sequence.values.subarray(i * length, (i + 1) * length);
        if (value !== undefined) for (let k = 0; k < length; k++) example[k] = value(classes.length, k);
        classes.push(sequence.templates[i]!);
        if (value === undefined) parts.push(example.slice());
      }
    },
  };
  const random = blockStreams(config.seed).calibration();
  const generator = calibrate(config, recorded, random);
  for (let steps = 0; ; steps++) {
    const step = generator.next();
    if (!step.done) continue;
    const values = new Float64Array(parts.length * config.finalSeqLength);
    for (const [i, part] of parts.entries()) values.set(part, i * config.finalSeqLength);
    return { calibration: step.value, steps, classes, values };
  }
}

const short: ConfigOptions = { templateLen: 2, padding: [0, 2], finalSeqLength: 3 };

describe("examples that moments are estimated from", () => {
  const count = (options: ConfigOptions) => run(resolveConfig(options), () => 0).classes.length;

  it.each([
    ["as many as there are of whole rounds of the classes, not below 16,384", {}, 16_390],
    ["16,384 of one that divides it", { templates: { x: [[0, 1]], t: [0, 1], y: [5] } }, 16_384],
    ["and of three classes", { templates: THREE_CLASSES }, 16_386],
    ["the same up to 256 points", { padding: [0, 244] }, 16_390],
    ["fewer from 257 points on, of signals", { padding: [0, 245] }, 16_320],
    ["or of finished examples", { finalSeqLength: 1000 }, 4200],
    ["and never fewer than 1,024", { finalSeqLength: 5000 }, 1030],
  ] satisfies [string, ConfigOptions, number][])("%s", (_, options, expected) => {
    expect(count(options)).toBe(expected);
  });

  it("have the classes in turn", () => {
    const { classes } = run(resolveConfig({ ...short, templates: THREE_CLASSES }), () => 0);
    expect(classes.every((index, i) => index === i % 3)).toBe(true);
  });
});

describe("the moments", () => {
  const shapes = fc.record({
    scaleCoeff: fc.double({ min: 0, max: 2, noNaN: true }),
    corrNoiseScale: fc.double({ min: 0, max: 2, noNaN: true }),
    iidNoiseScale: fc.double({ min: 0.01, max: 1, noNaN: true }),
    shearScale: fc.double({ min: 0, max: 3, noNaN: true }),
    finalSeqLength: fc.integer({ min: 1, max: 6 }),
  });

  it("property: are those of all values together", () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const { calibration, values } = run(resolveConfig({ ...short, ...shape }));
        const plain = moments(values);
        expect(Math.abs(calibration.mean - plain.mean)).toBeLessThan(1e-12 * plain.std);
        expect(Math.abs(calibration.std / plain.std - 1)).toBeLessThan(1e-12);
      }),
      { numRuns: 5 },
    );
  });

  it("are exact where the arithmetic is: examples of 1 and −1 in turn, far from 0", () => {
    const { calibration } = run(resolveConfig(short), (example) => 1024 + (example % 2 === 0 ? 1 : -1));
    expect(calibration.mean).toBeCloseTo(1024, 10);
    expect(calibration.std).toBeCloseTo(1, 10);
  });

  it("property: depend neither on the seed nor on what does not change a value", () => {
    const { calibration } = run(resolveConfig(short));
    const others = fc.record({
      seed: fc.integer({ min: 0, max: 0xffffffff }),
      shuffleSeq: fc.boolean(),
      numSamples: fc.integer({ min: 10, max: 1e9 }),
      trainSplit: fc.double({ min: 0, max: 1, noNaN: true }),
      labelNoise: fc.record({ fraction: fc.constant(0.5) }),
      dtype: fc.constantFrom("float32" as const, "float64" as const),
    });
    fc.assert(
      fc.property(others, (other) => {
        expect(run(resolveConfig({ ...short, ...other })).calibration).toEqual(calibration);
      }),
      { numRuns: 4 },
    );
  });
});

describe("isConstant", () => {
  const isConstant = (value: (example: number, point: number) => number) =>
    run(resolveConfig(short), value).calibration.isConstant;

  it("is so where every value is the same, even if their mean rounds", () => {
    expect(isConstant(() => 0.1)).toBe(true);
  });

  it("is not where one value differs, the first or the last", () => {
    expect(isConstant((example, point) => (example === 0 && point === 0 ? 1 : 0.1))).toBe(false);
    expect(isConstant((example, point) => (example === 16_389 && point === 2 ? 1 : 0.1))).toBe(false);
  });

  it("is not where values are not finite: that is another mistake", () => {
    expect(isConstant(() => Number.NaN)).toBe(false);
    const { calibration } = run(resolveConfig(short), () => 1e300);
    expect(Number.isFinite(run(resolveConfig(short), (i) => (i % 2 ? 1e300 : -1e300)).calibration.std)).toBe(false);
    expect(calibration.isConstant).toBe(true);
  });
});

describe("steps", () => {
  // An interruption is answered between two of them; one takes 4 ms or so.
  it("have no more than 60,000 points and one example", () => {
    for (const options of [{}, { finalSeqLength: 5000 }, { padding: [0, 3000] as const }]) {
      const config = resolveConfig(options);
      const longest = Math.max(signalLength(config), config.finalSeqLength);
      const { classes, steps } = run(config, () => 0);
      expect(steps + 1).toBeGreaterThanOrEqual((classes.length * longest) / (60_000 + longest));
    }
  });
});
