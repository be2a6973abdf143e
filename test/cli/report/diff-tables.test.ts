import { describe, expect, it } from "vitest";
import { parameterChanges } from "../../../src/cli/report/diff-tables.js";

/** As one line: key, values, factor. */
function change(key: string, a: unknown, b: unknown): string {
  const [only] = parameterChanges([{ key, a, b }], true);
  return `${only!.a} → ${only!.b}${only!.factor === undefined ? "" : ` (${only!.factor})`}`;
}

describe("parameterChanges", () => {
  it.each<[string, unknown, unknown, string]>([
    ["scale_coeff", 0.4, 4, "0.4 → 4 (10 times)"],
    ["num_samples", 5000, 1000, "5000 → 1000 (0.2 times)"],
    ["shear_scale", 0.75, 1.5, "0.75 → 1.5 (2 times)"],
    ["train_split", 0.8, 0.9, "0.8 → 0.9"],
    ["scale_coeff", 0.4, -4, "0.4 → -4"],
    ["scale_coeff", 0, 4, "0 → 4"],
    ["scale_coeff", 4, 0, "4 → 0"],
    ["seed", 42, 7, "42 → 7"],
    ["padding", [36, 60], [0, 60], "36,60 → 0,60"],
    ["shuffle_seq", false, true, "false → true"],
    ["dtype", "float32", "float64", "float32 → float64"],
    ["label_noise", undefined, { fraction: 0.15, mode: "flip" }, "none → 0.15 flip"],
    ["templates", undefined, { x: [[1, 2]], t: [0, 1], y: [0] }, "the digits → of its own"],
    ["test_size", 100, null, "100 → none"],
  ])("%s", (key, a, b, text) => {
    expect(change(key, a, b)).toBe(text);
  });

  it("are only those that changed, unless all are wanted", () => {
    const pairs = [
      { key: "seed", a: 1, b: 1 },
      { key: "padding", a: [1, 2], b: [1, 2] },
      { key: "scale_coeff", a: 1, b: 2 },
    ];
    expect(parameterChanges(pairs, false).map(({ key }) => key)).toEqual(["scale_coeff"]);
    expect(parameterChanges(pairs, true).map(({ isChanged }) => isChanged)).toEqual([false, false, true]);
  });
});
