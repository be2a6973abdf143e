import { describe, expect, it } from "vitest";
import { diffExamples } from "../../src/diff/diff-examples.js";
import type { Difference, VerdictKind } from "../../src/diff/difference.js";
import { arraysOf, drawFrom } from "../support/arrays.js";
import type { Keys } from "../support/configs.js";
import { readable } from "../support/readable.js";

const row = (y: number, ...x: number[]) => ({ x, y });

const diff = (a: Keys, b: Keys) => diffExamples(drawFrom(a), drawFrom(b));

describe("the verdict", () => {
  it.each<[VerdictKind, Keys, Keys]>([
    ["identical", {}, {}],
    ["identical", {}, { dtype: "float64" }],
    ["identical", { rounding: "published" }, {}],
    ["last-bits", { dtype: "float64", rounding: "published" }, { dtype: "float64" }],
    ["other-labels", {}, { label_noise: { fraction: 0.15 } }],
    ["same-rows", {}, { train_split: 0.9 }],
    ["same-rows", { test_size: 0 }, { test_size: 5000 }],
    ["other-order", {}, { shuffle_seq: true }],
    ["other-order", { num_samples: 20, dtype: "float64" }, { num_samples: 20, dtype: "float64", shuffle_seq: true }],
    [
      "other-order",
      { engine: "blocked", num_samples: 3000 },
      { engine: "blocked", num_samples: 3000, shuffle_seq: true },
    ],
    ["same-draws", {}, { scale_coeff: 0.400001 }], // less than what another order of summation makes
    ["same-draws", {}, { scale_coeff: 0.41 }],
    ["same-draws", {}, { corr_noise_scale: 0.3 }],
    ["other-draws", {}, { seed: 43 }],
    ["other-draws", {}, { num_samples: 1000 }],
    ["other-draws", { seed: 1 }, { seed: 2, train_split: 0.5 }],
    ["other-distribution", { seed: 1, shuffle_seq: true }, { seed: 2, shuffle_seq: true }], // each has its own order
    ["other-distribution", { shear_scale: 0.75 }, { shear_scale: 1.5 }],
    ["other-distribution", { shear_scale: 0.75 }, { shear_scale: 1.5, seed: 43 }],
    ["other-distribution", {}, { scale_coeff: 4 }],
    ["other-distribution", {}, { scale_coeff: 4, seed: 43 }],
    ["other-distribution", {}, { iid_noise_scale: 0.04, seed: 43 }],
    ["other-distribution", {}, { corr_noise_scale: 0.5, seed: 43 }],
    ["other-distribution", {}, { max_translation: 40, seed: 43 }],
    ["other-distribution", {}, { padding: [30, 60], seed: 43 }],
    ["incomparable", {}, { final_seq_length: 20 }],
    ["identical", { train_split: 0, num_samples: 10 }, { train_split: 0, num_samples: 10 }],
  ])("is %s of %j and %j", async (verdict, a, b) => {
    const difference = await diff(a, b);
    expect(difference.verdict).toBe(verdict);
    expect(difference.differs).toBe(verdict !== "identical");
  });

  it("is incomparable where one has no rows, and identical where neither has", async () => {
    const [none, some] = [readable({ train: [] }), readable({ train: [row(0, 1)] })];
    expect((await diffExamples(none, some)).verdict).toBe("incomparable");
    expect((await diffExamples(some, none)).verdict).toBe("incomparable");
    expect((await diffExamples(none, readable({ train: [], test: [] }))).verdict).toBe("identical");
  });

  it("is that of the distributions within classes where the shares of the classes differ", async () => {
    const a = drawFrom({});
    const kept = rowsOf(a).filter(({ y }, i) => y === 0 || y === 6 || i % 8 === 0);
    const { verdict, balance, shape } = await diffExamples(drawFrom({ seed: 9 }), readable({ train: kept }));
    expect([verdict, balance.differs]).toEqual(["other-draws", true]);
    expect(shape.some(({ beyond }) => beyond)).toBe(true);
  });
});

/** All rows of a dataset, train first. */
function rowsOf(examples: ReturnType<typeof drawFrom>) {
  const { train, test } = arraysOf(examples);
  return [train, test].flatMap(({ x, y }) =>
    Array.from(y, (label, i) => row(label, ...x.subarray(i * examples.length, (i + 1) * examples.length))),
  );
}

