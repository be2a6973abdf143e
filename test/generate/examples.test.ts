import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { configSchema } from "../../src/config/config-schema.js";
import { defaultChunkRows } from "../../src/generate/examples.js";
import * as core from "../../src/index.js";
import { arraysOf, drawFrom } from "../support/arrays.js";

describe("chunks", () => {
  const examples = drawFrom({ num_samples: 130, label_noise: { fraction: 0.5 } });

  it("property: their size does not change the data", () => {
    const whole = arraysOf(examples);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), (rows) => {
        expect(arraysOf(examples, { rows })).toEqual(whole);
      }),
    );
  });

  it("property: follow one another, have as many rows as asked for, and span no two splits", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), (rows) => {
        const next: Record<string, number> = { train: 0, test: 0 };
        for (const chunk of examples.chunks({ rows })) {
          expect(chunk.start).toBe(next[chunk.split]);
          expect(chunk.rows).toBe(Math.min(rows, (chunk.split === "train" ? 104 : 26) - chunk.start));
          expect([chunk.x.length, chunk.y.length]).toEqual([chunk.rows * 40, chunk.rows]);
          next[chunk.split] += chunk.rows;
        }
        expect(next).toEqual({ train: 104, test: 26 });
      }),
    );
  });

  it("can be read again, and two readings at a time do not disturb each other", () => {
    const whole = arraysOf(examples);
    const [one, other] = [examples.chunks({ rows: 7 }), examples.chunks({ rows: 7 })];
    other.next();
    const first = one.next().value!;
    other.next();
    expect(first.x).toEqual(whole.train.x.slice(0, 7 * 40));
    expect(arraysOf(examples)).toEqual(whole);
  });

  it("are of the config's dtype, or of the one asked for: the float64 values, rounded", () => {
    expect(arraysOf(drawFrom({ num_samples: 20, dtype: "float64" })).train.x).toBeInstanceOf(Float64Array);
    const float64 = arraysOf(examples, { dtype: "float64" });
    expect(arraysOf(examples).train.x).toEqual(Float32Array.from(float64.train.x));
  });

  it("have a default size of 320 to 640 kB, a power of two of at most 4,096 rows and at least one", () => {
    expect([1, 40, 41, 80, 360, 10 ** 6].map(defaultChunkRows)).toEqual([4096, 4096, 2048, 2048, 256, 1]);
  });
});

