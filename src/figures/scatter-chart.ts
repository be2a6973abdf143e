import { dots } from "./marks.js";
import { frame, panelIn, pointsIn } from "./panel.js";
import { domainOf, padded } from "./scale.js";
import { fittedText, picture, text } from "./svg.js";
import { CLASS_COLOURS, type Theme } from "./theme.js";

/** Points of a map, whose axes mean nothing. */
export interface ScatterPanel {
  readonly title: string;
  /** All of shape (n,). */
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** Of each point, from 0 on: by which it has its colour. */
  readonly classes: ArrayLike<number>;
}

export interface ScatterChart {
  readonly title: string;
  /** What is to be seen, for those who do not. */
  readonly description: string;
  /** One, or two beside each other. */
  readonly panels: readonly ScatterPanel[];
  readonly theme?: Theme;
}

const [WIDTH, TOP, SIZE, LEFTS, GAP] = [800, 76, 360, [28, 412], 44] as const;

/** Pixels of a point. */
const RADIUS = 1.6;

/** Maps, with a colour for each class and one key below. */
export function scatterChart({ title, description, panels, theme = "auto" }: ScatterChart): string {
  const most = Math.max(0, ...panels.flatMap(({ classes }) => Array.from(classes)));
  const classesOf = Array.from({ length: most + 1 }, (_, i) => i);
  const marks = panels.flatMap((own, i) => {
    const left = panels.length === 1 ? (WIDTH - SIZE) / 2 : LEFTS[i]!;
    const domain = padded(domainOf(own.x, own.y), 0.03); // one for both: distances are what a map shows
    const panel = panelIn({ x: left, y: TOP, width: SIZE, height: SIZE }, { x: domain, y: domain });
    return [
      frame(panel, { title: fittedText(own.title, SIZE) }),
      ...classesOf.map((label) => {
        const of = (values: ArrayLike<number>) => Array.from(values).filter((_, point) => own.classes[point] === label);
        return dots(pointsIn(panel, of(own.x), of(own.y)), colourOf(label), RADIUS);
      }),
    ];
  });
  const key = classesOf.flatMap((label) => {
    const at = WIDTH / 2 + (label - most / 2) * GAP;
    const y = TOP + SIZE + 30;
    return [dots({ x: [at - 10], y: [y - 5] }, colourOf(label), 5), text(at, y, String(label))];
  });
  const heading = text(WIDTH / 2, 30, title, { anchor: "middle", size: 18 });
  const height = TOP + SIZE + 50;
  return picture({ width: WIDTH, height, title, description, theme }, [heading, ...marks, ...key]);
}

const colourOf = (label: number) => CLASS_COLOURS[label % CLASS_COLOURS.length]!;
