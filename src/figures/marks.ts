import { px } from "./svg.js";
import { type Colour, fillOf, strokeOf } from "./theme.js";

/** Most points of a line; of longer ones the least and the largest of so many groups of neighbours are drawn. */
const MAX_POINTS = 1200;

/** Points in pixels; one that is not finite is a gap. */
export interface Points {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

export interface LineOptions {
  readonly width?: number;
  readonly dashed?: boolean;
}

export function line(points: Points, colour: Colour, { width = 2, dashed = false }: LineOptions = {}): string {
  const path = pathOf(thinned(points));
  if (path === "") return "";
  const dash = dashed ? ` stroke-dasharray="${px(3 * width)} ${px(2.5 * width)}"` : "";
  const round = 'stroke-linejoin="round" stroke-linecap="round"';
  return `<path class="${strokeOf(colour)}" stroke-width="${px(width)}" ${round}${dash} d="${path}"/>`;
}

/** The room between two lines with the same x. */
export function band(x: ArrayLike<number>, low: ArrayLike<number>, high: ArrayLike<number>, colour: Colour): string {
  const there = Array.from({ length: x.length }, (_, i) => i).filter((i) => isFinitePoint(x[i], low[i], high[i]));
  const corners = [...there.map((i) => corner(x[i]!, low[i]!)), ...there.reverse().map((i) => corner(x[i]!, high[i]!))];
  if (corners.length === 0) return "";
  return `<path class="${fillOf(colour)}" fill-opacity="0.28" d="M${corners.join("L")}Z"/>`;
}

export function dots({ x, y }: Points, colour: Colour, radius = 3): string {
  // Lines without length, whose round ends are the dots: one element, however many they are.
  const there = Array.from({ length: x.length }, (_, i) => i).filter((i) => isFinitePoint(x[i], y[i]));
  if (there.length === 0) return "";
  const path = there.map((i) => `M${corner(x[i]!, y[i]!)}h0`).join("");
  return `<path class="${strokeOf(colour)}" stroke-width="${px(2 * radius)}" stroke-linecap="round" d="${path}"/>`;
}

/** A rectangle in pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Filled rectangles of one colour, such as the bars of a chart or the cells of a raster. */
export function bars(boxes: readonly Box[], colour: Colour, opacity = 1): string {
  const there = boxes.filter(({ x, y, width, height }) => isFinitePoint(x, y) && width > 0 && height > 0);
  if (there.length === 0) return "";
  const path = there.map(({ x, y, width, height }) => `M${corner(x, y)}h${px(width)}v${px(height)}h${px(-width)}z`);
  const fill = opacity === 1 ? "" : ` fill-opacity="${px(opacity)}"`;
  return `<path class="${fillOf(colour)}"${fill} d="${path.join("")}"/>`;
}

/** Steps of a raster's shades. */
const SHADES = 10;

/**
 * A table of values as cells, from none of a colour to all of it. A path for each of ten shades: a cell for each value would
 * be as many elements.
 *
 * @param values shape (rows, columns) in C order, 0 … 1; what is not finite is left out.
 */
export function raster(
  values: ArrayLike<number>,
  columns: number,
  { x, y, width, height }: Box,
  colour: Colour,
): string {
  const rows = values.length / columns;
  const shades: Box[][] = Array.from({ length: SHADES + 1 }, () => []);
  for (let i = 0; i < values.length; i++) {
    const shade = Math.round(Math.min(1, Math.max(0, values[i]!)) * SHADES);
    const [row, column] = [Math.floor(i / columns), i % columns];
    const cell = { x: x + (column * width) / columns, y: y + (row * height) / rows };
    shades[shade]?.push({ ...cell, width: width / columns, height: height / rows });
  }
  return shades.map((cells, shade) => (shade === 0 ? "" : bars(cells, colour, shade / SHADES))).join("");
}

function isFinitePoint(...coordinates: readonly (number | undefined)[]): boolean {
  return coordinates.every((coordinate) => Number.isFinite(coordinate));
}

const corner = (x: number, y: number) => `${px(x)} ${px(y)}`;

function pathOf({ x, y }: Points): string {
  let path = "";
  let isOpen = false;
  for (let i = 0; i < x.length; i++) {
    const isThere = Number.isFinite(x[i]) && Number.isFinite(y[i]);
    if (isThere) path += `${isOpen ? "L" : "M"}${corner(x[i]!, y[i]!)}`;
    // A point between two gaps is a dot: the round end of a line without length.
    if (isThere && !isOpen && !isFinitePoint(x[i + 1], y[i + 1])) path += "h0";
    isOpen = isThere;
  }
  return path;
}

/** Long lines as the extremes of their parts, in order, so that no peak is lost. Gaps are lost that are shorter than a part. */
function thinned(points: Points): Points {
  const { x, y } = points;
  if (x.length <= MAX_POINTS) return points;
  const values = isRising(x) ? y : x; // the signals of the paper stand upright
  const kept: number[] = [];
  const parts = MAX_POINTS / 2;
  for (let part = 0; part < parts; part++) {
    const [start, end] = [part, part + 1].map((i) => Math.floor((i * x.length) / parts)) as [number, number];
    let [least, largest] = [start, start];
    for (let i = start; i < end; i++) {
      if (values[i]! < values[least]! || Number.isNaN(values[least])) least = i;
      if (values[i]! > values[largest]! || Number.isNaN(values[largest])) largest = i;
    }
    kept.push(...(least < largest ? [least, largest] : least > largest ? [largest, least] : [least]));
  }
  return { x: kept.map((i) => x[i]!), y: kept.map((i) => y[i]!) };
}

function isRising(values: ArrayLike<number>): boolean {
  for (let i = 1; i < values.length; i++) if (!(values[i]! >= values[i - 1]!)) return false;
  return true;
}
