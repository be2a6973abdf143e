import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exampleCount } from "../../src/config/config.js";
import { resolveConfig } from "../../src/config/parse-config.js";
import { presets } from "../../src/config/presets.js";
import type { Examples } from "../../src/generate/examples.js";
import { generate, generateInSteps } from "../../src/generate/generate.js";
import { PUBLISHED_CORRECTIONS, referenceMemory } from "../../src/generate/reference-engine.js";
import { permuteColumns, permuteRows } from "../../src/generate/rows.js";
import { runSteps } from "../../src/numeric/run-steps.js";
import { RandomState } from "../../src/random/random-state.js";
import { arraysOf, draw, drawFrom, int64FromInt32, sha256 } from "../support/arrays.js";
import { STILL, THREE_CLASSES } from "../support/configs.js";
import { type ReferenceCase, referenceCases } from "../support/fixtures.js";

/** What a reference case says of its dataset, of ours. */
function summary(examples: Examples): Pick<ReferenceCase, "train" | "test" | "sha256"> {
  const float64 = arraysOf(examples, { dtype: "float64" });
  const float32 = arraysOf(examples, { dtype: "float32" });
  return {
    train: float64.train.y.length,
    test: float64.test.y.length,
    sha256: {
      x_float64: sha256(float64.train.x),
      x_test_float64: sha256(float64.test.x),
      x_float32: sha256(float32.train.x),
      x_test_float32: sha256(float32.test.x),
      y_int64: sha256(int64FromInt32(float64.train.y)),
      y_test_int64: sha256(int64FromInt32(float64.test.y)),
      t_float64: sha256(examples.t),
    },
  };
}

describe("reference: the original's make_dataset, every array to the last bit", () => {
  it.each(referenceCases)("$name", ({ config, templates, train, test, sha256 }) => {
    const examples = drawFrom({ ...config, ...(templates && { templates }) });
    expect(summary(examples)).toEqual({ train, test, sha256 });
  });
});

describe("splits", () => {
  const counts = (keys: object) => drawFrom({ final_seq_length: 1, ...keys }).splits.map(({ rows }) => rows);

  it("property: test_size is the exact number of test examples", () => {
    const sizes = fc
      .integer({ min: 10, max: 200 })
      .chain((n) => fc.tuple(fc.constant(n), fc.nat(Math.floor(n / 10) * 10)));
    fc.assert(
      fc.property(sizes, ([num_samples, test_size]) => {
        const examples = Math.floor(num_samples / 10) * 10;
        expect(counts({ num_samples, test_size })).toEqual([examples - test_size, test_size]);
      }),
    );
  });

  it("property: train_split cuts off the fraction, as Python's int()", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (train_split) => {
        const train = Math.floor(50 * train_split);
        expect(counts({ num_samples: 50, train_split })).toEqual([train, 50 - train]);
      }),
    );
  });

  it("may be empty", () => {
    expect(counts({ num_samples: 50, train_split: 0 })).toEqual([0, 50]);
    expect(counts({ num_samples: 50, train_split: 1 })).toEqual([50, 0]);
  });

  it("property: where the examples are split does not change them", () => {
    const joined = (train_split: number) => {
      const { train, test } = arraysOf(drawFrom({ num_samples: 60, train_split, dtype: "float64" }));
      return { x: Float64Array.of(...train.x, ...test.x), y: Int32Array.of(...train.y, ...test.y) };
    };
    const whole = joined(1);
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (trainSplit) => {
        expect(joined(trainSplit)).toEqual(whole);
      }),
      { numRuns: 20 },
    );
  });
});