describe("figures", () => {
  const a = readable({ train: [row(0, 1, 2), row(1, 3, 4), row(0, 5, 6)], test: [row(1, 7, 8)] });
  const b = readable(
    { train: [row(0, 1, 2), row(1, 3.5, 4), row(2, 5, 6), row(1, 3, 4)], test: [row(0, 7, 6)] },
    { isAsync: true, chunkRows: 2 },
  );

  it("count rows at the same place, and rows in common anywhere", async () => {
    const { rows, common, notes, differs } = await diffExamples(a, b);
    expect(rows).toEqual({ compared: 4, identical: 1, labelsChanged: 2, xChanged: 2 });
    expect(common).toEqual({ a: 2, b: 2 });
    expect(differs).toBe(true);
    expect(notes).toEqual(["B has 1 more train row, which no row of the other is compared with."]);
  });

  it("find the first difference: of x before that of the label", async () => {
    const { first } = await diffExamples(a, b);
    expect(first).toEqual({ split: "train", row: 1, point: 0, a: 3, b: 3.5 });
    const labels = await diffExamples(
      readable({ test: [row(0, 1), row(1, 1)] }),
      readable({ test: [row(0, 1), row(4, 1)] }),
    );
    expect(labels.first).toEqual({ split: "test", row: 1, point: null, a: 1, b: 4 });
  });

  it("measure differences of x: overall, by position and by A's class", async () => {
    const { x, positions, classes } = await diffExamples(a, b);
    expect(x).toMatchObject({ dtype: "float32", largest: 2, lastBits: false, notFinite: 0 });
    expect(x!.rms).toBeCloseTo(Math.sqrt((0.5 ** 2 + 2 ** 2) / 8), 14);
    const std = Math.sqrt(21 / 4); // of 1 … 8
    expect(x!.relativeRms).toBeCloseTo(x!.rms! / std, 14);
    expect(positions!.rms).toEqual([Math.sqrt(0.25 / 4), Math.sqrt(4 / 4)]);
    expect(positions!.largest).toEqual([0.5, 2]);
    expect(
      classes.map(({ label, compared, xChanged, labelsChanged }) => [label, compared, xChanged, labelsChanged]),
    ).toEqual([
      [0, 2, 0, 1],
      [1, 2, 2, 1],
      [2, 0, null, 0],
    ]);
    expect(classes[1]!.rms).toBeCloseTo(Math.sqrt(4.25 / 4), 14);
    expect(classes[1]!.mostChanged).toEqual({ split: "test", row: 0, a: [7, 8], b: [7, 6] });
  });

  it("count classes of both sides, with their first examples", async () => {
    const { classes } = await diffExamples(a, b);
    expect(classes[1]!.a).toEqual({ train: 1, test: 1, example: [3, 4] });
    expect(classes[1]!.b).toEqual({ train: 2, test: 0, example: [3.5, 4] });
    expect(classes[2]!.a).toEqual({ train: 0, test: 0, example: null });
  });

  it("have the moments of every split, in the type of its file", async () => {
    const wide = readable({ train: [row(0, 0.1)] }, { dtype: "float64" });
    const difference = await diffExamples(wide, readable({ train: [row(0, 0.1)], test: [] }));
    expect(difference.a.splits).toMatchObject([{ name: "train", rows: 1, min: 0.1 }]);
    expect(difference.b.splits).toMatchObject([{ min: Math.fround(0.1) }, { name: "test", rows: 0, mean: null }]);
    expect(difference.verdict).toBe("identical");
    expect(difference.notes).toEqual(["x is compared as float32, to which that of A is rounded."]);
  });

  it("tell -0 from 0, but as the last bit that it is", async () => {
    const { rows, x, verdict, differs } = await diffExamples(
      readable({ train: [row(0, 0)] }),
      readable({ train: [row(0, -0)] }),
    );
    expect([rows.xChanged, x!.largest, x!.largestUlps, verdict, differs]).toEqual([1, 0, 0, "last-bits", true]);
  });

  it("leave differences out that are not finite, and count them", async () => {
    const { x, positions, notes, first, verdict } = await diffExamples(
      readable({ train: [row(0, NaN, 1), row(0, Infinity, NaN)] }),
      readable({ train: [row(0, NaN, 3), row(0, 5, NaN)] }),
    );
    expect(x).toMatchObject({ largest: 2, notFinite: 1, lastBits: false });
    expect(positions!.rms).toEqual([0, Math.sqrt(4 / 2)]);
    expect(first).toEqual({ split: "train", row: 0, point: 1, a: 1, b: 3 });
    expect(notes).toEqual(["In no figure: 1 difference from or to a value that is not finite."]);
    expect(verdict).not.toBe("last-bits");
  });

  it("of other lengths are labels and moments only", async () => {
    const difference = await diffExamples(a, readable({ train: [row(0, 1), row(2, 1)] }));
    expect(difference.rows).toEqual({ compared: 2, labelsChanged: 1, xChanged: null, identical: null });
    expect([difference.common, difference.x, difference.positions, difference.first]).toEqual([null, null, null, null]);
    expect(difference.classes.map(({ label, labelsChanged, rms }) => [label, labelsChanged, rms])).toEqual([
      [0, 0, null],
      [1, 1, null],
      [2, 0, null],
    ]);
    expect(difference.notes[0]).toBe("A has examples of 2 points and B of 1: only labels and moments are compared.");
  });

  it("tell the same examples with their points in another order, each in an order of its own, from others", async () => {
    const original = rowsOf(drawFrom({ num_samples: 200, final_seq_length: 16 }));
    const moved = original.map(({ x, y }, i) => row(y, ...x.slice(i % 16), ...x.slice(0, i % 16)));
    const verdict = async (rows: typeof moved) =>
      (await diffExamples(readable({ train: original }), readable({ train: rows }))).verdict;
    expect(await verdict(moved)).toBe("other-order");
    const changed = moved.map(({ x, y }, i) => row(y, ...x.map((value) => value + (i === 150 ? 0.001 : 0))));
    expect(await verdict(changed)).not.toBe("other-order");
  });

  it("are ready for JSON", async () => {
    const differences: Difference[] = [
      await diffExamples(a, b),
      await diff({ num_samples: 100 }, { num_samples: 100, seed: 3 }),
      await diffExamples(readable({ train: [row(0, NaN)] }), readable({ train: [row(0, Infinity)] })),
      await diffExamples(readable({ train: [] }), readable({ train: [row(0, 1)] })),
    ];
    for (const difference of differences) expect(JSON.parse(JSON.stringify(difference))).toEqual(difference);
  });

  it("do not depend on the size of chunks, nor on which side comes first", async () => {
    const [one, other] = [drawFrom({ num_samples: 300 }), drawFrom({ num_samples: 300, shear_scale: 1 })];
    const inParts = { ...one, chunks: () => one.chunks({ rows: 7 }) };
    const whole = await diffExamples(one, other);
    expect((await diffExamples(inParts, other)).x).toEqual(whole.x);
    const back = await diffExamples(other, one);
    expect(back.x!.rms).toBe(whole.x!.rms);
    expect(back.positions!.distances).toEqual(whole.positions!.distances);
  });
});
