// The memory of a slot: arrays that fit it without a gap, and a bound on all of it.
import { describe, expect, it } from "vitest";
import { mostThreads, SPARE_SLOTS, slotBytes, slotOf } from "../../src/parallel/slot.js";

const JOB = {
  length: 7,
  dtype: "float64",
  datasetDtype: "float64",
  hasCleanLabels: true,
  rows: 5,
  text: ["csv", "jsonl"],
  isHashed: true,
  hasSplitColumn: false,
} as const;

describe("a slot", () => {
  it.each([JOB, { ...JOB, dtype: "float32" as const }, { ...JOB, hasCleanLabels: false }, { ...JOB, text: [] }])(
    "holds its arrays side by side: %o",
    (job) => {
      const slot = slotOf(job, new SharedArrayBuffer(slotBytes(job)));
      const arrays = [slot.x, slot.y, slot.yClean, ...slot.text];
      let end = 0;
      for (const array of arrays) {
        expect(array.byteOffset).toBe(end);
        end += array.byteLength;
      }
      expect(end).toBe(slotBytes(job));
      expect([slot.x.length, slot.y.length, slot.yClean.length]).toEqual([35, 5, job.hasCleanLabels ? 5 : 0]);
    },
  );

  it("has room for the longest text of its rows", () => {
    // The longest number is -2.2250738585072014e-308, of 24 characters, and a comma; the longest labels have 11.
    const jsonl = '{"x":[],"y":-2147483648,"y_clean":-2147483648,"split":"train"}\n'.length;
    const slot = slotOf(JOB, new SharedArrayBuffer(slotBytes(JOB)));
    expect(slot.text[1]!.length).toBeGreaterThanOrEqual(JOB.rows * (jsonl + JOB.length * 25));
  });

  it("is so large for long examples that there are fewer threads, or none", () => {
    expect(mostThreads({ ...JOB, rows: 4096, length: 40 })).toBeGreaterThan(8);
    expect(mostThreads({ ...JOB, rows: 4096, length: 1_000_000 })).toBe(0);
    const few = { ...JOB, rows: 4096, length: 400 };
    expect((mostThreads(few) + SPARE_SLOTS) * slotBytes(few)).toBeLessThanOrEqual(512_000_000);
  });
});
