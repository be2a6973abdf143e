import fc from "fast-check";
import { expect, it } from "vitest";
import { permuteColumns, permuteRows } from "../../src/generate/permute.js";
import { resultOf } from "../../src/numeric/steps.js";

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
      resultOf(permuteRows(values, length, rowOrder));
      expect([...values]).toEqual([...rowOrder].flatMap((row) => rows[row]!));
    }),
  );
});

it("property: permuteColumns is NumPy's a[:, order]", () => {
  fc.assert(
    fc.property(cases, ({ rows, columnOrder, length }) => {
      const values = Float64Array.from(rows.flat());
      resultOf(permuteColumns(values, length, columnOrder));
      expect([...values]).toEqual(rows.flatMap((row) => [...columnOrder].map((column) => row[column]!)));
    }),
  );
});