describe("classes", () => {
  const labels = (keys: object) => {
    const { train, test } = arraysOf(drawFrom({ final_seq_length: 1, ...keys }));
    return [...train.y, ...test.y].sort((a, b) => a - b);
  };

  it("property: each has the floor of num_samples / classes examples", () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 100 }), (num_samples) => {
        const perClass = Math.floor(num_samples / 3);
        const expected = [-1, 3, 7].flatMap((label) => Array(perClass).fill(label));
        expect(labels({ num_samples, templates: THREE_CLASSES })).toEqual(expected);
      }),
    );
  });

  it("each example has the label of its own template", () => {
    const examples = drawFrom({ ...STILL, templates: THREE_CLASSES, final_seq_length: 3 });
    const { train } = arraysOf(examples);
    const shapes = new Map(THREE_CLASSES.y.map((label, k) => [label, THREE_CLASSES.x[k]!]));
    for (const [row, label] of train.y.entries()) {
      const [first, second, last] = train.x.subarray(row * 3, row * 3 + 3) as unknown as [number, number, number];
      const [a, b, c] = shapes.get(label) as [number, number, number];
      expect([Math.sign(second - first), Math.sign(last - second)]).toEqual([Math.sign(b - a), Math.sign(c - b)]);
    }
  });

  it("may be one only", () => {
    const one = { x: [[0, 1]], t: [0, 1], y: [-5] };
    expect(labels({ num_samples: 4, templates: one })).toEqual([-5, -5, -5, -5]);
  });
});

describe("label noise", () => {
  const keys = { num_samples: 200, seed: 7, dtype: "float64", templates: THREE_CLASSES };
  const clean = arraysOf(drawFrom(keys));
  const noisy = (label_noise: object) => arraysOf(drawFrom({ ...keys, label_noise }));

  it.each(["resample", "flip"])("property: changes no x and no label of test, and keeps the true ones (%s)", (mode) => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (fraction) => {
        const { train, test } = noisy({ fraction, mode });
        expect([train.x, test.x, test.y]).toEqual([clean.train.x, clean.test.x, clean.test.y]);
        expect([train.yClean, test.yClean]).toEqual([clean.train.y, clean.test.y]);
      }),
      { numRuns: 20 },
    );
  });

  // Python: as resample() in label-noise.test.ts, with np.random.RandomState([7, 1])
  it("reference: resample redraws the train labels in the order of the rows, from a stream of its own", () => {
    const random = new RandomState([7, 1]);
    const expected = clean.train.y.map((label) => {
      const redraw = random.uniform() < 0.4;
      return redraw ? THREE_CLASSES.y[random.choice(3)]! : label;
    });
    expect(noisy({ fraction: 0.4, mode: "resample" }).train.y).toEqual(expected);
  });

  it("of fraction 0 changes no label", () => {
    expect(noisy({ fraction: 0, mode: "flip" }).train.y).toEqual(clean.train.y);
  });

  it("of fraction 1 that flips leaves no label as it was", () => {
    const { y, yClean } = noisy({ fraction: 1, mode: "flip" }).train;
    expect(y.filter((label, row) => label === yClean![row])).toHaveLength(0);
  });

  it("is absent from chunks of a dataset without it", () => {
    for (const chunk of drawFrom({ num_samples: 20 }).chunks()) expect(chunk).not.toHaveProperty("yClean");
  });
});

describe("standardisation", () => {
  it("property: leaves a mean of 0 and a standard deviation of 1 over both splits", () => {
    fc.assert(
      fc.property(fc.nat(), fc.boolean(), (seed, shuffle_seq) => {
        const { train, test } = arraysOf(drawFrom({ num_samples: 100, seed, shuffle_seq, dtype: "float64" }));
        const x = [...train.x, ...test.x];
        const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
        const variance = x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.length;
        expect(mean).toBeCloseTo(0, 10);
        expect(variance).toBeCloseTo(1, 10);
      }),
      { numRuns: 20 },
    );
  });
});

it("property: −0 in a config gives the data of 0", () => {
  const keys = [
    "train_split",
    "scale_coeff",
    "corr_noise_scale",
    "iid_noise_scale",
    "shear_scale",
    "seed",
    "test_size",
  ];
  const zeros = fc.subarray(keys).filter((chosen) => !(chosen.includes("train_split") && chosen.includes("test_size")));
  const drawn = (chosen: string[], zero: number) => {
    const config = { num_samples: 20, dtype: "float64", ...Object.fromEntries(chosen.map((key) => [key, zero])) };
    return arraysOf(drawFrom(config));
  };
  fc.assert(
    fc.property(zeros, (chosen) => {
      expect(drawn(chosen, -0)).toEqual(drawn(chosen, 0));
    }),
  );
});

