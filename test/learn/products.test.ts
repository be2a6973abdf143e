// Property: the kernels' products are those of float64, whatever the shapes, and write nothing beside what they are asked for.
import fc from "fast-check";
import { expect, it } from "vitest";
import { float32Arithmetic } from "../../src/learn/float32.js";
import { float64Arithmetic } from "../../src/learn/float64.js";
import { RandomState } from "../../src/random/random-state.js";
import { cases } from "../support/thorough.js";

const size = fc.integer({ min: 1, max: 19 });

it("gives the products of rows in groups, with overlaps and gaps", () => {
  const property = fc.property(
    fc.record({ groups: size, perGroup: size, depth: size, columns: size, gap: fc.nat(3), adds: fc.boolean() }),
    ({ groups, perGroup, depth, columns, gap, adds }) => {
      const stride = Math.max(1, depth - gap); // windows that overlap
      const aGroup = (perGroup - 1) * stride + depth + gap;
      const [cStride, cGroup] = [columns + gap, perGroup * (columns + gap) + gap];
      const [exact, kernels] = [float64Arithmetic(), float32Arithmetic()].map((arithmetic) => {
        const random = new RandomState(3);
        const arrays = {
          a: groups * aGroup,
          b: depth * columns,
          bias: columns,
          c: groups * cGroup,
          transposed: depth * columns + 5,
          sums: columns + 5,
          turned: depth * columns + 5,
        };
        const places = Object.entries(arrays).map(
          ([name, length]) => [name, arithmetic.reserve(length), length] as const,
        );
        for (const [, at, length] of places) {
          const view = arithmetic.view(at, length);
          for (let i = 0; i < length; i++) view[i] = Math.fround(random.uniform() - 0.5);
        }
        const at = Object.fromEntries(places) as Record<keyof typeof arrays, number>;
        const { a, b, bias, c, transposed, sums, turned } = at;
        arithmetic.product(
          ...([groups, perGroup, depth, columns, a, stride, aGroup, b] as const),
          ...([c, cStride, cGroup, adds ? 0 : bias, adds] as const),
        );
        arithmetic.transposedProduct(
          ...([groups, perGroup, depth, columns, a, stride, aGroup, c, cStride, cGroup, transposed] as const),
        );
        arithmetic.columnSums(groups, perGroup, columns, c, cStride, cGroup, sums);
        arithmetic.transpose(depth, columns, b, columns, turned, depth);
        return places.flatMap(([, place, length]) => Array.from(arithmetic.view(place, length)));
      });
      expect(kernels!.length).toBe(exact!.length);
      const scale = groups * perGroup * depth;
      const errors = exact!.map((value, i) => Math.abs(kernels![i]! - value));
      expect(errors.filter((error) => !(error < 1e-6 * scale))).toEqual([]);
    },
  );
  fc.assert(property, { numRuns: cases(100, 1000) });
});
