import { gridOf, heading } from "./grid.js";
import { band, line } from "./marks.js";
import { frame, panelIn, pointsIn, xAxis, yAxis } from "./panel.js";
import { domainOf, padded } from "./scale.js";
import { fittedText, picture } from "./svg.js";
import type { Theme } from "./theme.js";

export interface ClassMoments {
  readonly name: string;
  readonly rows: number;
  /** Shape (length,): of each position, NaN where no value is finite. */
  readonly mean: ArrayLike<number>;
  readonly std: ArrayLike<number>;
}

export interface ClassesFigure {
  readonly title: string;
  readonly classes: readonly ClassMoments[];
  readonly theme?: Theme;
}

/** The mean of each class at each position, and a standard deviation to both sides. */
export function classesFigure({ title, classes, theme = "auto" }: ClassesFigure): string {
  const edges = classes.map(({ mean, std }) => {
    const edge = (sign: 1 | -1) => Float64Array.from(mean, (value, i) => value + sign * std[i]!);
    return { low: edge(-1), high: edge(1) };
  });
  const length = Math.max(...classes.map(({ mean }) => mean.length));
  const positions = Float64Array.from({ length }, (_, i) => i);
  const domains = {
    x: [0, length - 1] as const,
    y: padded(domainOf(...edges.flatMap(({ low, high }) => [low, high]))),
  };
  const columns = Math.min(5, classes.length);
  const grid = gridOf(classes.length, { columns, cell: [136, 120], gap: [14, 58], left: 52, top: 24 });
  const panels = classes.flatMap(({ name, mean }, i) => {
    const panel = panelIn(grid.boxes[i]!, domains);
    const { y: low } = pointsIn(panel, positions, edges[i]!.low);
    const { x, y: high } = pointsIn(panel, positions, edges[i]!.high);
    const isBottom = i + columns >= classes.length;
    return [
      frame(panel, { title: fittedText(name, panel.width) }),
      ...(i % columns === 0 ? [yAxis(panel, { count: 3, label: "x" })] : []),
      xAxis(panel, { count: 3, ...(isBottom && { label: "position" }) }),
      band(x, low, high, "blue"),
      line(pointsIn(panel, positions, mean), "blue"),
    ];
  });
  const { width } = grid;
  const rows = classes.map((own) => `${own.name}: ${own.rows}`).join(", ");
  const description = `Mean and standard deviation of x at each position, a panel for each class. Examples of each: ${rows}.`;
  return picture({ width, height: grid.height + 50, title, description, theme }, [heading(title, width), ...panels]);
}