describe("generateInSteps", () => {
  it("property: counts up to the number of examples, and may be left early", () => {
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 9000 }), (numSamples) => {
        const config = resolveConfig({ numSamples, finalSeqLength: 1 });
        const progress = [...generateInSteps(config)];
        expect(progress).toEqual([...new Set(progress)].sort((a, b) => a - b));
        expect(progress.at(-1)).toBe(exampleCount(config));
      }),
      { numRuns: 10 },
    );
  });
});

describe("referenceMemory", () => {
  it("is close to what the arrays of a large dataset take", () => {
    const config = resolveConfig({ numSamples: 20_000 });
    const { train, test } = arraysOf(draw(config), { dtype: "float64" });
    const held = train.x.byteLength + test.x.byteLength + train.y.byteLength + test.y.byteLength;
    expect(referenceMemory(config)).toBeGreaterThan(held);
    expect(referenceMemory(config)).toBeLessThan(1.1 * held);
  });
});

/** An array of rows, with an order of its rows and one of its columns. */
const cases = fc.tuple(fc.nat(40), fc.integer({ min: 1, max: 12 })).chain(([rows, length]) =>
  fc.record({
    rows: fc.array(fc.array(fc.nat(), { minLength: length, maxLength: length }), { minLength: rows, maxLength: rows }),
    rowOrder: orders(rows),
    columnOrder: orders(length),
    length: fc.constant(length),
  }),
);

function orders(n: number): fc.Arbitrary<Uint32Array> {
  return fc
    .shuffledSubarray([...Array(n).keys()], { minLength: n, maxLength: n })
    .map((indices) => Uint32Array.from(indices));
}

it("property: permuteRows is NumPy's a[order]", () => {
  fc.assert(
    fc.property(cases, ({ rows, rowOrder, length }) => {
      const values = Float64Array.from(rows.flat());
      runSteps(permuteRows(values, length, rowOrder));
      expect([...values]).toEqual([...rowOrder].flatMap((row) => rows[row]!));
    }),
  );
});

it("property: permuteColumns is NumPy's a[:, order]", () => {
  fc.assert(
    fc.property(cases, ({ rows, columnOrder, length }) => {
      const values = Float64Array.from(rows.flat());
      runSteps(permuteColumns(values, length, columnOrder));
      expect([...values]).toEqual(rows.flatMap((row) => [...columnOrder].map((column) => row[column]!)));
    }),
  );
});

describe("the published rounding", () => {
  const { train, test } = arraysOf(generate(presets.published));

  // d = pickle.load(open("mnist1d_data.pkl", "rb")); hashlib.sha256(d["x"].tobytes()).hexdigest(), and of "x_test"
  it("reference: gives the float64 arrays of the published file, bit for bit", () => {
    expect(sha256(train.x)).toBe("76a0fc450d42c1bab3e99da3327c7735feb09f5236bec6fbaeaa1b9a41195252");
    expect(sha256(test.x)).toBe("546e12e851d831f762b6daf43956bc62fe233620cdec483f8789359f94c842d9");
  });

  it("reference: is not seen in float32", () => {
    const reference = referenceCases.find(({ name }) => name === "default")!;
    expect(sha256(Float32Array.from(train.x))).toBe(reference.sha256.x_float32);
    expect(sha256(Float32Array.from(test.x))).toBe(reference.sha256.x_test_float32);
  });

  it("no-regression: differs from the exact one in 82 values, by at most 4.4e-16", () => {
    const exact = arraysOf(generate({ dtype: "float64" }));
    const differences = [...difference(train.x, exact.train.x), ...difference(test.x, exact.test.x)];
    expect(differences.filter((d) => d !== 0)).toHaveLength(82);
    expect(differences.reduce((a, b) => Math.max(a, b))).toBeLessThan(4.5e-16);
  });
});

function difference(a: ArrayLike<number>, b: ArrayLike<number>): number[] {
  return Array.from(a, (value, i) => Math.abs(value - b[i]!));
}

it("corrects 45 of the 360,000 draws, in ascending order", () => {
  const draws = PUBLISHED_CORRECTIONS.map(({ draw }) => draw);
  expect(draws).toHaveLength(45);
  expect(draws).toEqual([...new Set(draws)].sort((a, b) => a - b));
  expect(draws.at(-1)).toBeLessThan(360_000);
});
