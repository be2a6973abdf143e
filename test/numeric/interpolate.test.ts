import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { interpolate, linspace, planInterpolation } from "../../src/numeric/interpolate.js";
import { primitives } from "../support/fixtures.js";
import { parseHexFloats } from "../support/hex-float.js";
import { interpolatePlainly } from "../support/plain-numpy.js";

const length = fc.integer({ min: 1, max: 150 });
const samples = fc.float64Array({ min: -100, max: 100, noNaN: true, minLength: 2, maxLength: 150 });

function interpolated(source: Float64Array, targetLength: number): Float64Array {
  const target = new Float64Array(targetLength);
  interpolate(planInterpolation(source.length, targetLength), source, target);
  return target;
}

describe("interpolate", () => {
  it.each([9, 3, 1] as const)("reference: five samples to %d, as SciPy's interp1d", (count) => {
    const source = parseHexFloats(primitives.interpolate.x);
    expect(interpolated(source, count)).toEqual(parseHexFloats(primitives.interpolate[`to ${count}`]));
  });

  it("property: equals the definition, point by point", () => {
    fc.assert(
      fc.property(samples, length, (source, count) => {
        expect(interpolated(source, count)).toEqual(interpolatePlainly(source, count));
      }),
    );
  });

  it("property: the same length gives the same samples", () => {
    fc.assert(
      fc.property(samples, (source) => {
        expect(interpolated(source, source.length)).toEqual(source);
      }),
    );
  });

  it("property: a plan that knows of padding equals one that reads it", () => {
    fc.assert(
      fc.property(samples, fc.nat(100), length, (template, zeros, count) => {
        const padded = new Float64Array(template.length + zeros);
        padded.set(template);
        const plan = planInterpolation(padded.length, count, template.length);
        const target = new Float64Array(count).fill(Number.NaN);
        interpolate(plan, padded.subarray(0, template.length + 1), target);
        expect(target).toEqual(interpolated(padded, count));
      }),
    );
  });

  it("writes its values from the given start on, and nothing around them", () => {
    const target = new Float64Array(7).fill(9);
    interpolate(planInterpolation(2, 3), Float64Array.of(1, 2), target, 2);
    expect(target).toEqual(Float64Array.of(9, 9, 1, 1.5, 2, 9, 9));
  });

  it("gives a single sample to a single point, and refuses more", () => {
    expect(interpolated(Float64Array.of(0.1), 1)).toEqual(Float64Array.of(0.1));
    expect(() => planInterpolation(1, 2)).toThrow(new RangeError("one sample cannot be interpolated to 2 points"));
  });
});

describe("linspace", () => {
  it("reference: equals numpy.linspace to the last bit", () => {
    expect(linspace(0, 1, 72)).toEqual(parseHexFloats(primitives["linspace(0,1,72)"]));
    expect(linspace(-0.5, 0.5, 7)).toEqual(parseHexFloats(primitives["linspace(-0.5,0.5,7)"]));
  });

  // numpy.linspace(-5, 5, 1), numpy.linspace(-5, 5, 0)
  it("reference: one value is the start, none is none", () => {
    expect(linspace(-5, 5, 1)).toEqual(Float64Array.of(-5));
    expect(linspace(-5, 5, 0)).toEqual(new Float64Array());
  });

  it("property: runs from start to stop exactly, without ever turning back", () => {
    const bound = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(bound, bound, fc.integer({ min: 2, max: 400 }), (start, stop, count) => {
        const values = linspace(start, stop, count);
        expect(values).toHaveLength(count);
        expect(values[0] === start && values[count - 1] === stop).toBe(true);
        expect(values.every((value, i) => i === 0 || (value - values[i - 1]!) * (stop - start) >= 0)).toBe(true);
      }),
    );
  });
});
