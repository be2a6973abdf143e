import { expect } from "vitest";

/** Examples as a reader gives them; `x` is flat, in C order. */
export interface Columns {
  readonly x: readonly number[];
  readonly y: readonly bigint[];
  readonly yClean?: readonly bigint[];
  readonly split?: readonly string[];
}

/** Columns by the names they have in files. @param length values that each row of x must have. */
export function columnsFrom(columns: Readonly<Record<string, readonly unknown[]>>, length: number): Columns {
  const { x, y, y_clean: yClean, split, ...others } = columns;
  expect(Object.keys(others)).toEqual([]);
  return {
    x: flat(x as ArrayLike<number>[], length),
    y: y as bigint[],
    ...(yClean && { yClean: yClean as bigint[] }),
    ...(split && { split: split as string[] }),
  };
}

function flat(rows: readonly ArrayLike<number>[], length: number): number[] {
  const values: number[] = [];
  for (const row of rows) {
    if (row.length !== length) throw new Error(`a row has ${row.length} values, not ${length}`);
    for (let i = 0; i < length; i++) values.push(row[i]!);
  }
  return values;
}

/** Compares each value to the last bit: -0 is not 0, and a double that no float32 holds is not its float32. */
export function expectSameValues<T>(actual: ArrayLike<T>, expected: ArrayLike<T>): void {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    // Millions of values: an `expect` for each would take minutes.
    if (!Object.is(actual[i], expected[i])) expect(`${i}: ${show(actual[i])}`).toBe(`${i}: ${show(expected[i])}`);
  }
}

function show(value: unknown): string {
  return Object.is(value, -0) ? "-0" : String(value);
}
