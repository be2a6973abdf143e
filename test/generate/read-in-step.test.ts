import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readInStep, type Step } from "../../src/generate/read-in-step.js";
import { drawFrom } from "../support/arrays.js";
import { type Example, readable } from "../support/readable.js";

/** Examples whose values say which they are. */
function numbered(rows: number, offset: number): Example[] {
  return Array.from({ length: rows }, (_, row) => ({ x: [offset + row, -offset - row], y: row }));
}

const layout = fc.record({
  train: fc.option(fc.nat(20), { nil: undefined }),
  test: fc.option(fc.nat(20), { nil: undefined }),
  chunkRows: fc.integer({ min: 1, max: 8 }),
  isAsync: fc.boolean(),
});

describe("readInStep", () => {
  it("property: gives every row of both once, in order, beside the other's row of the same place", async () => {
    await fc.assert(
      fc.asyncProperty(layout, layout, async (one, other) => {
        const [a, b] = [one, other].map(({ train, test, ...options }, side) =>
          readable(
            {
              ...(train !== undefined && { train: numbered(train, 1000 * side) }),
              ...(test !== undefined && { test: numbered(test, 1000 * side + 500) }),
            },
            options,
          ),
        ) as [ReturnType<typeof readable>, ReturnType<typeof readable>];
        const rows: string[] = [];
        for await (const { split, start, rows: count, a: chunkA, b: chunkB } of readInStep(a, b)) {
          for (let row = 0; row < count; row++) {
            rows.push([split, start + row, chunkA?.x[2 * row] ?? "none", chunkB?.x[2 * row] ?? "none"].join(" "));
          }
        }
        const expected = (["train", "test"] as const).flatMap((split) => {
          const [rowsA, rowsB] = [one[split] ?? 0, other[split] ?? 0];
          const offset = split === "train" ? 0 : 500;
          return Array.from({ length: Math.max(rowsA, rowsB) }, (_, row) =>
            [split, row, row < rowsA ? offset + row : "none", row < rowsB ? 1000 + offset + row : "none"].join(" "),
          );
        });
        expect(rows).toEqual(expected);
      }),
    );
  });

  it("describes each part as a chunk", async () => {
    const a = readable({ train: numbered(5, 0) }, { chunkRows: 4 });
    const b = readable({ train: numbered(5, 0) }, { chunkRows: 3 });
    const parts: Step[] = [];
    for await (const step of readInStep(a, b)) parts.push(structuredClone(step));
    expect(parts.map(({ start, rows }) => [start, rows])).toEqual([
      [0, 3],
      [3, 1],
      [4, 1],
    ]);
    expect(parts[1]!.a).toEqual({
      split: "train",
      start: 3,
      rows: 1,
      x: Float32Array.of(3, -3),
      y: Int32Array.of(3),
    });
  });

  it("carries clean labels along", async () => {
    const noisy = drawFrom({ num_samples: 20, label_noise: { fraction: 1, mode: "flip" } });
    for await (const { a, b } of readInStep(noisy, noisy)) {
      expect(a!.yClean).toEqual(b!.yClean);
      if (a!.split === "train") expect(a!.yClean).not.toEqual(a!.y);
    }
  });

  it("ends both readings when it is left early", async () => {
    let ended = 0;
    const options = { onEnd: () => ended++ };
    for await (const _ of readInStep(
      readable({ train: numbered(9, 0) }, options),
      readable({ train: numbered(9, 0) }, options),
    )) {
      break;
    }
    expect(ended).toBe(2);
  });
});
