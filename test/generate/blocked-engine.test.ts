import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ConfigError } from "../../src/config/config-error.js";
import { type ConfigOptions, resolveConfig } from "../../src/config/parse-config.js";
import { createDigest } from "../../src/digest/dataset-digest.js";
import { blockedExamples } from "../../src/generate/blocked-engine.js";
import type { Columns } from "../../src/generate/columns.js";
import type { Examples } from "../../src/generate/examples.js";
import { arraysOf, drawFrom, int64FromInt32, sha256 } from "../support/arrays.js";
import { STILL } from "../support/configs.js";
import { blocked } from "../support/fixtures.js";
import { parseHexFloat, parseHexFloats } from "../support/hex-float.js";

async function digestOf(examples: Examples): Promise<string> {
  const builder = createDigest(examples.length, examples.splits, examples.dtype);
  for (const chunk of examples.chunks()) await builder.update(chunk);
  return (await builder.finish()).digest;
}

describe("reference: fixtures/make_blocked.py, every array to the last bit", () => {
  it.each(blocked.cases)("$name", async ({ config, train, test, mean, std, first_values, digest, sha256: hashes }) => {
    const examples = drawFrom({ engine: "blocked", ...config });
    const arrays = arraysOf(examples, { dtype: "float64" });
    expect(examples.splits.map(({ rows }) => rows)).toEqual([train, test]);
    expect(examples.standardisation).toEqual({ mean: parseHexFloat(mean), std: parseHexFloat(std) });
    expect(arrays.train.x.slice(0, first_values.length)).toEqual(parseHexFloats(first_values));
    expect({
      x_float64: sha256(arrays.train.x),
      x_test_float64: sha256(arrays.test.x),
      y_int64: sha256(int64FromInt32(arrays.train.y)),
      y_test_int64: sha256(int64FromInt32(arrays.test.y)),
      y_clean_int64: sha256(int64FromInt32(arrays.train.yClean ?? arrays.train.y)),
      t_float64: sha256(examples.t),
    }).toEqual(hashes);
    expect(await digestOf(examples)).toBe(digest);
  });
});

describe("reference: the same script, blocks far beyond those that memory holds", () => {
  const labelNoise = { fraction: 0.25, mode: "resample" } as const;
  const examples = drawFrom({
    engine: "blocked",
    num_samples: 2 ** 53 - 2,
    test_size: 2 ** 40,
    label_noise: labelNoise,
  });

  it.each(blocked.far)("$split from row $start on", ({ split, start, x, x_float64_sha256, y, y_clean }) => {
    const chunks = examples.chunks({ dtype: "float64", ranges: [{ split, start, rows: y.length }] });
    // Chunks share their memory, and those of a block end with it.
    const parts = Array.from(chunks, (chunk) => ({ x: [...chunk.x], y: [...chunk.y], yClean: [...chunk.yClean!] }));
    expect(parts.flatMap((part) => part.y)).toEqual(y);
    expect(parts.flatMap((part) => part.yClean)).toEqual(y_clean);
    const values = Float64Array.from(parts.flatMap((part) => part.x));
    const every8th = x.map((_, row) => values.slice(row * 40, (row + 1) * 40).filter((_, k) => k % 8 === 0));
    expect(every8th).toEqual(x.map(parseHexFloats));
    expect(sha256(values)).toBe(x_float64_sha256);
  });
});

