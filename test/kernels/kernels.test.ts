// Property: kernels change nothing. Every bit of every column, split and engine is what JavaScript gives, for random configs.
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Config } from "../../src/config/config.js";
import { type ConfigOptions, resolveConfig } from "../../src/config/parse-config.js";
import { drawBlocks } from "../../src/generate/blocked-engine.js";
import { columnsOf, newColumns } from "../../src/generate/columns.js";
import { templatesOf } from "../../src/generate/digit-templates.js";
import { generate } from "../../src/generate/generate.js";
import { templateRows } from "../../src/generate/transform.js";
import { kernelFor, kernelProblem, loadKernels } from "../../src/kernels/kernels.js";
import { THREE_CLASSES } from "../support/configs.js";
import { cases } from "../support/thorough.js";

const before = process.env.MNIST1D_ENGINE;

beforeAll(loadKernels);

afterAll(() => {
  if (before === undefined) delete process.env.MNIST1D_ENGINE;
  else process.env.MNIST1D_ENGINE = before;
});

/** What is made with kernels, and without. */
function both<Result>(work: () => Result): [kernels: Result, javascript: Result] {
  delete process.env.MNIST1D_ENGINE;
  const kernels = work();
  process.env.MNIST1D_ENGINE = "js";
  return [kernels, work()];
}

function kernelOf(config: Config) {
  delete process.env.MNIST1D_ENGINE;
  const options = { streams: 1, rows: 4, dtype: "float64" } as const;
  return kernelFor(config, templateRows(templatesOf(config)), options);
}

/** Every array of a dataset, as bytes. */
function bytesOf(options: ConfigOptions): Map<string, Buffer> {
  const examples = generate(options);
  const arrays = examples.splits.flatMap(({ name }) => {
    const { shape: _, ...columns } = examples.arrays(name);
    return Object.entries(columns).map(([field, values]) => [`${field} of ${name}`, values] as const);
  });
  return new Map(
    [...arrays, ["t", examples.t] as const].map(([name, { buffer, byteOffset, byteLength }]) => [
      name,
      Buffer.from(buffer, byteOffset, byteLength),
    ]),
  );
}

function differing([kernels, javascript]: [Map<string, Buffer>, Map<string, Buffer>]): string[] {
  expect([...kernels.keys()]).toEqual([...javascript.keys()]);
  return [...kernels].filter(([name, bytes]) => !bytes.equals(javascript.get(name)!)).map(([name]) => name);
}

const scale = fc.oneof(fc.constantFrom(0, 1, -1), fc.double({ min: -3, max: 3, noNaN: true }));
const padding = fc.tuple(fc.nat(40), fc.nat(40)).map(([low, more]) => [low, low + more] as const);
const translation = fc.oneof(fc.integer({ min: 1, max: 120 }), fc.constantFrom(1, 2, 64, 65, 2 ** 31 - 1));

const shapes = fc.record({
  templateLen: fc.integer({ min: 2, max: 40 }),
  padding,
  scaleCoeff: scale,
  maxTranslation: translation,
  corrNoiseScale: scale,
  iidNoiseScale: fc.double({ min: 0.01, max: 2, noNaN: true }),
  shearScale: scale,
  shuffleSeq: fc.boolean(),
  finalSeqLength: fc.integer({ min: 1, max: 90 }),
  seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  dtype: fc.constantFrom("float32" as const, "float64" as const),
  factors: fc.boolean(),
  clean: fc.boolean(),
  templates: fc.constantFrom(undefined, THREE_CLASSES),
  shifts: fc.constantFrom(undefined, {
    far: { maxTranslation: 9, padding: [0, 6] as const },
    loud: { iidNoiseScale: 4 },
  }),
  labelNoise: fc.constantFrom(undefined, { fraction: 0.3 }),
});

const given = (shape: object) =>
  Object.fromEntries(Object.entries(shape).filter(([, value]) => value !== undefined)) as ConfigOptions;

describe("kernels", () => {
  it("are there, also for what is unusual", () => {
    expect(kernelOf(resolveConfig({}))).toBeDefined();
    expect(kernelOf(resolveConfig({ padding: [0, 400], maxTranslation: 1, finalSeqLength: 7000 }))).toBeDefined();
    expect(kernelProblem).toBeUndefined();
  });

  it("are not there for other logarithms, for a choice of more than 31 bits, and for more than memory is set aside for", () => {
    expect(kernelOf(resolveConfig("published"))).toBeUndefined();
    expect(kernelOf(resolveConfig({ maxTranslation: 2 ** 31 }))).toBeUndefined();
    expect(kernelOf(resolveConfig({ padding: [0, 20_000] }))).toBeUndefined();
    expect(kernelOf(resolveConfig({ padding: [1e6, 1e6] }))).toBeUndefined();
  });

  it("property: give the bits of the engine `reference`", () => {
    fc.assert(
      fc.property(shapes, fc.integer({ min: 10, max: 400 }), (shape, numSamples) => {
        expect(differing(both(() => bytesOf({ ...given(shape), numSamples })))).toEqual([]);
      }),
      { numRuns: cases(8, 25) },
    );
  });

  it("give the bits of the default dataset, of many steps, and of an odd length, whose normals are in pairs across examples", () => {
    for (const options of [{}, { numSamples: 30_000 }, { padding: [36, 61] as const }]) {
      expect(differing(both(() => bytesOf(options)))).toEqual([]);
    }
  });

  it("property: give the bits of the engine `blocked`, wherever rows are, in whatever pieces", () => {
    const ranges = fc.array(
      fc.record({
        start: fc.oneof(fc.nat(20_000), fc.nat(2 ** 40)),
        rows: fc.integer({ min: 1, max: 3000 }),
        more: fc.nat(9000),
      }),
      { minLength: 1, maxLength: 3 },
    );
    fc.assert(
      fc.property(
        shapes,
        ranges,
        fc.constantFrom("train", "validation", "test", "test_far"),
        (shape, wanted, split) => {
          const config = resolveConfig({
            ...given(shape),
            shifts: { far: { maxTranslation: 9, padding: [0, 6] } },
            engine: "blocked",
            finalSeqLength: Math.min(shape.finalSeqLength, 12),
          });
          const drawn = both(() => {
            const draw = drawBlocks(config, { mean: 0.25, std: 1.5 });
            const columns = columnsOf(config);
            return wanted.map(({ start, rows, more }) => {
              const target = newColumns(columns, rows, config.finalSeqLength, config.dtype);
              draw({ split: split as "train", start, rows }, target, start + rows + more);
              return Object.values(target).map(({ buffer }) => Buffer.from(buffer).toString("base64"));
            });
          });
          expect(drawn[0]).toEqual(drawn[1]);
        },
      ),
      { numRuns: cases(4, 8) },
    );
  });

  it("give the bits of whole datasets in blocks", () => {
    const options: ConfigOptions = { engine: "blocked", numSamples: 45_000, finalSeqLength: 5, padding: [2, 4] };
    const more: ConfigOptions = { dtype: "float64", valSize: 5000, shuffleSeq: true, factors: true, clean: true };
    for (const all of [options, { ...options, ...more, labelNoise: 0.1 }]) {
      expect(differing(both(() => bytesOf(all)))).toEqual([]);
    }
  });
});
