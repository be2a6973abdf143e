import { describe, expect, it } from "vitest";
import { shapeStatistics } from "../../src/diff/distribution.js";

describe("shapeStatistics", () => {
  it("reference: are those of NumPy", () => {
    // x.mean(1), x.std(1), [np.polyfit(np.arange(5), r, 1)[0] * 4 for r in x],
    // [np.sqrt(np.mean(np.diff(r, 2) ** 2)) for r in x]
    const rows = [
      [1, 2, 4, 3, -1],
      [0.5, 0.5, 0.5, 0.5, 0.5],
      [-2, 0, 1, 5, 5.5],
    ];
    const sample = { rows: 3, length: 5, x: Float32Array.from(rows.flat()), classes: new Int32Array(3) };
    const { level, amplitude, slope, roughness } = shapeStatistics(sample);
    expect(level).toEqual(Float64Array.of(1.8, 0.5, 1.9));
    for (const [i, value] of [1.7204650534085253, 0, 2.90516780926679].entries()) {
      expect(amplitude[i]).toBeCloseTo(value, 14);
    }
    for (const [i, value] of [-1.2, 0, 8].entries()) expect(slope[i]).toBeCloseTo(value, 14);
    for (const [i, value] of [2.516611478423583, 0, 2.7233557730613653].entries()) {
      expect(roughness[i]).toBeCloseTo(value, 14);
    }
  });

  it("are 0 where there are too few points", () => {
    const one = shapeStatistics({ rows: 1, length: 1, x: Float32Array.of(3), classes: new Int32Array(1) });
    expect([one.level[0], one.amplitude[0], one.slope[0], one.roughness[0]]).toEqual([3, 0, 0, 0]);
    const two = shapeStatistics({ rows: 1, length: 2, x: Float32Array.of(3, 5), classes: new Int32Array(1) });
    expect([two.slope[0], two.roughness[0]]).toEqual([2, 0]);
  });
});
