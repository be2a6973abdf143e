import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { leastCostAssignment } from "../../src/diff/assignment.js";

describe("leastCostAssignment", () => {
  it("property: costs no more than any other", () => {
    const matrices = fc.integer({ min: 1, max: 5 }).chain((size) =>
      fc.record({
        size: fc.constant(size),
        cost: fc.array(fc.integer({ min: 0, max: 20 }), { minLength: size * size, maxLength: size * size }),
      }),
    );
    fc.assert(
      fc.property(matrices, ({ size, cost }) => {
        const total = (columns: readonly number[]) => columns.reduce((sum, j, i) => sum + cost[i * size + j]!, 0);
        const assignment = leastCostAssignment(Float64Array.from(cost), size);
        expect([...assignment].sort()).toEqual(Array.from({ length: size }, (_, i) => i));
        expect(total(assignment)).toBe(Math.min(...permutations(size).map(total)));
      }),
    );
  });
});

function permutations(size: number): number[][] {
  if (size === 0) return [[]];
  return permutations(size - 1).flatMap((rest) =>
    Array.from({ length: size }, (_, i) => [...rest.slice(0, i), size - 1, ...rest.slice(i)]),
  );
}
