// Reference: what self-supervised learning is scored with, on features whose answer is known, and the views it learns from.
import { describe, expect, it } from "vitest";
import { nearestAccuracy, normalised } from "../../src/experiments/nearest-neighbours.js";
import { linearProbe } from "../../src/experiments/self-supervised/linear-probe.js";
import { writeView } from "../../src/experiments/self-supervised/views.js";
import type { LabelledExamples } from "../../src/learn/training.js";
import { runSteps } from "../../src/numeric/run-steps.js";
import { RandomState } from "../../src/random/random-state.js";

const examplesOf = (rows: readonly (readonly number[])[], labels: readonly number[]): LabelledExamples => ({
  rows: rows.length,
  x: Float64Array.from(rows.flat()),
  labels: Int32Array.from(labels),
});

describe("nearestAccuracy", () => {
  const line = examplesOf([[0], [1], [2.5], [10], [11], [12.5]], [0, 0, 1, 2, 2, 2]);

  it("is the share whose label most neighbours have", () => {
    expect(runSteps(nearestAccuracy(line, { ...line }, 1))).toBe(1);
    // The three nearest of each half are that half: 0, 0, 1 and 2, 2, 2.
    expect(runSteps(nearestAccuracy(line, { ...line }, 3))).toBeCloseTo(5 / 6, 12);
  });

  it("leaves an example out where neighbours are sought among the same", () => {
    // Of 2.5 the nearest is 1, with the label 0; all others have a neighbour of their own.
    expect(runSteps(nearestAccuracy(line, line, 1))).toBeCloseTo(5 / 6, 12);
  });

  it("takes the smallest of labels that are equally many", () => {
    const two = examplesOf([[-1], [1]], [3, 2]);
    expect(runSteps(nearestAccuracy(examplesOf([[0.1]], [2]), two, 2))).toBe(1);
  });

  it("is by directions of what is normalised", () => {
    const among = normalised(
      examplesOf(
        [
          [10, 0],
          [0, 1],
        ],
        [0, 1],
      ),
    );
    const far = normalised(
      examplesOf(
        [
          [1, 0.5],
          [0, 30],
        ],
        [0, 1],
      ),
    );
    expect(runSteps(nearestAccuracy(far, among, 1))).toBe(1);
    expect(Array.from(normalised(examplesOf([[0, 0]], [0])).x)).toEqual([0, 0]);
  });
});

describe("linearProbe", () => {
  const random = new RandomState(1);
  /** Two classes, told apart by the sign of one feature, which is small beside another; and one that is constant. */
  const draw = (rows: number, gap: number) => {
    const signs = Array.from({ length: rows }, (_, i) => (i % 2 === 0 ? -1 : 1));
    const noise = new Float64Array(2 * rows);
    random.fillNormals(noise, 0, 2 * rows, 1);
    const x = signs.map((sign, i) => [1e-3 * (gap * sign + noise[2 * i]!), 100 * noise[2 * i + 1]!, 7]);
    return examplesOf(
      x,
      signs.map((sign) => (sign + 1) / 2),
    );
  };

  it("finds what is linear, whatever its scale", () => {
    expect(runSteps(linearProbe({ train: draw(400, 3), test: draw(400, 3) }, 2))).toBeGreaterThan(0.98);
  });

  it("is near the best that can be: Φ(1) = 84.1 % of two normals two deviations apart", () => {
    expect(runSteps(linearProbe({ train: draw(2000, 1), test: draw(4000, 1) }, 2))).toBeCloseTo(0.841, 1.5);
  });

  it("guesses where there is nothing", () => {
    expect(runSteps(linearProbe({ train: draw(400, 0), test: draw(2000, 0) }, 2))).toBeLessThan(0.56);
  });
});

describe("a view", () => {
  const length = 8;
  const x = Float64Array.from([3, 5, 4, 8, 6, 9, 9, 13]);
  const viewOf = (augmentation: Parameters<typeof writeView>[5], seed = 1) => {
    const target = new Float64Array(length);
    writeView(target, 0, x, 0, length, augmentation, new RandomState(seed));
    return Array.from(target);
  };
  const still = { maxShift: 1, slopeStd: 0, offsetStd: 0 };

  it("has no line of best fit left, where none is drawn", () => {
    const view = viewOf(still);
    const moment = view.reduce((sum, value, i) => sum + value * (i - 3.5), 0);
    expect(view.reduce((sum, value) => sum + value)).toBeCloseTo(0, 12);
    expect(moment).toBeCloseTo(0, 12);
    // What is left is x less its line: neither scaled nor moved.
    const line = Array.from(x, (value, i) => value - view[i]!);
    for (let i = 2; i < length; i++) expect(line[i]! - 2 * line[i - 1]! + line[i - 2]!).toBeCloseTo(0, 12);
  });

  it("is shifted around its end, by all shifts below the bound and no others", () => {
    const view = viewOf(still);
    const shifts = Array.from({ length: 60 }, (_, seed) => {
      const shifted = viewOf({ ...still, maxShift: 3 }, seed);
      return [0, 1, 2].find((shift) =>
        view.every((value, i) => Math.abs(shifted[(i + shift) % length]! - value) < 1e-12),
      );
    });
    expect([...new Set(shifts)].sort()).toEqual([0, 1, 2]);
  });

  it("has a line of the slope and offset that are drawn", () => {
    const means = Array.from({ length: 400 }, (_, seed) => {
      const view = viewOf({ maxShift: 1, slopeStd: 0.5, offsetStd: 2 }, seed);
      const slope = view.reduce((sum, value, i) => sum + value * (i - 3.5), 0) / 42; // Σ(i − 3.5)²
      return { offset: view.reduce((sum, value) => sum + value) / length, slope };
    });
    const std = (values: readonly number[]) => Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / values.length);
    expect(Math.abs(std(means.map(({ slope }) => slope)) - 0.5)).toBeLessThan(0.06);
    expect(Math.abs(std(means.map(({ offset }) => offset)) - 2)).toBeLessThan(0.25);
  });
});
