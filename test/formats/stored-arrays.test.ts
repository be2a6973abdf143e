// What is wrong with one of many arrays is told by the name of that array.
import { expect, it } from "vitest";
import { bytesOf } from "../../src/digest/bytes.js";
import { decodeArrays, type StoredArray } from "../../src/formats/stored-arrays.js";

/** Arrays of some shapes, all of zeros; of float32 where it is not said. */
function arraysOf(shapes: Readonly<Record<string, readonly [type: StoredArray["type"], ...shape: number[]]>>) {
  const stored = Object.entries(shapes).map(([name, [type, ...shape]]): [string, StoredArray] => [
    name,
    { path: `a.npz: ${name}`, type, shape, read: async (_, target) => void bytesOf(target).fill(0) },
  ]);
  return decodeArrays(new Map(stored), "a.npz", {});
}

const SPLITS = {
  x_val: ["float32", 3, 4],
  y_val: ["integer", 3],
  x_test_loud: ["float32", 3, 4],
  y_test_loud: ["integer", 3],
} as const;

it.each<[string, Parameters<typeof arraysOf>[0], string]>([
  ["points", { ...SPLITS, x_test_loud: ["float32", 3, 5] }, "x_test_loud: has examples of 5 points, and x_val of 4"],
  ["types", { ...SPLITS, x_test_loud: ["float64", 3, 4] }, "x_test_loud: is float64, and x_val float32"],
  ["a missing one", { ...SPLITS, scale_val: ["float64", 3] }, "a.npz: has an array scale_val, and no scale_test_loud"],
  [
    "a shape",
    { ...SPLITS, scale_val: ["float64", 3], scale_test_loud: ["float64", 2] },
    "a.npz: scale_test_loud: has the shape (2), not (3)",
  ],
  [
    "a type",
    { ...SPLITS, x_clean_val: ["float32", 3, 4], x_clean_test_loud: ["float64", 3, 4] },
    "a.npz: x_clean_test_loud: is float64, not float32",
  ],
])("%s", async (_, shapes, problem) => {
  await expect(arraysOf(shapes)).rejects.toThrow(problem);
});
