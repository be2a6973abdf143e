// The memory of a slot: arrays that fit it without more of a gap than they must have, and a bound on all of it.
import { describe, expect, it } from "vitest";
import { COLUMNS } from "../../src/generate/columns.js";
import { mostThreads, SPARE_SLOTS, slotBytes, slotOf } from "../../src/parallel/job.js";

const JOB = {
  length: 7,
  dtype: "float64",
  datasetDtype: "float64",
  columns: COLUMNS,
  rows: 5,
  text: ["csv", "jsonl"],
  isHashed: true,
  hasSplitColumn: false,
} as const;

describe("a slot", () => {
  it.each([
    JOB,
    { ...JOB, rows: 6, columns: COLUMNS.slice(0, 3) },
    { ...JOB, rows: 6, dtype: "float32" as const },
    { ...JOB, rows: 6, text: [] },
  ])("holds its arrays side by side: %o", (job) => {
    const { text, ...columns } = slotOf(job, new SharedArrayBuffer(slotBytes(job)));
    expect(Object.keys(columns)).toEqual(job.columns.map(({ field }) => field));
    expect(text).toHaveLength(job.text.length);
    let end = 0;
    for (const array of [...Object.values(columns), ...text]) {
      expect(array.byteOffset - end).toBeGreaterThanOrEqual(0);
      expect(array.byteOffset - end).toBeLessThan(8); // what float64 has to begin at
      end = array.byteOffset + array.byteLength;
    }
    expect(slotBytes(job) - end).toBeLessThan(8);
    for (const column of job.columns) {
      expect(columns[column.field]).toHaveLength(column.kind === "signal" ? 7 * job.rows : job.rows);
    }
  });

  it("has room for the longest text of its rows", () => {
    // The longest number is -2.2250738585072014e-308, of 24 characters, and a comma; the longest integers have 11.
    const number = "-2.2250738585072014e-308";
    const texts = COLUMNS.map(({ name, kind }) => {
      const value = kind === "integer" ? "-2147483648" : number;
      return `"${name}":${kind === "signal" ? `[${Array(JOB.length).fill(value).join()}]` : value}`;
    });
    const row = `{${texts.join()},"split":"test_${"n".repeat(40)}"}\n`;
    const slot = slotOf(JOB, new SharedArrayBuffer(slotBytes(JOB)));
    expect(slot.text[1]!.length).toBeGreaterThanOrEqual(JOB.rows * row.length);
  });

  it("is so large for long examples that there are fewer threads, or none", () => {
    expect(mostThreads({ ...JOB, rows: 4096, length: 40 })).toBeGreaterThan(8);
    expect(mostThreads({ ...JOB, rows: 4096, length: 1_000_000 })).toBe(0);
    const few = { ...JOB, rows: 4096, length: 400 };
    expect((mostThreads(few) + SPARE_SLOTS) * slotBytes(few)).toBeLessThanOrEqual(512_000_000);
  });
});
