import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Config, signalLength } from "../../src/config/config.js";
import { defaults } from "../../src/config/parameters.js";
import { digitTemplates } from "../../src/generate/digit-templates.js";
import { Transform, transformTime } from "../../src/generate/transform.js";
import { RandomState } from "../../src/random/random-state.js";
import { primitives } from "../support/fixtures.js";
import { parseHexFloats } from "../support/hex-float.js";
import { interpolatePlainly } from "../support/plain-numpy.js";
import { placePlainly, transformPlainly } from "../support/plain-transform.js";

it("reference: two examples on one stream are the original's transform, step by step", () => {
  const random = new RandomState(defaults.seed);
  const transform = new Transform(defaults, digitTemplates.x);
  const final = new Float64Array(defaults.finalSeqLength);
  const traces = primitives.trace_default_config_first_two_examples_before_shuffle_and_standardisation;
  expect(traces).toHaveLength(2);

  for (const trace of traces) {
    transform.placeTemplate(random, 0);
    expect(transform.signal, "translated").toEqual(parseHexFloats(trace.translated));
    transform.addCorrelatedNoise(random);
    expect(transform.signal, "corr_noise").toEqual(parseHexFloats(trace.corr_noise));
    transform.addNoiseAndShear(random);
    expect(transform.signal, "sheared").toEqual(parseHexFloats(trace.sheared));
    transform.subsample(final, 0);
    expect(final, "final").toEqual(parseHexFloats(trace.final));
  }
});

const coefficient = fc.oneof(fc.constantFrom(0, -0, 0.25, 4), fc.double({ min: -5, max: 5, noNaN: true }));

/** Configs of every shape: signals shorter and longer than their templates, rotations beyond their length, … */
const configs: fc.Arbitrary<Config> = fc
  .record({
    templateLen: fc.integer({ min: 1, max: 30 }),
    padding: fc.tuple(fc.nat(40), fc.nat(40)).map(([low, more]) => [low, low + more] as const),
    scaleCoeff: coefficient,
    maxTranslation: fc.integer({ min: 1, max: 120 }),
    corrNoiseScale: coefficient,
    iidNoiseScale: coefficient,
    shearScale: coefficient,
    finalSeqLength: fc.integer({ min: 1, max: 90 }),
  })
  .map((parameters) => ({ ...defaults, ...parameters }))
  .map((config) => (signalLength(config) === 1 ? { ...config, finalSeqLength: 1 } : config));

const templateRows = fc.integer({ min: 2, max: 25 }).chain((length) => {
  // −1e-8 is what the transform adds, negated: such a point counts as padding.
  const value = fc.oneof(fc.constantFrom(0, -0, -1e-8), fc.double({ min: -2, max: 2, noNaN: true }));
  const row = fc.array(value, { minLength: length, maxLength: length }).map((values) => Float64Array.from(values));
  return fc.array(row, { minLength: 1, maxLength: 4 });
});

describe("Transform", () => {
  it("property: equals the original's code, transcribed, on any config and templates", () => {
    fc.assert(
      fc.property(configs, templateRows, fc.nat(), (config, rows, seed) => {
        expectSameExamples(config, rows, seed, 6);
      }),
      { numRuns: 300 },
    );
  });

  it("property: so does its first step alone, down to the sign of zeros", () => {
    fc.assert(
      fc.property(configs, templateRows, fc.nat(), (config, rows, seed) => {
        const transform = new Transform(config, rows);
        transform.placeTemplate(new RandomState(seed), 0);
        expect(transform.signal).toEqual(placePlainly(new RandomState(seed), rows[0]!, config));
      }),
    );
  });

  it("property: the same where there are too many paddings to keep a plan for each", () => {
    const wide: Config = { ...defaults, padding: [0, 2500] };
    expectSameExamples(wide, digitTemplates.x, 42, 6);
  });

  it("writes an example from the given start on, and nothing around it", () => {
    const target = new Float64Array(60).fill(9);
    new Transform(defaults, digitTemplates.x).apply(new RandomState(1), 3, target, 10);
    const example = new Float64Array(40);
    new Transform(defaults, digitTemplates.x).apply(new RandomState(1), 3, example, 0);
    expect(target).toEqual(Float64Array.of(...Array(10).fill(9), ...example, ...Array(10).fill(9)));
  });
});

/** Draws examples one after the other on one stream, with the class changing, and compares each to the last bit. */
function expectSameExamples(config: Config, rows: readonly Float64Array[], seed: number, count: number): void {
  const random = new RandomState(seed);
  const plainRandom = new RandomState(seed);
  const transform = new Transform(config, rows);
  const example = new Float64Array(config.finalSeqLength);
  for (let i = 0; i < count; i++) {
    const row = i % rows.length;
    transform.apply(random, row, example, 0);
    expect(example).toEqual(transformPlainly(plainRandom, rows[row]!, config));
  }
}

describe("transformTime", () => {
  it("property: dilates and subsamples, and neither pads nor draws", () => {
    fc.assert(
      fc.property(configs, templateRows, (config, [t]) => {
        const dilated = interpolatePlainly(t!, signalLength(config));
        expect(transformTime(config, t!)).toEqual(interpolatePlainly(dilated, config.finalSeqLength));
      }),
    );
  });
});
