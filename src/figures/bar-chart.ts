import { bars } from "./marks.js";
import { frame, panelIn, xAxis, yAxis } from "./panel.js";
import { domainOf } from "./scale.js";
import { fittedText, picture, text, textWidth } from "./svg.js";
import { seriesColour, type Theme } from "./theme.js";

export interface BarChart {
  readonly title: string;
  /** What is to be seen, for those who do not. */
  readonly description: string;
  readonly xLabel: string;
  readonly yLabel: string;
  /** What stands below each group of bars. */
  readonly groups: readonly string[];
  /** A bar of each group; values are at least 0. */
  readonly series: readonly { readonly name: string; readonly values: readonly number[] }[];
  readonly theme?: Theme;
}

const [WIDTH, HEIGHT] = [800, 420];
const BOX = { x: 66, y: 60, width: 694, height: 260 } as const;

/** Shares of a group's room: all its bars, and what is between two groups. */
const FILLED = 0.72;

/** Bars in groups, with a colour for each series and one key below. */
export function barChart({ title, description, xLabel, yLabel, groups, series, theme = "auto" }: BarChart): string {
  const [, most] = domainOf(...series.map(({ values }) => values));
  const panel = panelIn(BOX, { x: [-0.5, groups.length - 0.5], y: [0, 1.06 * (most || 1)] });
  const width = (FILLED * BOX.width) / groups.length / series.length;
  const marks = series.map(({ values }, i) => {
    const boxes = values.map((value, group) => {
      const y = panel.yScale(value);
      const x = panel.xScale(group) + (i - series.length / 2) * width;
      return { x, y, width, height: BOX.y + BOX.height - y };
    });
    return bars(boxes, seriesColour(i));
  });
  let x: number = BOX.x;
  const key = series.flatMap(({ name }, i) => {
    const shown = fittedText(name, WIDTH / 3);
    const entry = [
      bars([{ x, y: HEIGHT - 28, width: 14, height: 14 }], seriesColour(i)),
      text(x + 22, HEIGHT - 16, shown),
    ];
    x += 44 + textWidth(shown);
    return entry;
  });
  const heading = text(WIDTH / 2, 30, title, { anchor: "middle", size: 18 });
  const axes = [
    frame(panel),
    yAxis(panel, { grid: true, label: yLabel }),
    xAxis(panel, { label: xLabel, ticks: groups.map((label, value) => ({ value, label })) }),
  ];
  return picture({ width: WIDTH, height: HEIGHT, title, description, theme }, [heading, ...axes, ...marks, ...key]);
}
