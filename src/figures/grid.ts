import type { Box } from "./marks.js";
import { fittedText, text } from "./svg.js";

/** Pixels at the sides of a picture, and those of its heading. */
export const MARGIN = 18;
export const HEADING = 48;

/** The width of a picture with little in it, so that there is room for its heading. */
const LEAST_WIDTH = 560;

export interface GridOptions {
  readonly columns: number;
  /** Pixels of a cell, and between two. */
  readonly cell: readonly [width: number, height: number];
  readonly gap: readonly [width: number, height: number];
  /** Pixels on the left of the cells and above them, for labels. */
  readonly left?: number;
  readonly top?: number;
}

export interface Grid {
  readonly boxes: readonly Box[];
  /** Of the whole, with margins on all sides. */
  readonly width: number;
  readonly height: number;
}

/** Cells in rows, in the middle of a picture below its heading. */
export function gridOf(count: number, options: GridOptions): Grid {
  const { cell, gap, left = 0, top = 0 } = options;
  const columns = Math.max(1, Math.min(count, options.columns));
  const rows = Math.max(1, Math.ceil(count / columns));
  const taken = left + columns * (cell[0] + gap[0]) - gap[0];
  const width = Math.max(LEAST_WIDTH, taken + 2 * MARGIN);
  const start = (width - taken) / 2 + left;
  const boxes = Array.from({ length: count }, (_, i) => ({
    x: start + (i % columns) * (cell[0] + gap[0]),
    y: HEADING + top + Math.floor(i / columns) * (cell[1] + gap[1]),
    width: cell[0],
    height: cell[1],
  }));
  return { boxes, width, height: HEADING + top + rows * (cell[1] + gap[1]) - gap[1] + MARGIN };
}

/** What stands above a picture. */
export function heading(title: string, width: number): string {
  return text(width / 2, 30, fittedText(title, width - 2 * MARGIN, 18), { anchor: "middle", size: 18 });
}
