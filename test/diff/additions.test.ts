// Splits and columns beyond train and test, x and y: nothing that differs in them is called the same, and shifted splits
// that only one has do not hide what the others are.
import { describe, expect, it } from "vitest";
import { diffExamples } from "../../src/diff/diff-examples.js";
import { COLUMNS, type ColumnField } from "../../src/generate/columns.js";
import type { Chunk, Examples, ReadableExamples, SplitName } from "../../src/generate/examples.js";
import { drawFrom } from "../support/arrays.js";

const keys = {
  num_samples: 200,
  final_seq_length: 5,
  val_size: 20,
  factors: true,
  clean: true,
  label_noise: 0.3,
  shifts: { weak: { scale_coeff: 0.1 }, noisy: { iid_noise_scale: 0.3 } },
};
const examples = drawFrom(keys);

/** The same with one value of a column changed. @param index of the value in its split. */
function changed(from: Examples, field: ColumnField, split: SplitName, index: number, to: number): ReadableExamples {
  function* chunks(): Generator<Chunk, void, void> {
    for (const { name, rows } of from.splits) {
      const arrays = { ...from.arrays(name) };
      if (name === split) arrays[field]![index] = to;
      yield { split: name, start: 0, rows, ...arrays };
    }
  }
  return { ...from, chunks };
}

/** The same without a column. */
function without(from: Examples, field: ColumnField): ReadableExamples {
  function* chunks(): Generator<Chunk, void, void> {
    for (const { [field]: _, ...chunk } of from.chunks()) yield chunk as Chunk;
  }
  return { ...from, columns: from.columns.filter((column) => column.field !== field), chunks };
}

const further = COLUMNS.filter(({ field }) => !["x", "y", "yClean"].includes(field));

