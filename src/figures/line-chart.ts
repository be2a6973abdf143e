import { log } from "../numeric/log.js";
import { dots, line, raster } from "./marks.js";
import { frame, type Panel, panelIn, pointsIn, rule, xAxis, yAxis } from "./panel.js";
import { type Domain, domainOf, padded, type Tick, ticks } from "./scale.js";
import { FONT_SIZE, fittedText, picture, text, textWidth } from "./svg.js";
import { type Colour, seriesColour, type Theme } from "./theme.js";

/** A line of a chart. */
export interface Series {
  /** By which it has its colour, and a place in the key. */
  readonly name: string;
  /** Both of shape (n,); what is not finite is a gap. */
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  readonly dashed?: boolean;
  /** Whether each point has a dot. */
  readonly dotted?: boolean;
}

export interface ChartPanel {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly series: readonly Series[];
  /** By default all values of x, and of y with a margin. */
  readonly yDomain?: Domain;
  /** Whether equal factors of x are equally far; ticks are then at these. */
  readonly logTicks?: readonly Tick[];
  /** Values of x at which there is a vertical line. */
  readonly verticals?: readonly number[];
}

/** A table of values from 0 to 1 as cells, with the colour of a series. */
export interface ChartTable {
  /** Of the series. */
  readonly name: string;
  readonly title: string;
  /** Shape (rows, columns) in C order. */
  readonly values: ArrayLike<number>;
  readonly columns: number;
}

export interface Chart {
  readonly title: string;
  /** What is to be seen, for those who do not. */
  readonly description: string;
  readonly panels: readonly ChartPanel[];
  /** What dashed lines are. */
  readonly dashedName?: string;
  /** Below all panels, over their whole width. */
  readonly tables?: readonly ChartTable[];
  readonly theme?: Theme;
}

const [WIDTH, MARGIN, TOP] = [800, 16, 76];
const PANEL = { width: 300, height: 230, left: 66, right: 460, pitch: 330 } as const;
const TABLE = { width: 694, height: 110, title: 32, pitch: 154 } as const;

/** Panels of lines, two beside each other, with one key below; and tables below that. */
export function lineChart({ title, description, panels, dashedName, tables = [], theme = "auto" }: Chart): string {
  const names = [...new Set(panels.flatMap(({ series }) => series.map(({ name }) => name)))];
  const colourOf = (name: string) => seriesColour(names.indexOf(name));
  const marks = panels.flatMap((own, i) => {
    const left = panels.length === 1 ? (WIDTH - PANEL.width) / 2 : i % 2 === 0 ? PANEL.left : PANEL.right;
    return panelMarks(own, { x: left, y: TOP + PANEL.pitch * Math.floor(i / 2) }, colourOf);
  });
  const foot = TOP + PANEL.pitch * Math.ceil(panels.length / 2);
  const entries: Entry[] = names.map((name) => ({ name, colour: colourOf(name) }));
  if (dashedName !== undefined) entries.push({ name: dashedName, colour: "ink", dashed: true });
  const key = keyOf(entries, foot);
  const heading = text(WIDTH / 2, 30, fittedText(title, WIDTH - 2 * MARGIN, 18), { anchor: "middle", size: 18 });
  const below = foot + key.height + 8;
  const cells = tables.flatMap((own, i) => tableMarks(own, below + TABLE.pitch * i, colourOf(own.name)));
  const height = below + TABLE.pitch * tables.length;
  return picture({ width: WIDTH, height, title, description, theme }, [heading, ...marks, ...key.marks, ...cells]);
}

function tableMarks({ title, values, columns }: ChartTable, top: number, colour: Colour): string[] {
  const box = { x: PANEL.left, y: top + TABLE.title, width: TABLE.width, height: TABLE.height };
  const panel: Panel = panelIn(box, { x: [0, 1], y: [0, 1] });
  return [frame(panel, { title: fittedText(title, TABLE.width) }), raster(values, columns, box, colour)];
}

function panelMarks(
  { title, xLabel, yLabel, series, yDomain, logTicks, verticals = [] }: ChartPanel,
  place: { readonly x: number; readonly y: number },
  colourOf: (name: string) => Colour,
): string[] {
  const position = logTicks === undefined ? (x: number) => x : (x: number) => log(x);
  const placed = series.map((own) => ({ ...own, x: Float64Array.from(own.x, position) }));
  const x = domainOf(...placed.map((own) => own.x));
  const y = yDomain ?? padded(domainOf(...placed.map((own) => own.y)));
  const panel: Panel = panelIn({ ...place, width: PANEL.width, height: PANEL.height }, { x, y });
  const shown: readonly Tick[] =
    logTicks?.map(({ value, label }) => ({ value: position(value), label })) ?? ticks(x, 4);
  return [
    frame(panel, { title }),
    yAxis(panel, { grid: true, label: yLabel }),
    xAxis(panel, { label: xLabel, ticks: shown }),
    ...verticals.map((value) => {
      const at = panel.xScale(position(value));
      return rule(at, panel.y, at, panel.y + panel.height, "muted", 1.5);
    }),
    ...placed.flatMap(({ name, x: at, y: values, dashed = false, dotted = false }) => {
      const points = pointsIn(panel, at, values);
      return [line(points, colourOf(name), { width: 2.5, dashed }), ...(dotted ? [dots(points, colourOf(name))] : [])];
    }),
  ];
}

interface Entry {
  readonly name: string;
  readonly colour: Colour;
  readonly dashed?: boolean;
}

/** What the lines are, in as many rows as they need. */
function keyOf(entries: readonly Entry[], top: number): { readonly marks: readonly string[]; readonly height: number } {
  let [x, y] = [PANEL.left as number, top];
  const marks: string[] = [];
  for (const { name, colour, dashed = false } of entries) {
    const shown = fittedText(name, WIDTH / 2);
    const width = 40 + textWidth(shown);
    if (x > PANEL.left && x + width > WIDTH - MARGIN) [x, y] = [PANEL.left, y + 24];
    const middle = y - FONT_SIZE / 3;
    marks.push(line({ x: [x, x + 26], y: [middle, middle] }, colour, { width: 2.5, dashed }), text(x + 34, y, shown));
    x += width + 12;
  }
  return { marks, height: y - top + 16 };
}
