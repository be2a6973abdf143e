import { expect, it } from "vitest";
import { fortranRows } from "../../../src/formats/npy/stored-array.js";
import { forwardSource, type Source } from "../../../src/formats/source.js";
import { sourceOfBytes } from "../support/source-of-bytes.js";

const WORDS = { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array, 8: BigUint64Array } as const;

/** The matrix whose element (i, j) is i * columns + j + 1, column by column. */
function columnMajor(rows: number, columns: number, size: keyof typeof WORDS): Uint8Array {
  const bytes = Buffer.alloc(rows * columns * size);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) bytes.writeUIntLE(i * columns + j + 1, (j * rows + i) * size, Math.min(6, size));
  }
  return bytes;
}

/** Reads rows in parts of `step` rows, twice. */
async function readRows(source: Source, rows: number, columns: number, size: keyof typeof WORDS, blockBytes: number) {
  const read = fortranRows(source, [rows, columns], size, blockBytes);
  for (const step of [1, 3, rows]) {
    const values: number[] = [];
    for (let start = 0; start < rows; start += step) {
      const target = new Uint8Array(Math.min(step, rows - start) * columns * size);
      await read(target, start);
      values.push(...Array.from(new WORDS[size](target.buffer), Number));
    }
    expect(values).toEqual(Array.from({ length: rows * columns }, (_, i) => i + 1));
  }
}

it.each([1, 2, 4, 8] as const)(
  "reads a matrix of elements of %d bytes row by row, in blocks of any size",
  async (size) => {
    for (const [rows, columns] of [
      [7, 3],
      [2, 20],
      [13, 1],
    ] as const) {
      const bytes = columnMajor(rows, columns, size);
      for (const blockBytes of [1, 5 * columns * size, 1000]) {
        await readRows(sourceOfBytes(bytes, "x"), rows, columns, size, blockBytes);
      }
      for (const blockBytes of [2 * columns * size, 1000]) {
        await readRows(forwardOnly(bytes), rows, columns, size, blockBytes);
      }
    }
  },
);

function forwardOnly(bytes: Uint8Array): Source {
  return forwardSource("x", bytes.length, async function* () {
    for (let at = 0; at < bytes.length; at += 7) yield bytes.subarray(at, at + 7);
  });
}

it("serves readers that take turns", async () => {
  const read = fortranRows(sourceOfBytes(columnMajor(100, 2, 4), "x"), [100, 2], 4, 16);
  const targets = Array.from({ length: 100 }, () => new Uint32Array(2));
  await Promise.all(targets.map((target, i) => read(new Uint8Array(target.buffer), i)));
  expect(targets.flatMap((target) => [...target])).toEqual(Array.from({ length: 200 }, (_, i) => i + 1));
});

it("refuses what would take too many parts or passes", () => {
  const wide: Source = { path: "x", size: 2 ** 40, readInto: async () => {} };
  const hint = "x: is stored column by column (in Fortran order), and too large to be read so. Save it again after";
  expect(() => fortranRows(wide, [2 ** 17, 2 ** 20], 8)).toThrow(hint);
  expect(() => fortranRows({ ...wide, isForwardOnly: true }, [2 ** 30, 2 ** 4], 8)).toThrow(hint);
  expect(() => fortranRows(wide, [2 ** 30, 2 ** 4], 8)).not.toThrow();
});