describe("diffExamples", () => {
  it("calls datasets with all splits and columns the same if they are", async () => {
    const difference = await diffExamples(examples, drawFrom(keys));
    expect(difference).toMatchObject({ verdict: "identical", differs: false, notes: [] });
    expect(difference.columns.map(({ name, a, b, changed: count }) => [name, a, b, count])).toEqual(
      further.map(({ name }) => [name, true, true, 0]),
    );
    expect(difference.splits.map(({ name, compared, identical }) => [name, compared, identical])).toEqual(
      examples.splits.map(({ name, rows }) => [name, rows, rows]),
    );
  });

  describe.each(further)("of $name", ({ field, name, kind }) => {
    it.each(examples.splits)("finds one value that is another in $name", async ({ name: split, rows }) => {
      const row = rows - 1;
      const index = kind === "signal" ? row * 5 + 2 : row;
      const before = examples.arrays(split)[field]![index]!;
      const difference = await diffExamples(examples, changed(examples, field, split, index, before + 3));
      expect(difference).toMatchObject({ verdict: "same-x-and-y", differs: true });
      const own = difference.columns.find((column) => column.name === name)!;
      expect(own).toMatchObject({ a: true, b: true, changed: 1, lastBits: false });
      expect(own.largest).toBeCloseTo(3, 5);
      const after = kind === "signal" ? Math.fround(before + 3) : before + 3;
      expect(own.first).toEqual({ split, row, point: kind === "signal" ? 2 : null, a: before, b: after });
      const others = difference.columns.filter((column) => column !== own);
      expect(others.map(({ changed: count }) => count)).toEqual(others.map(() => 0));
    });

    it("finds that only one has it", async () => {
      for (const [a, b, hasA] of [
        [examples, without(examples, field), true],
        [without(examples, field), examples, false],
      ] as const) {
        const difference = await diffExamples(a, b);
        expect(difference).toMatchObject({ verdict: "same-x-and-y", differs: true });
        const own = difference.columns.find((column) => column.name === name);
        expect(own).toMatchObject({ a: hasA, b: !hasA, changed: null, largest: null, first: null });
      }
    });
  });

  it("tells last bits of a column, a changed sign of zero, and what is not finite", async () => {
    const value = examples.arrays("test").scale![3]!;
    const scaleOf = async (to: number) =>
      (await diffExamples(examples, changed(examples, "scale", "test", 3, to))).columns.find(
        (c) => c.name === "scale",
      )!;
    expect(await scaleOf(value + 2 ** -51)).toMatchObject({ changed: 1, lastBits: true });
    expect(await scaleOf(value + 2 ** -40)).toMatchObject({ changed: 1, lastBits: false });
    expect(await scaleOf(Number.NaN)).toMatchObject({ changed: 1, lastBits: false, largest: 0, first: { b: null } });
    const zero = changed(examples, "padding", "test", 3, 0);
    const { columns } = await diffExamples(zero, zero);
    expect(columns.every(({ changed: count }) => count === 0)).toBe(true);
  });

  it("compares signals that are stored in different types in the common one", async () => {
    const wide = drawFrom({ ...keys, dtype: "float64" });
    expect(await diffExamples(examples, wide)).toMatchObject({ verdict: "identical", differs: false });
  });

  it("compares labels and factors, and no signals, of examples of other lengths", async () => {
    const { verdict, columns } = await diffExamples(examples, drawFrom({ ...keys, final_seq_length: 6 }));
    expect(verdict).toBe("incomparable");
    expect(columns.map(({ name, changed: count }) => [name, count])).toEqual(
      further.map(({ name }) => [name, name === "x_clean" ? null : 0]),
    );
  });

  it("leaves shifted splits that only one has out of all but their moments, and says so", async () => {
    const plain = drawFrom({ ...keys, shifts: undefined });
    const difference = await diffExamples(plain, examples);
    expect(difference).toMatchObject({
      verdict: "other-shifts",
      differs: true,
      furtherSplits: { a: [], b: ["test_noisy", "test_weak"] },
      rows: { compared: 200, identical: 200 },
      common: { a: 200, b: 200 },
      notes: ["Only B has test_noisy and test_weak (80 rows): not compared."],
    });
    expect(difference.b.splits.map(({ name }) => name)).toEqual(examples.splits.map(({ name }) => name));
    const otherSeed = await diffExamples(drawFrom({ num_samples: 3000 }), {
      ...drawFrom({ num_samples: 3000, seed: 7, shifts: { wild: { scale_coeff: 9, iid_noise_scale: 5 } } }),
    });
    expect(otherSeed).toMatchObject({ verdict: "other-draws", furtherSplits: { a: [], b: ["test_wild"] } });
  });

  it("tells shifted splits that differ from all else", async () => {
    const other = drawFrom({ ...keys, shifts: { weak: { scale_coeff: 0.2 }, noisy: { iid_noise_scale: 0.3 } } });
    const { verdict, splits, first, columns } = await diffExamples(examples, other);
    expect(verdict).toBe("other-shifts");
    // Of a signal without anything but zeros at its few points the scale changes nothing.
    expect(splits.filter(({ xChanged }) => xChanged > 0)).toMatchObject([{ name: "test_weak", labelsChanged: 0 }]);
    expect(splits.at(-1)!.xChanged).toBeGreaterThan(20);
    expect(first!.split).toBe("test_weak");
    expect(columns.find(({ name }) => name === "scale")).toMatchObject({ changed: 40, first: { split: "test_weak" } });
  });

  it("finds that validation was taken from train", async () => {
    const plain = { num_samples: 200 };
    const difference = await diffExamples(drawFrom(plain), drawFrom({ ...plain, val_size: 20 }));
    expect(difference).toMatchObject({ verdict: "same-rows", common: { a: 200, b: 200 } });
    expect(difference.notes).toEqual([
      "A has 20 more train rows, which no row of the other is compared with.",
      "B has 20 more validation rows, which no row of the other is compared with.",
    ]);
    expect(difference.classes.every(({ b }) => b.validation !== undefined || b.train > 0)).toBe(true);
  });

  it("compares a dataset that has nothing but a shifted split with any other", async () => {
    const { splits, chunks } = examples;
    const alone: ReadableExamples = {
      ...examples,
      splits: splits.filter(({ name }) => name === "test_noisy"),
      *chunks() {
        for (const chunk of chunks()) if (chunk.split === "test_noisy") yield chunk;
      },
    };
    expect(await diffExamples(alone, examples)).toMatchObject({ verdict: "same-rows", common: { a: 40, b: 40 } });
    const plain = drawFrom({ ...keys, shifts: undefined });
    expect(await diffExamples(alone, plain)).toMatchObject({ furtherSplits: { a: [], b: [] }, differs: true });
  });
});
