// --shard and --rows-per-file, and what schedulers say in the environment.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { divisionOf } from "../../src/cli/generate-command.js";

type Environment = Record<string, string>;

const shardOf = (shard: string, environment: Environment = {}) => divisionOf({ shard }, environment).shard;

/** What Slurm sets in a task of `--array=first-last:step`. */
const slurm = (id: number, first: number, last: number, step = 1): Environment => ({
  SLURM_ARRAY_TASK_ID: `${id}`,
  SLURM_ARRAY_TASK_COUNT: `${Math.floor((last - first) / step) + 1}`,
  SLURM_ARRAY_TASK_MIN: `${first}`,
  SLURM_ARRAY_TASK_MAX: `${last}`,
  SLURM_ARRAY_TASK_STEP: `${step}`,
});

describe("--shard", () => {
  it.each([
    ["0/1", 0, 1],
    ["3/8", 3, 8],
    ["99998/99999", 99_998, 99_999],
  ])("%s", (value, index, count) => {
    expect(shardOf(value)).toEqual({ index, count });
  });

  it.each([
    ["0/0", 'expected 1 to 99999 shards, got "0/0"'],
    ["8/8", 'expected one of 0/8 to 7/8, got "8/8". Shards are counted from 0.'],
    ["1/1", 'expected one of 0/1, got "1/1"'],
    ["0/100000", "expected 1 to 99999 shards"],
    ["99999999999999999999/4", "expected one of 0/4 to 3/4"],
    ...["-1/4", "1.5/4", "1e0/4", " 1/4", "1/4 ", "1", "/", "1/", "/4", "", "auto/", "Auto", "1/4/8", "0x1/4"].map(
      (value) => [value, `expected two integers with a slash, such as 3/8 (0/8 is the first), or auto, got "${value}"`],
    ),
  ])("%j is refused", (value, message) => {
    expect(() => shardOf(value!)).toThrow(message);
  });

  it("auto is the task's place in a Slurm array, whatever its numbers", () => {
    const arrays = fc.record({
      first: fc.nat(50),
      step: fc.integer({ min: 1, max: 5 }),
      count: fc.integer({ min: 1, max: 30 }),
    });
    const property = fc.property(arrays, fc.nat(), ({ first, step, count }, any) => {
      const index = any % count;
      const environment = slurm(first + index * step, first, first + (count - 1) * step, step);
      expect(shardOf("auto", environment)).toEqual({ index, count });
      delete environment.SLURM_ARRAY_TASK_MAX; // older Slurms
      if (count > 1) expect(shardOf("auto", environment)).toEqual({ index, count });
    });
    fc.assert(property);
  });

  it.each<[string, Environment, string]>([
    ["outside of any job", {}, "expected a task of a Slurm array job for auto, got none. Outside of one, say which"],
    ["in a Kubernetes job", { JOB_COMPLETION_INDEX: "1" }, "say how many there are: --shard auto/8"],
    [
      "in a Slurm job without an array",
      { SLURM_JOB_ID: "5" },
      "expected a task of a Slurm array job for auto, got none",
    ],
    [
      "in an array that is a list",
      { ...slurm(5, 1, 9), SLURM_ARRAY_TASK_COUNT: "3" },
      "expected an array of evenly spaced tasks for auto, got task 5 of 3 from 1 to 9. With --shard auto/8",
    ],
    ["between two steps", slurm(4, 1, 9, 2), "expected one of 0/5 to 4/5, got task 4 of 5 from 1 to 9"],
    ["with a step of 0", { ...slurm(1, 1, 1), SLURM_ARRAY_TASK_STEP: "0" }, "expected one of 0/1"],
    ["beyond the array", slurm(12, 1, 9), "expected one of 0/9 to 8/9"],
    ["before the array", slurm(0, 1, 9), "expected one of 0/9 to 8/9"],
    ["with a number that is none", { ...slurm(1, 1, 9), SLURM_ARRAY_TASK_ID: "x" }, "SLURM_ARRAY_TASK_ID: expected a"],
  ])("auto is refused %s", (_, environment, message) => {
    expect(() => shardOf("auto", environment)).toThrow(message);
  });

  it("auto/8 takes the number of a task, of Slurm's or Kubernetes', and the count from here", () => {
    expect(shardOf("auto/8", { JOB_COMPLETION_INDEX: "7" })).toEqual({ index: 7, count: 8 });
    expect(shardOf("auto/8", { ...slurm(5, 1, 9), SLURM_ARRAY_TASK_COUNT: "3" })).toEqual({ index: 5, count: 8 });
    expect(() => shardOf("auto/8")).toThrow("expected SLURM_ARRAY_TASK_ID or JOB_COMPLETION_INDEX in the environment");
    expect(() => shardOf("auto/8", { JOB_COMPLETION_INDEX: "8" })).toThrow(
      'expected one of 0/8 to 7/8, got JOB_COMPLETION_INDEX=8 for "auto/8"',
    );
    expect(() => shardOf("auto/8", { JOB_COMPLETION_INDEX: "" })).toThrow(
      "JOB_COMPLETION_INDEX: expected a whole number",
    );
  });
});

describe("--rows-per-file", () => {
  it("is a whole number of at least 1", () => {
    expect(divisionOf({ rowsPerFile: "4096" }, {})).toEqual({ rowsPerFile: 4096 });
    expect(divisionOf({}, {})).toEqual({});
    expect(divisionOf({ rowsPerFile: "1e3" }, {})).toEqual({ rowsPerFile: 1000 });
    for (const rowsPerFile of ["0", "-1", "1.5", "", "x", "0x10", "99999999999999999999"]) {
      expect(() => divisionOf({ rowsPerFile }, {})).toThrow(
        `--rows-per-file: expected an integer of at least 1, got "${rowsPerFile}"`,
      );
    }
  });
});