describe("datasets", () => {
  const moments = { mean: -0.1, std: 0.7 };
  const small: ConfigOptions = {
    engine: "blocked",
    templateLen: 3,
    padding: [0, 4],
    finalSeqLength: 4,
    dtype: "float64",
  };
  const make = (options: ConfigOptions) => blockedExamples(resolveConfig({ ...small, ...options }), moments);
  const whole = arraysOf(make({ numSamples: 12_000, testSize: 3000 }));

  /** Of the first rows of a split. Comparing tens of thousands of values one by one takes long. */
  const hashOf = ({ x, y }: Columns, rows = y.length) =>
    `${sha256(x.subarray(0, rows * 4))} ${sha256(int64FromInt32(y.subarray(0, rows)))} ${rows}`;

  const sizes = fc
    .integer({ min: 1, max: 1200 })
    .chain((tens) => fc.tuple(fc.constant(tens * 10), fc.nat(Math.min(tens * 10, 3000))));

  it("property: n train examples are the first of any more, and so are test's, whatever the other split has", () => {
    fc.assert(
      fc.property(sizes, ([numSamples, testSize]) => {
        fc.pre(numSamples - testSize <= 9000);
        const { train, test } = arraysOf(make({ numSamples, testSize }));
        expect(hashOf(train)).toBe(hashOf(whole.train, numSamples - testSize));
        expect(hashOf(test)).toBe(hashOf(whole.test, testSize));
      }),
      { numRuns: 15 },
    );
  });

  it("property: chunks of any size have the same data", () => {
    const examples = make({ numSamples: 12_000, testSize: 3000 });
    fc.assert(
      fc.property(fc.oneof(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 4000, max: 20_000 })), (rows) => {
        const { train, test } = arraysOf(examples, { rows });
        expect([hashOf(train), hashOf(test)]).toEqual([hashOf(whole.train), hashOf(whole.test)]);
      }),
      { numRuns: 10 },
    );
  });

  it("property: any ranges, in any order, are what they are in the whole", () => {
    const examples = make({ numSamples: 12_000, testSize: 3000 });
    const ranges = fc.array(
      fc.record({
        split: fc.constantFrom("train" as const, "test" as const),
        start: fc.nat(2900),
        rows: fc.nat(100),
      }),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(ranges, fc.integer({ min: 1, max: 120 }), (wanted, rows) => {
        const read = wanted.map(() => [] as number[]);
        let at = 0;
        for (const { split, start, rows: count, x, y } of examples.chunks({ ranges: wanted, rows })) {
          while (split !== wanted[at]!.split || start >= wanted[at]!.start + wanted[at]!.rows || wanted[at]!.rows === 0)
            at++;
          read[at]!.push(...x);
          expect(count).toBe(y.length);
          expect(y).toEqual(whole[split].y.slice(start, start + count));
          if (start + count === wanted[at]!.start + wanted[at]!.rows) at++;
        }
        for (const [i, { split, start, rows: count }] of wanted.entries()) {
          expect(Float64Array.from(read[i]!)).toEqual(whole[split].x.slice(start * 4, (start + count) * 4));
        }
      }),
      { numRuns: 40 },
    );
  });

  it("take as many ranges as there are rows", () => {
    const ranges = Array.from({ length: 200_000 }, () => ({ split: "train" as const, start: 0, rows: 0 }));
    ranges.push({ split: "train", start: 1, rows: 1 });
    const [chunk] = make({ numSamples: 10 }).chunks({ ranges });
    expect(chunk!.x.slice()).toEqual(whole.train.x.slice(4, 8));
  });

  it("refuse rows that they do not have", () => {
    const chunks = (start: number, rows: number) => () => [
      ...make({ numSamples: 10 }).chunks({ ranges: [{ split: "train", start, rows }] }),
    ];
    expect(chunks(0, 9)).toThrow("ranges[0]: expected split, start and rows, within rows 0 to 8 of train");
    expect(chunks(-1, 1)).toThrow(ConfigError);
    expect(chunks(0.5, 1)).toThrow(ConfigError);
  });

  it("in float32 are those in float64, rounded", () => {
    const float32 = arraysOf(make({ numSamples: 12_000, testSize: 3000 }), { dtype: "float32" });
    expect(hashOf(float32.train)).toBe(hashOf({ ...whole.train, x: Float32Array.from(whole.train.x) }));
    expect(hashOf(float32.test)).toBe(hashOf({ ...whole.test, x: Float32Array.from(whole.test.x) }));
  });

  it("may have an empty split", () => {
    const counts = (trainSplit: number) => {
      const { train, test } = arraysOf(make({ numSamples: 50, trainSplit }));
      return [train.y.length, test.y.length];
    };
    expect([counts(0), counts(1)]).toEqual([
      [0, 50],
      [50, 0],
    ]);
  });
});

describe("drawBlocked", () => {
  it("says of values that cannot be standardised what is wrong with them", () => {
    const ones = { x: [[0.1, 0.1]], t: [0, 1], y: [5] };
    const keys = { ...STILL, engine: "blocked", final_seq_length: 2 };
    expect(() => drawFrom({ ...keys, templates: ones })).toThrow("every value is the same");
    const huge = { x: [[1e200, 0]], t: [0, 1], y: [5] };
    expect(() => drawFrom({ ...keys, templates: huge })).toThrow("overflow float64");
  });

  it("standardises by moments that all seeds share", () => {
    const of = (seed: number) => drawFrom({ engine: "blocked", num_samples: 10, seed }).standardisation;
    expect(of(1)).toEqual(of(2));
  });

  it("draws nothing before chunks are asked for: a dataset beyond any memory is there at once", () => {
    const { splits } = drawFrom({ engine: "blocked", num_samples: 2 ** 53 - 2, train_split: 0.5 });
    expect(splits.map(({ rows }) => rows)).toEqual([4503599627370495, 4503599627370495]);
  });
});
