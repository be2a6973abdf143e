import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { duplicates, RowHashes, rowsFoundIn } from "../../src/inspect/row-hashes.js";
import { runSteps } from "../../src/numeric/run-steps.js";

function hashesOf(rows: readonly (readonly number[])[], labels?: readonly number[]) {
  const hashes = new RowHashes(rows.length);
  const y = labels && Int32Array.from(labels);
  for (const [i, row] of rows.entries()) hashes.add(Float32Array.from(row), 1, y?.subarray(i, i + 1));
  return runSteps(hashes.sort());
}

/** Few values, so that rows are often the same. */
const rows = fc.array(fc.array(fc.constantFrom(0, -0, 1, -1, 0.5), { minLength: 3, maxLength: 3 }), { maxLength: 60 });

const keyOf = (row: readonly number[]) => row.map((value) => (Object.is(value, -0) ? "-0" : value)).join();

describe("RowHashes", () => {
  it("property: find as many duplicates as a set of all rows", () => {
    fc.assert(
      fc.property(rows, (list) => {
        expect(duplicates(hashesOf(list))).toBe(list.length - new Set(list.map(keyOf)).size);
      }),
    );
  });

  it("property: find as many rows of one dataset in another", () => {
    fc.assert(
      fc.property(rows, rows, (a, b) => {
        const known = new Set(b.map(keyOf));
        expect(rowsFoundIn(hashesOf(a), hashesOf(b))).toBe(a.filter((row) => known.has(keyOf(row))).length);
      }),
    );
  });

  it("take labels for a part of the row, where they are given", () => {
    const [a, b] = [hashesOf([[1], [2]], [0, 1]), hashesOf([[1], [2]], [0, 2])];
    expect(rowsFoundIn(a, b)).toBe(1);
  });

  it("are of the float64 bits, all 64 of them", () => {
    const hashes = new RowHashes(4);
    hashes.add(Float64Array.of(1, 1 + 2 ** -52, 1 + 2 ** -1, 1), 4);
    expect(duplicates(runSteps(hashes.sort()))).toBe(1);
  });

  it("differ for rows that differ in signs, in order or in a bit, as a set of all rows finds", () => {
    const length = 8;
    const list: number[][] = [];
    for (let i = 0; i < 100_000; i++) {
      const turn = (i >> 8) % length;
      const row = Array.from({ length }, (_, k) => ((i >> k) & 1 ? -1 : 1) * (1 + ((k + turn) % length) / length));
      row[turn]! += 2 ** -20 * (i >> 11);
      list.push(row.map(Math.fround));
    }
    const distinct = new Set(list.map((row) => row.join())).size;
    expect(distinct).toBeGreaterThan(90_000);
    expect(duplicates(hashesOf(list))).toBe(list.length - distinct);
  });

  it("are sorted in steps of some 10 ms however many they are, equal ones too", () => {
    const rows = 300_000;
    for (const distinct of [rows, 1000, 1]) {
      const hashes = new RowHashes(rows);
      hashes.add(
        Float32Array.from({ length: rows }, (_, row) => row % distinct),
        rows,
      );
      let steps = 0;
      const sorting = hashes.sort();
      let step = sorting.next();
      for (; !step.done; step = sorting.next()) steps++;
      const keys = new BigUint64Array(step.value.buffer);
      expect(keys.every((key, i) => i === 0 || key >= keys[i - 1]!)).toBe(true);
      expect(duplicates(step.value)).toBe(rows - distinct);
      expect(steps).toBeGreaterThan(0);
    }
  });
});
