import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type RowsInStep, readInStep } from "../../../src/dataset/read/in-step.js";
import type { SplitName } from "../../../src/generate/examples.js";
import { drawFrom } from "../../support/arrays.js";
import { type Example, readable } from "../../support/readable.js";

/** Examples whose values say which they are. */
function numbered(rows: number, offset: number): Example[] {
  return Array.from({ length: rows }, (_, row) => ({ x: [offset + row, -offset - row], y: row }));
}

const SPLITS = ["train", "validation", "test", "test_a", "test_b"] as const;

const rowsOfSplits = fc.record(
  Object.fromEntries(SPLITS.map((name) => [name, fc.nat(20)])) as Record<(typeof SPLITS)[number], fc.Arbitrary<number>>,
  { requiredKeys: [] },
);

const layout = fc.record({
  rows: rowsOfSplits,
  chunkRows: fc.integer({ min: 1, max: 8 }),
  isAsync: fc.boolean(),
});

/** What the values of a split's rows begin at. */
const offsetOf = (split: SplitName) => 100 * SPLITS.indexOf(split as (typeof SPLITS)[number]);

describe("readInStep", () => {
  it("property: gives every row of each split once, in order, beside the other's row of the same place", async () => {
    await fc.assert(
      fc.asyncProperty(layout, layout, async (one, other) => {
        const [a, b] = [one, other].map(({ rows, ...options }, side) => {
          const parts = Object.entries(rows).map(([name, count]) => [
            name,
            numbered(count, 1000 * side + offsetOf(name as SplitName)),
          ]);
          return readable(Object.fromEntries(parts), options);
        }) as [ReturnType<typeof readable>, ReturnType<typeof readable>];
        const rows: string[] = [];
        for await (const { split, start, rows: count, chunks } of readInStep(a, b)) {
          const [chunkA, chunkB] = chunks;
          for (let row = 0; row < count; row++) {
            rows.push([split, start + row, chunkA?.x[2 * row] ?? "none", chunkB?.x[2 * row] ?? "none"].join(" "));
          }
        }
        const expected = SPLITS.flatMap((split) => {
          const [rowsA, rowsB] = [one.rows[split] ?? 0, other.rows[split] ?? 0];
          const offset = offsetOf(split);
          return Array.from({ length: Math.max(rowsA, rowsB) }, (_, row) =>
            [split, row, row < rowsA ? offset + row : "none", row < rowsB ? 1000 + offset + row : "none"].join(" "),
          );
        });
        expect(rows).toEqual(expected);
      }),
    );
  });

  it("reads any number of datasets, each to its own end", async () => {
    const datasets = [5, 2, 0, 4].map((rows, i) => readable({ train: numbered(rows, 100 * i) }, { chunkRows: i + 1 }));
    const rows: unknown[] = [];
    for await (const { start, chunks } of readInStep(...datasets)) {
      rows.push([start, ...chunks.map((chunk) => chunk?.y.join())]);
    }
    expect(rows).toEqual([
      [0, "0", "0", undefined, "0"],
      [1, "1", "1", undefined, "1"],
      [2, "2", undefined, undefined, "2"],
      [3, "3", undefined, undefined, "3"],
      [4, "4", undefined, undefined, undefined],
    ]);
  });

  it("describes each part as a chunk", async () => {
    const a = readable({ train: numbered(5, 0) }, { chunkRows: 4 });
    const b = readable({ train: numbered(5, 0) }, { chunkRows: 3 });
    const parts: RowsInStep[] = [];
    for await (const step of readInStep(a, b)) parts.push(structuredClone(step));
    expect(parts.map(({ start, rows }) => [start, rows])).toEqual([
      [0, 3],
      [3, 1],
      [4, 1],
    ]);
    expect(parts[1]!.chunks[0]).toEqual({
      split: "train",
      start: 3,
      rows: 1,
      x: Float32Array.of(3, -3),
      y: Int32Array.of(3),
    });
  });

  it("carries clean labels along", async () => {
    const noisy = drawFrom({ num_samples: 20, label_noise: { fraction: 1, mode: "flip" } });
    for await (const { chunks } of readInStep(noisy, noisy)) {
      const [a, b] = chunks;
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
