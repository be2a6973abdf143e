// Reference: t-SNE's parts against their definitions, on points whose answers are known.
import { describe, expect, it } from "vitest";
import {
  affinitiesOf,
  divergence,
  embed,
  nearestOf,
  principalPlane,
} from "../../src/experiments/tsne/neighbour-embedding.js";
import { runSteps } from "../../src/numeric/run-steps.js";
import { RandomState } from "../../src/random/random-state.js";

function normals(seed: number, count: number, scale = 1): Float64Array {
  const values = new Float64Array(count);
  new RandomState(seed).fillNormals(values, 0, count, scale);
  return values;
}

describe("nearestOf", () => {
  it("finds the nearest others, the nearest first", () => {
    const { rows, squares } = runSteps(nearestOf([0, 1, 3, 7], 4, 2));
    expect(Array.from(rows)).toEqual([1, 2, 0, 2, 1, 0, 2, 1]);
    expect(Array.from(squares)).toEqual([1, 9, 1, 4, 4, 9, 16, 36]);
  });
});

describe("affinitiesOf", () => {
  /** Points of a ring, to each of which all others look the same. */
  const [rows, perplexity] = [40, 8];
  const ring = Float64Array.from({ length: 2 * rows }, (_, i) =>
    (i % 2 === 0 ? Math.cos : Math.sin)((2 * Math.PI * Math.floor(i / 2)) / rows),
  );
  const { starts, others, values } = affinitiesOf(runSteps(nearestOf(ring, rows, rows - 1)), perplexity);

  it("are symmetric, and 1 in all", () => {
    const at = new Map<string, number>();
    for (let row = 0; row < rows; row++) {
      for (let i = starts[row]!; i < starts[row + 1]!; i++) at.set(`${row} ${others[i]}`, values[i]!);
    }
    for (const [pair, value] of at) expect(at.get(pair.split(" ").reverse().join(" "))).toBeCloseTo(value, 12);
    expect(values.reduce((sum, value) => sum + value)).toBeCloseTo(1, 12);
  });

  it("have the perplexity that is asked for", () => {
    const own = Array.from(values.subarray(starts[0]!, starts[1]!), (value) => rows * value);
    expect(Math.exp(-own.reduce((sum, p) => sum + p * Math.log(p), 0))).toBeCloseTo(perplexity, 6);
  });
});

describe("principalPlane", () => {
  it("has the two longest axes of a cloud, in their order, whatever its middle", () => {
    const rows = 500;
    const noise = normals(3, 5 * rows);
    const cloud = noise.map((value, i) => 7 + [1, 20, 0.5, 5, 2][i % 5]! * value);
    const plane = principalPlane(cloud, rows);
    const along = (component: number, axis: number) => {
      let [product, own, other] = [0, 0, 0];
      for (let row = 0; row < rows; row++) {
        const [a, b] = [plane[2 * row + component]!, cloud[5 * row + axis]! - 7];
        product += a * b;
        own += a * a;
        other += b * b;
      }
      return Math.abs(product) / Math.sqrt(own * other);
    };
    expect(along(0, 1)).toBeGreaterThan(0.99);
    expect(along(1, 3)).toBeGreaterThan(0.99);
    const first = plane.filter((_, i) => i % 2 === 0);
    expect(Math.sqrt(first.reduce((sum, value) => sum + value * value, 0) / rows)).toBeCloseTo(1e-4, 10);
  });
});

describe("embed", () => {
  const rows = 30;
  const affinities = affinitiesOf(runSteps(nearestOf(normals(1, 4 * rows), rows, 12)), 5);

  /** Places whose middle is 0. */
  const placesOf = (seed: number) => {
    const places = normals(seed, 2 * rows);
    const mean = [0, 1].map((axis) => places.reduce((sum, value, i) => sum + (i % 2 === axis ? value / rows : 0), 0));
    return places.map((value, i) => value - mean[i % 2]!);
  };

  it("goes against the slope of the divergence, of which it takes a quarter as openTSNE does", () => {
    const before = placesOf(2);
    const after = before.slice();
    runSteps(embed(after, affinities, { perplexity: 5, exaggeration: 12, steps: [0, 1] }));
    for (let i = 0; i < before.length; i++) {
      const at = (change: number) =>
        divergence(
          before.map((value, j) => value + (i === j ? change : 0)),
          affinities,
        );
      const slope = (at(1e-5) - at(-1e-5)) / 2e-5;
      // The first gain is 1.2, the rate is as many as there are points.
      expect((4 * (before[i]! - after[i]!)) / (1.2 * rows)).toBeCloseTo(slope, 7);
    }
  });

  it("makes the divergence small, and keeps the middle", () => {
    const places = principalPlane(normals(1, 4 * rows), rows);
    const before = divergence(places, affinities);
    runSteps(embed(places, affinities, { perplexity: 5, exaggeration: 12, steps: [50, 100] }));
    expect(divergence(places, affinities)).toBeLessThan(before / 3);
    for (const axis of [0, 1]) {
      expect(places.reduce((sum, value, i) => sum + (i % 2 === axis ? value : 0), 0)).toBeCloseTo(0, 9);
    }
  });
});
