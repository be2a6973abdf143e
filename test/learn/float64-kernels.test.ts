// Properties: what kernels do in float64 is what JavaScript does, to the last bit, and nothing is written beside it.
import fc from "fast-check";
import { expect, it } from "vitest";
import { dataOf } from "../../src/experiments/data.js";
import { unrolledSgd } from "../../src/experiments/learning-rate/unrolled-sgd.js";
import type { Arithmetic } from "../../src/learn/arithmetic.js";
import { float64Arithmetic } from "../../src/learn/float64.js";
import { float64Kernels } from "../../src/learn/float64-kernels.js";
import { RandomState } from "../../src/random/random-state.js";
import { cases } from "../support/thorough.js";

const size = fc.integer({ min: 1, max: 11 });

/** What is in all of the memory after some work on arrays of random values. */
function after(
  arithmetic: Arithmetic,
  lengths: readonly number[],
  work: (arithmetic: Arithmetic, places: readonly number[]) => void,
): number[] {
  const random = new RandomState(5);
  const places = lengths.map((length) => arithmetic.reserve(length));
  for (const [i, at] of places.entries()) {
    const view = arithmetic.view(at, lengths[i]!);
    for (let j = 0; j < view.length; j++) view[j] = random.uniform() - 0.5;
  }
  work(arithmetic, places);
  return places.flatMap((at, i) => Array.from(arithmetic.view(at, lengths[i]!)));
}

it("gives the same products", () => {
  const property = fc.property(
    fc.record({ groups: size, perGroup: size, depth: size, columns: size, gap: fc.nat(3), adds: fc.boolean() }),
    ({ groups, perGroup, depth, columns, gap, adds }) => {
      const stride = Math.max(1, depth - gap); // windows that overlap
      const aGroup = (perGroup - 1) * stride + depth + gap;
      const [cStride, cGroup] = [columns + gap, perGroup * (columns + gap) + gap];
      const lengths = [groups * aGroup, depth * columns, columns, groups * cGroup + 4, depth * columns + 4];
      const [javascript, kernels] = [float64Arithmetic(), float64Kernels()].map((arithmetic) =>
        after(arithmetic, lengths, ({ product, transposedProduct }, [a, b, bias, c, turned]) => {
          const rows = [groups, perGroup, depth, columns, a!, stride, aGroup] as const;
          product(...rows, b!, c!, cStride, cGroup, adds ? 0 : bias!, adds);
          transposedProduct(...rows, c!, cStride, cGroup, turned!);
          product(...rows, b!, c!, cStride, cGroup, 0, false);
        }),
      );
      expect(kernels).toEqual(javascript);
    },
  );
  fc.assert(property, { numRuns: cases(100, 1000) });
});

it("gives the same tanh, of whatever number", () => {
  const property = fc.property(fc.array(fc.double(), { minLength: 1, maxLength: 9 }), (values) => {
    const own = [...values, 0.5, -354, 354, 355, -1e300, Infinity, -Infinity];
    const [javascript, kernels] = [float64Arithmetic(), float64Kernels()].map((arithmetic) => {
      const at = arithmetic.reserve(own.length + 2);
      arithmetic.view(at, own.length).set(own);
      arithmetic.tanhAll(at, own.length);
      return Array.from(arithmetic.view(at, own.length + 2));
    });
    expect(kernels).toEqual(javascript);
  });
  fc.assert(property, { numRuns: cases(200, 5000) });
});

it("keeps what is there when more memory is reserved", () => {
  const arithmetic = float64Kernels();
  const first = arithmetic.reserve(3);
  arithmetic.view(first, 3).set([1, 2, 3]);
  const second = arithmetic.reserve(100_000);
  arithmetic.view(second, 100_000).fill(7);
  expect(Array.from(arithmetic.view(first, 4))).toEqual([1, 2, 3, 0]);
});

it("unrolls training to the same loss and derivative", () => {
  const { train } = dataOf({ numSamples: 200 });
  const [javascript, kernels] = [float64Arithmetic(), float64Kernels()].map((arithmetic) =>
    unrolledSgd(train, { steps: 8, batch: 50, seed: 1 }, arithmetic)(0.7),
  );
  expect(kernels).toEqual(javascript);
});