describe.each(["reference", "blocked"] as const)("what a caller is given by the engine %s", (engine) => {
  const make = () => core.generate({ engine, numSamples: 130, labelNoise: { fraction: 0.5 } });
  const whole = arraysOf(make());

  it("chunks: each has memory of its own, so that a list of them is the dataset", () => {
    const chunks = [...make().chunks({ rows: 30 })];
    expect(chunks.map(({ split, start }) => `${split} ${start}`)).toEqual([
      ...["train 0", "train 30", "train 60", "train 90"],
      "test 0",
    ]);
    for (const { split, start, rows, x, y, yClean } of chunks) {
      expect(x).toEqual(whole[split].x.slice(start * 40, (start + rows) * 40));
      expect(y).toEqual(whole[split].y.slice(start, start + rows));
      expect(yClean).toEqual(whole[split].yClean!.slice(start, start + rows));
      expect([x, y, yClean!].map(({ buffer, byteLength }) => buffer.byteLength - byteLength)).toEqual([0, 0, 0]);
    }
  });

  it("chunks with reuse: all in the same memory", () => {
    const chunks = [...make().chunks({ rows: 30, reuse: true })];
    expect(new Set(chunks.flatMap(({ x, y, yClean }) => [x.buffer, y.buffer, yClean!.buffer])).size).toBe(3);
  });

  it("arrays: a whole split, with its shape", () => {
    for (const split of ["train", "test"] as const) {
      const { shape, ...arrays } = make().arrays(split);
      expect(shape).toEqual([split === "train" ? 104 : 26, 40]);
      expect(arrays).toEqual(whole[split]);
    }
    expect(make().arrays("test", { dtype: "float64" }).x).toBeInstanceOf(Float64Array);
    expect(core.generate({ engine, numSamples: 20 }).arrays("train")).not.toHaveProperty("yClean");
  });

  it("changes nothing of the dataset when it is written to", () => {
    const parameters = { engine, numSamples: 130, labelNoise: { fraction: 0.5 }, templates: templatesOf() };
    const expected = arraysOf(core.generate({ ...parameters, templates: templatesOf() }));
    const dataset = core.generate(parameters);
    parameters.labelNoise.fraction = 0;
    for (const { x, t, y } of [parameters.templates, dataset.templates, dataset.config.templates!]) {
      for (const row of x) row.fill(0);
      t.fill(0);
      Object.assign(y, { 0: 99 });
    }
    for (const chunk of dataset.chunks({ reuse: false }))
      for (const array of [chunk.x, chunk.y, chunk.yClean!]) array.fill(0);
    for (const array of Object.values(dataset.arrays("train")))
      if (ArrayBuffer.isView(array)) (array as Int32Array).fill(0);
    Object.assign(dataset.config, { seed: 7 });
    dataset.t.fill(0);
    expect(arraysOf(dataset)).toEqual(expected);
  });

  it("ranges are those that were passed, whatever becomes of their list", () => {
    const ranges = [{ split: "test" as const, start: 3, rows: 2 }];
    const chunks = make().chunks({ ranges });
    Object.assign(ranges[0]!, { start: 0 });
    expect(chunks.next().value!.start).toBe(3);
  });

  it.each<[what: string, call: (dataset: core.Examples) => unknown, key: string, expected: string, got: string]>([
    ["an unknown option", (d) => d.chunks({ row: 3 } as object), "row", "the name of an option", '"row"'],
    ["a chunk of no rows", (d) => d.chunks({ rows: 0 }), "rows", "an integer of at least 1", "0"],
    ["text for a number", (d) => d.chunks({ rows: "3" } as object), "rows", "an integer of at least 1", '"3"'],
    ["another type", (d) => d.chunks({ dtype: "int8" } as object), "dtype", '"float32" or "float64"', '"int8"'],
    ["text for a switch", (d) => d.chunks({ reuse: "no" } as object), "reuse", "true or false", '"no"'],
    ["no list of ranges", (d) => d.chunks({ ranges: {} } as object), "ranges", "a list of ranges of rows", "{}"],
    ["no options", (d) => d.chunks(null as never), "options", "an object", "null"],
    ["no split", (d) => d.arrays("validation" as never), "split", '"train" or "test"', '"validation"'],
    ["no signal", (d) => d.arrays("test", { signal: 3 } as object), "signal", "an AbortSignal", "3"],
  ])("refuses %s at once, with key, expectation and value", (_, call, key, expected, got) => {
    expect(() => call(make())).toThrow(
      expect.objectContaining({ name: expect.stringMatching("Error"), key, expected, got }),
    );
  });

  it("stops when the signal is aborted, and tells its progress", () => {
    const controller = new AbortController();
    const told: core.Progress[] = [];
    const onProgress = (progress: core.Progress) => {
      told.push(progress);
      controller.abort();
    };
    const { signal } = controller;
    expect(() => core.generate({ engine, numSamples: 1000 }, { signal, onProgress })).toThrow("aborted");
    expect(told).toMatchObject([{ phase: "generating", total: 1000 }]);
    expect(() => make().arrays("train", { signal })).toThrow("aborted");
  });
});

describe("what all callers share can't be changed by one", () => {
  it("templates, presets, defaults, the schema", () => {
    const before = JSON.stringify([core.generate().templates, core.presets, core.defaults, configSchema()]);
    core.digitTemplates.x[0]!.fill(0);
    core.digitTemplates.t.fill(0);
    const schema = core.configSchema() as { properties: { seed: { minimum: number } } };
    schema.properties.seed.minimum = 7;
    const frozen = [
      () => Object.assign(core.presets.published, { dtype: "float32" }),
      () => Object.assign(core.presets["double-descent"].labelNoise!, { fraction: 0 }),
      () => Object.assign(core.defaults.padding, { 0: 1 }),
      () => Object.assign(core.digitTemplates.y, { 0: 1 }),
      () => Object.assign(core.resolveConfig(), { seed: 1 }),
      () => Object.assign(core.resolveConfig({ labelNoise: { fraction: 0.5 } }).labelNoise!, { fraction: 0 }),
    ];
    for (const change of frozen) expect(change).toThrow(TypeError);
    expect(JSON.stringify([core.generate().templates, core.presets, core.defaults, configSchema()])).toBe(before);
  });
});

function templatesOf() {
  return { x: [Float64Array.of(0, 1, 0), Float64Array.of(1, 0, 1)], t: Float64Array.of(0, 1, 2), y: [4, 5] };
}
