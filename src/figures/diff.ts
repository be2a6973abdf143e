import { gridOf, heading, MARGIN } from "./grid.js";
import { line } from "./marks.js";
import { frame, panelIn, pointsIn, xAxis, yAxis } from "./panel.js";
import { domainOf, padded } from "./scale.js";
import { fittedText, picture, text } from "./svg.js";
import type { Theme } from "./theme.js";

/** An example of a class in A and one in B: the same row, where rows are compared, or the first of each. */
export interface ClassPair {
  readonly name: string;
  /** Shape (length,); null if there is none. */
  readonly a: ArrayLike<number> | null;
  readonly b: ArrayLike<number> | null;
}

/** Kolmogorov–Smirnov distances between A and B, shape (length,). */
export interface PositionDistances {
  readonly distances: ArrayLike<number>;
  readonly critical: number;
}

export interface DiffFigure {
  /** What came of the comparison, in a sentence. */
  readonly title: string;
  readonly a: string;
  readonly b: string;
  readonly classes: readonly ClassPair[];
  /** Absent where distributions are not compared. */
  readonly positions?: PositionDistances;
  readonly theme?: Theme;
}

/** What distinguishes two datasets: an example of each class in both, and how far apart they are at each position. */
export function diffFigure({ title, a, b, classes, positions, theme = "auto" }: DiffFigure): string {
  const signals = classes.flatMap((own) => [own.a ?? [], own.b ?? []]);
  const length = Math.max(2, ...signals.map((own) => own.length));
  const at = (values: ArrayLike<number>) => Array.from({ length: values.length }, (_, i) => i);
  const domains = { x: [0, length - 1] as const, y: padded(domainOf(...signals)) };
  const columns = Math.max(1, Math.min(5, classes.length));
  const grid = gridOf(classes.length, { columns, cell: [138, 100], gap: [12, 54], left: 48, top: 60 });
  const width = Math.max(grid.width, 600);
  const shift = (width - grid.width) / 2;
  const panels = classes.flatMap((own, i) => {
    const box = grid.boxes[i]!;
    const panel = panelIn({ ...box, x: box.x + shift }, domains);
    const lines = (["a", "b"] as const).map((side) => {
      const values = own[side];
      return values === null
        ? ""
        : line(pointsIn(panel, at(values), values), side === "a" ? "blue" : "vermilion", { width: 1.8 });
    });
    return [
      frame(panel, { title: fittedText(own.name, panel.width) }),
      ...(i % columns === 0 ? [yAxis(panel, { count: 3 })] : []),
      xAxis(panel, { count: 2 }),
      ...lines,
    ];
  });
  const below = positions === undefined ? [] : [distancesPanel(positions, width, grid.height + 46)];
  const key = (["a", "b"] as const).flatMap((side, i) => {
    const [x, y] = [MARGIN + (i * (width - 2 * MARGIN)) / 2, 62];
    const name = fittedText(`${side.toUpperCase()}: ${side === "a" ? a : b}`, width / 2 - 60);
    return [line({ x: [x, x + 26], y: [y - 5, y - 5] }, side === "a" ? "blue" : "vermilion"), text(x + 34, y, name)];
  });
  const height = grid.height + (positions === undefined ? 24 : 216);
  const description = `An example of each class in A (${a}) and in B (${b})${distancesText(positions)}.`;
  return picture({ width, height, title, description, theme }, [heading(title, width), ...key, ...panels, ...below]);
}

function distancesText(positions: PositionDistances | undefined): string {
  if (positions === undefined) return "";
  const [, largest] = domainOf(positions.distances);
  return `; and at each position the distance between the distributions of A and B, ${largest.toFixed(3)} at most, of which ${positions.critical.toFixed(3)} may be chance`;
}

function distancesPanel({ distances, critical }: PositionDistances, width: number, top: number): string {
  const box = { x: MARGIN + 60, y: top, width: width - 2 * MARGIN - 66, height: 110 };
  const [, largest] = domainOf(distances);
  const y = [0, Math.min(1, 1.15 * Math.max(largest, critical))] as const;
  const panel = panelIn(box, { x: [0, Math.max(1, distances.length - 1)], y });
  const positions = Array.from({ length: distances.length }, (_, i) => i);
  const limit = panel.yScale(critical);
  return [
    frame(panel, {
      title: "Kolmogorov–Smirnov distance of A and B by position; dashed: critical",
    }),
    yAxis(panel, { count: 3, grid: true }),
    xAxis(panel, { count: 8, label: "position" }),
    critical < y[1]
      ? line({ x: [box.x, box.x + box.width], y: [limit, limit] }, "ink", { width: 1.5, dashed: true })
      : "",
    line(pointsIn(panel, positions, distances), "green", { width: 2.5 }),
  ].join("\n");
}
