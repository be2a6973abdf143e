import { expect } from "vitest";

/** What a reader found, by the names that columns have in files; signals are flat, in C order. */
export type FoundColumns = Readonly<Record<string, readonly unknown[]>>;

/** Columns with flat signals. @param length values that each row of a signal must have. */
export function columnsFrom(columns: FoundColumns, length: number): FoundColumns {
  const signals = ["x", "x_clean"];
  return Object.fromEntries(
    Object.entries(columns).map(([name, values]) => [
      name,
      signals.includes(name) ? flat(values as ArrayLike<number>[], length) : values,
    ]),
  );
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
