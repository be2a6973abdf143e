import type { Box, Points } from "./marks.js";
import { type Domain, linearScale, type Scale, type Tick, ticks } from "./scale.js";
import { FONT_SIZE, px, text } from "./svg.js";
import { type Colour, fillOf, strokeOf } from "./theme.js";

/** A part of a picture with a scale of its own in both directions. */
export interface Panel extends Box {
  readonly xDomain: Domain;
  readonly yDomain: Domain;
  readonly xScale: Scale;
  readonly yScale: Scale;
}

/** @param y what is below and what is above: of a domain with the larger first, the axis points down. */
export function panelIn(box: Box, { x, y }: { readonly x: Domain; readonly y: Domain }): Panel {
  return {
    ...box,
    xDomain: x,
    yDomain: y,
    xScale: linearScale(x, [box.x, box.x + box.width]),
    yScale: linearScale(y, [box.y + box.height, box.y]),
  };
}

/** Data as points of a panel. */
export function pointsIn({ xScale, yScale }: Panel, x: ArrayLike<number>, y: ArrayLike<number>): Points {
  return { x: scaled(x, xScale), y: scaled(y, yScale) };
}

/** Not Float64Array.from, which asks an iterator for each value: a picture with sliders is drawn while they move. */
function scaled(values: ArrayLike<number>, scale: Scale): Float64Array {
  const places = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) places[i] = scale(values[i]!);
  return places;
}

export interface FrameOptions {
  /** Above the panel. */
  readonly title?: string;
  /** What it is filled with. */
  readonly fill?: Colour;
  readonly titleSize?: number;
}

export function frame({ x, y, width, height }: Panel, { title, fill, titleSize }: FrameOptions = {}): string {
  const size = `x="${px(x)}" y="${px(y)}" width="${px(width)}" height="${px(height)}"`;
  const heading =
    title === undefined
      ? []
      : [text(x + width / 2, y - 7, title, { anchor: "middle", ...(titleSize && { size: titleSize }) })];
  const ground = fill === undefined ? [] : [`<rect class="${fillOf(fill)}" ${size}/>`];
  return [...ground, `<rect class="${strokeOf("rule")}" ${size}/>`, ...heading].join("\n");
}

export interface AxisOptions {
  readonly label?: string;
  /** How many ticks, about. */
  readonly count?: number;
  /** Ticks instead of round numbers. */
  readonly ticks?: readonly Tick[];
  /** Whether lines go from the ticks through the panel. */
  readonly grid?: boolean;
}

/** The axis below a panel. */
export function xAxis(panel: Panel, options: AxisOptions = {}): string {
  const { x, y, width, height, xDomain, xScale } = panel;
  const { label, count = 4, grid = false } = options;
  const foot = y + height;
  const shown = options.ticks ?? ticks(xDomain, count);
  const marks = shown.flatMap((tick) => {
    const at = xScale(tick.value);
    return [
      rule(at, grid ? y : foot, at, foot + 4),
      text(at, foot + 6 + FONT_SIZE, tick.label, { colour: "muted", anchor: "middle" }),
    ];
  });
  const name = label === undefined ? [] : [text(x + width / 2, foot + 16 + 2 * FONT_SIZE, label, { anchor: "middle" })];
  return [...marks, ...name].join("\n");
}

/** The axis on the left of a panel. */
export function yAxis(panel: Panel, options: AxisOptions = {}): string {
  const { x, y, width, height, yDomain, yScale } = panel;
  const { label, count = 5, grid = false } = options;
  const shown = options.ticks ?? ticks(yDomain, count);
  const marks = shown.flatMap((tick) => {
    const at = yScale(tick.value);
    const end = grid ? x + width : x;
    return [rule(x - 4, at, end, at), text(x - 8, at + FONT_SIZE / 3, tick.label, { colour: "muted", anchor: "end" })];
  });
  const longest = Math.max(0, ...shown.map((tick) => tick.label.length));
  const left = x - 16 - longest * FONT_SIZE * 0.6;
  const name = label === undefined ? [] : [text(left, y + height / 2, label, { anchor: "middle", upright: true })];
  return [...marks, ...name].join("\n");
}

export function rule(x1: number, y1: number, x2: number, y2: number, colour: Colour = "rule", width = 1): string {
  return `<path class="${strokeOf(colour)}" stroke-width="${px(width)}" d="M${px(x1)} ${px(y1)}L${px(x2)} ${px(y2)}"/>`;
}
