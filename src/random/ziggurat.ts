import { log } from "../numeric/log.js";

/** Horizontal layers of equal area that the half of the density exp(−x²/2) right of 0 is cut into. */
export const LAYERS = 256;

/** Where the tail begins: the width of the lowest rectangle. With this width the topmost layer ends at 1. */
export const TAIL_START = 3.6541528853610088;

/** exp(−TAIL_START²/2), correctly rounded. */
const LOWEST_TOP = 0.0012602859304985975;

/** TAIL_START·LOWEST_TOP + ∫ exp(−x²/2) dx from TAIL_START on, correctly rounded: the area of a layer. */
const AREA = 0.004928673233974655;

/**
 * Widths of the layers, from the lowest up, and 0. The lowest is as wide as a rectangle of its area would be, since part
 * of that area is the tail. Each rectangle ends where the density is its upper edge.
 */
export const WIDTHS = new Float64Array(LAYERS + 1);

/** Lower edges of the layers, and 1, the density at 0. */
export const EDGES = new Float64Array(LAYERS + 1);

// Only the logarithm is needed: the edges follow from the widths, and a width from the edge below it.
WIDTHS[0] = AREA / LOWEST_TOP;
WIDTHS[1] = TAIL_START;
EDGES[1] = LOWEST_TOP;
for (let layer = 2; layer < LAYERS; layer++) {
  EDGES[layer] = EDGES[layer - 1]! + AREA / WIDTHS[layer - 1]!;
  WIDTHS[layer] = Math.sqrt(-2 * log(EDGES[layer]!));
}
EDGES[LAYERS] = 1;

/** Whether a point at x, `height` of the way up its layer, is below the density. */
export function isBelowDensity(x: number, layer: number, height: number): boolean {
  const lower = EDGES[layer]!;
  return log(lower + height * (EDGES[layer + 1]! - lower)) < -0.5 * x * x;
}
