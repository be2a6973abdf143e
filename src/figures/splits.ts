import { gridOf, heading } from "./grid.js";
import { bars } from "./marks.js";
import { frame, panelIn, xAxis, yAxis } from "./panel.js";
import { fittedText, picture } from "./svg.js";
import { seriesColour, type Theme } from "./theme.js";

export interface SplitsFigure {
  readonly title: string;
  /** Names of the classes. */
  readonly classes: readonly string[];
  readonly splits: readonly {
    readonly name: string;
    readonly rows: number;
    /** Rows of each class, in the order of `classes`; not all rows, where there are further classes. */
    readonly counts: readonly number[];
  }[];
  readonly theme?: Theme;
}

/** How many examples of each class a split has: a panel with bars for each split. */
export function splitsFigure({ title, classes, splits, theme = "auto" }: SplitsFigure): string {
  const grid = gridOf(splits.length, { columns: 1, cell: [640, 130], gap: [0, 62], left: 74, top: 30 });
  const panels = splits.flatMap(({ name, rows, counts }, i) => {
    const most = Math.max(1, ...counts);
    const panel = panelIn(grid.boxes[i]!, { x: [-0.5, classes.length - 0.5], y: [0, most * 1.08] });
    const foot = panel.yScale(0);
    const slot = panel.width / classes.length;
    const boxes = counts.map((count, place) => ({
      x: panel.xScale(place) - 0.36 * slot,
      y: panel.yScale(count),
      width: 0.72 * slot,
      height: foot - panel.yScale(count),
    }));
    const every = Math.ceil((Math.max(...classes.map((own) => own.length)) * 10 + 8) / slot);
    const labels = classes.flatMap((label, value) => (value % every === 0 ? [{ value, label }] : []));
    return [
      frame(panel, { title: fittedText(`${name}: ${counted(rows)}`, panel.width) }),
      yAxis(panel, { count: 3, grid: true, label: "examples" }),
      bars(boxes, seriesColour(i)),
      xAxis(panel, { ticks: labels, ...(i === splits.length - 1 && { label: "class" }) }),
    ];
  });
  const { width } = grid;
  const told = splits.map(
    ({ name, counts }) => `${name} ${classes.map((own, i) => `${own}: ${counts[i]}`).join(", ")}`,
  );
  const description = `Examples of each class, a panel for each split. ${told.join("; ")}.`;
  return picture({ width, height: grid.height + 50, title, description, theme }, [heading(title, width), ...panels]);
}

const counted = (rows: number) => `${String(rows).replace(/\B(?=(\d{3})+$)/g, ",")} ${rows === 1 ? "row" : "rows"}`;
