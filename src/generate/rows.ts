import type { Rows } from "../kernels/kernel.js";
import { type ReadRun, sumOf } from "../numeric/pairwise-sum.js";

/** Rows of a C-order array, and what JavaScript does to them: what kernels do, bit for bit. */
export function rowsOf(values: Float64Array, length: number, order: Uint32Array): Rows {
  return {
    values,
    order,
    sum: sumOf(values),
    permute: () => permuteRows(values, length, order),
    standardise(start, count, { mean, std }, target) {
      for (let i = 0; i < count; i++) target[i] = (values[start + i]! - mean) / std;
    },
  };
}

/** Reads a C-order array of rows column by column. */
export function readByColumn(raw: Float64Array, length: number): ReadRun {
  const rows = raw.length / length;
  return (start, count, target) => {
    let column = Math.floor(start / rows);
    let row = start - column * rows;
    for (let i = 0; i < count; column++, row = 0) {
      const stop = Math.min(rows, row + count - i);
      for (; row < stop; row++) target[i++] = raw[row * length + column]!;
    }
  };
}

/** Values that are moved between two steps: some milliseconds of work. */
const STEP_VALUES = 1 << 20;

/**
 * Reorders the rows of a C-order array in place: row i becomes what row order[i] was (NumPy's `a[order]`, without a
 * second array). Every cycle of the permutation is walked once, with one row held aside. Yields now and then.
 */
export function* permuteRows(values: Float64Array, length: number, order: Uint32Array): Generator<void, void, void> {
  const done = new Uint8Array(order.length);
  const stepRows = Math.ceil(STEP_VALUES / length);
  let moved = 0;
  for (let first = 0; first < order.length; first++) {
    if (done[first] !== 0) continue;
    const aside = values.slice(first * length, (first + 1) * length);
    let row = first;
    for (let next = order[row]!; next !== first; next = order[row]!) {
      values.copyWithin(row * length, next * length, (next + 1) * length);
      done[row] = 1;
      row = next;
      if (++moved % stepRows === 0) yield;
    }
    values.set(aside, row * length);
    done[row] = 1;
  }
}

/** Reorders the values of every row in the same way: column k becomes what column order[k] was. Yields now and then. */
export function* permuteColumns(values: Float64Array, length: number, order: Uint32Array): Generator<void, void, void> {
  const aside = new Float64Array(length);
  const stepLength = Math.ceil(STEP_VALUES / length) * length;
  for (let start = 0; start < values.length; start += length) {
    for (let k = 0; k < length; k++) aside[k] = values[start + order[k]!]!;
    values.set(aside, start);
    if ((start + length) % stepLength === 0) yield;
  }
}
