import { describe, expect, it } from "vitest";
import { EDGES, isBelowDensity, LAYERS, TAIL_START, WIDTHS } from "../../src/random/ziggurat.js";
import { sha256 } from "../support/arrays.js";
import { blocked } from "../support/fixtures.js";
import { normalShare } from "../support/normal.js";

describe("the tables", () => {
  it("reference: those of fixtures/make_blocked.py, whose area and logarithms are MPFR's", () => {
    expect({ widths: sha256(WIDTHS), edges: sha256(EDGES) }).toEqual(blocked.ziggurat_sha256);
  });

  // Marsaglia and Tsang's zigset() has 3.654152885361009 and 4.92867323399e-3, of which the last digits are off.
  it("every layer has the same area, the lowest together with the tail", () => {
    const tail = Math.sqrt(2 * Math.PI) * normalShare(-TAIL_START);
    const areas = Array.from({ length: LAYERS }, (_, i) => (EDGES[i + 1]! - EDGES[i]!) * WIDTHS[i]!);
    expect(Math.abs(TAIL_START * EDGES[1]! + tail - areas[0]!)).toBeLessThan(1e-15);
    expect(Math.abs(areas[0]! - 4.92867323399e-3)).toBeLessThan(2e-14);
    for (const area of areas) expect(Math.abs(area / areas[0]! - 1)).toBeLessThan(1e-12);
  });

  it("every layer ends where the density is its upper edge", () => {
    for (let layer = 1; layer <= LAYERS; layer++) {
      expect(Math.abs(Math.exp(-0.5 * WIDTHS[layer]! ** 2) - EDGES[layer]!)).toBeLessThan(4e-16);
    }
  });
});

describe("isBelowDensity", () => {
  it("is what exp(−x²/2) says, just below and just above it", () => {
    for (let layer = 1; layer < LAYERS; layer++) {
      const [low, high] = [EDGES[layer]!, EDGES[layer + 1]!];
      for (const place of [0.1, 0.5, 0.9]) {
        const x = WIDTHS[layer + 1]! + place * (WIDTHS[layer]! - WIDTHS[layer + 1]!);
        const height = (Math.exp(-0.5 * x * x) - low) / (high - low);
        expect(isBelowDensity(x, layer, height - 1e-9)).toBe(true);
        expect(isBelowDensity(-x, layer, height + 1e-9)).toBe(false);
      }
    }
  });
});
