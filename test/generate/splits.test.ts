// Named splits and additional columns: each leaves all else as it is, to the bit, with both engines.
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Config } from "../../src/config/config.js";
import { parseConfig } from "../../src/config/parse-config.js";
import { COLUMNS } from "../../src/generate/columns.js";
import type { Examples, SplitName } from "../../src/generate/examples.js";
import { generate } from "../../src/generate/generate.js";
import { GenerateError } from "../../src/generate/generate-error.js";
import { int64FromInt32, sha256 } from "../support/arrays.js";
import { cases } from "../support/thorough.js";

const base = fc.record({
  num_samples: fc.integer({ min: 20, max: 60 }),
  train_split: fc.constantFrom(0.5, 0.7, 0.8),
  final_seq_length: fc.integer({ min: 3, max: 45 }),
  padding: fc.constantFrom([36, 60], [0, 5], [7, 7]),
  shuffle_seq: fc.boolean(),
  seed: fc.integer({ min: 0, max: 0xffffffff }),
  label_noise: fc.constantFrom(undefined, { fraction: 0.4, mode: "flip" }),
  dtype: fc.constantFrom("float32", "float64"),
});

const shifts = {
  noisy: { iid_noise_scale: 0.3, corr_noise_scale: 1 },
  far: { max_translation: 70, padding: [2, 4] },
  silent: { iid_noise_scale: 0, corr_noise_scale: 0 },
};

interface SplitsCase {
  readonly name: string;
  readonly config: Record<string, unknown>;
  readonly splits: Readonly<
    Record<SplitName, { readonly rows: number; readonly sha256: Readonly<Record<string, string>> }>
  >;
}

const goldenCases: readonly SplitsCase[] = JSON.parse(
  readFileSync(new URL("../../fixtures/splits.json", import.meta.url), "utf8"),
);

describe("the engine reference makes what a second implementation, in Python, makes of", () => {
  it.each(goldenCases)("$name", ({ config, splits }) => {
    const examples = generate({ ...parseConfig(config), dtype: "float64" });
    const made = examples.splits.map(({ name, rows }) => {
      const arrays = examples.arrays(name);
      const hashes = COLUMNS.flatMap(({ field, name: key }) => {
        const values = arrays[field];
        if (values === undefined || !(key in splits[name]!.sha256)) return [];
        return [[key, sha256(values instanceof Int32Array ? int64FromInt32(values) : values)]];
      });
      return [name, { rows, sha256: Object.fromEntries(hashes) }];
    });
    const expected = Object.entries(splits).map(([name, { rows, sha256 }]) => [name, { rows, sha256 }]);
    expect(Object.fromEntries(made)).toEqual(Object.fromEntries(expected));
  });
});

type Base = Record<string, unknown>;

const made = (config: Base, more: Base): Examples => generate(parseConfig({ ...config, ...more }) as Partial<Config>);
const split = (examples: Examples, name: SplitName) => examples.arrays(name);

describe.each(["reference", "blocked"])("with the engine %s", (engine) => {
  const property = (what: string, holds: (config: Base, plain: Examples) => void) =>
    it(what, () => {
      fc.assert(
        fc.property(base, (config) => {
          const own = { ...config, engine };
          holds(own, made(own, {}));
        }),
        { numRuns: engine === "blocked" ? cases(3, 6) : cases(8, 25) },
      );
    });

  property("shifts, factors and clean signals leave x and y of train and test as they are", (config, plain) => {
    const all = made(config, { shifts, factors: true, clean: true });
    for (const name of ["train", "test"] as const) {
      const { x, y, shape, yClean } = split(plain, name);
      expect(split(all, name)).toMatchObject({ x, y, shape, ...(yClean && { yClean }) });
    }
    expect(all.splits.map(({ name }) => name)).toEqual(["train", "test", "test_far", "test_noisy", "test_silent"]);
    expect(all.t).toEqual(plain.t);
  });

  property("a shift that changes nothing is the test split", (config, plain) => {
    const test = split(plain, "test");
    const same = made(config, { shifts: { same: { scale_coeff: 0.4, padding: config.padding } } });
    expect(split(same, "test_same")).toEqual(test);
  });

  property("clean signals are those of a shift without noise, and factors tell how they came about", (config) => {
    const all = made(config, { shifts, factors: true, clean: true });
    const test = split(all, "test");
    const silent = split(all, "test_silent");
    expect(test.xClean).toEqual(silent.x);
    expect(silent.xClean).toEqual(silent.x);
    expect(test).toMatchObject({ padding: silent.padding, scale: silent.scale, shear: silent.shear });
    const [low, high] = config.padding as [number, number];
    expect(test.padding!.every((zeros) => zeros >= low && zeros <= high)).toBe(true);
    expect(test.scale!.every((factor) => Math.abs(factor - 1) <= 0.2)).toBe(true);
    expect(test.translation!.every((points) => points >= 0 && points < 48)).toBe(true);
    expect(test.shear!.every((slope) => Math.abs(slope) <= 0.375)).toBe(true);
    expect(test.y).toEqual(silent.y);
  });

  property("validation is taken from train, whose other rows and labels stay; test stays", (config, plain) => {
    const some = made(config, { val_size: 3, factors: true });
    const [old, train, validation] = [split(plain, "train"), split(some, "train"), split(some, "validation")];
    const length = plain.length;
    const rows = train.y.length;
    expect(rows + validation.y.length).toBe(old.y.length);
    expect(train.x).toEqual(old.x.slice(0, rows * length));
    expect(train.y).toEqual(old.y.slice(0, rows));
    expect(split(some, "test")).toMatchObject({ ...split(plain, "test") });
    if (engine === "reference") {
      expect(validation.x).toEqual(old.x.slice(rows * length));
      expect(validation.y).toEqual((old.yClean ?? old.y).slice(rows));
    } else {
      expect(validation.x).not.toEqual(old.x.slice(rows * length));
    }
  });

  property("chunks are parts of the whole", (config) => {
    const all = made(config, { shifts, factors: true, clean: true, val_size: 2 });
    for (const { name, rows } of all.splits) {
      const whole = split(all, name);
      const start = Math.min(3, rows);
      for (const chunk of all.chunks({ rows: 7, ranges: [{ split: name, start, rows: rows - start }] })) {
        const end = chunk.start + chunk.rows;
        expect(chunk.shear).toEqual(whole.shear!.slice(chunk.start, end));
        expect(chunk.xClean).toEqual(whole.xClean!.slice(chunk.start * all.length, end * all.length));
        expect(chunk.translation).toEqual(whole.translation!.slice(chunk.start, end));
      }
    }
  });

  it("makes only the classes that are asked for, with their labels", () => {
    const { y } = generate({ classes: [7, 1, 3], numSamples: 100, engine: engine as Config["engine"] }).arrays("train");
    expect([...new Set(y)].sort()).toEqual([1, 3, 7]);
  });

  it("refuses values of a shift that overflow", () => {
    const examples = () => made({ engine, num_samples: 20 }, { shifts: { huge: { shear_scale: 1e60 } } });
    expect(() => examples().arrays("test_huge")).toThrow(GenerateError);
  });
});
