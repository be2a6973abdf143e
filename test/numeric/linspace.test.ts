import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { linspace } from "../../src/numeric/linspace.js";
import { primitives } from "../support/fixtures.js";
import { parseHexFloats } from "../support/hex-float.js";

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
