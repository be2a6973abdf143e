import { line } from "./marks.js";
import { frame, type Panel, panelIn, pointsIn, rule, xAxis, yAxis } from "./panel.js";
import { domainOf } from "./scale.js";
import { FONT_SIZE, fittedText, picture, text, textWidth } from "./svg.js";
import { type Colour, seriesColour, type Theme } from "./theme.js";

/** The accuracy of one model while it was trained. */
export interface Curve {
  readonly name: string;
  /** Shape (n,): training steps after which accuracy was measured. */
  readonly steps: ArrayLike<number>;
  /** Shape (n,): accuracy in per cent; what is not finite is a gap. */
  readonly train: ArrayLike<number>;
  readonly test: ArrayLike<number>;
  /** The same model on other data. */
  readonly dashed?: boolean;
}

export interface LearningCurves {
  readonly title: string;
  readonly curves: readonly Curve[];
  /** What dashed curves are of. Default: "shuffled positions". */
  readonly dashes?: string;
  /** A horizontal line in per cent, with its label. */
  readonly reference?: { readonly value: number; readonly label: string };
  readonly theme?: Theme;
}

const [WIDTH, MARGIN] = [800, 16];
const PANEL = { top: 76, width: 318, height: 250 };
const LEFTS = [66, 66 + PANEL.width + 58] as const;

/** Accuracy on train and test while models are trained: two panels over steps, a colour for each name. */
export function learningCurves({
  title,
  curves,
  dashes = "shuffled positions",
  reference,
  theme = "auto",
}: LearningCurves): string {
  const names = [...new Set(curves.map(({ name }) => name))];
  const colourOf = (name: string) => seriesColour(names.indexOf(name));
  const x = domainOf([0], ...curves.map(({ steps }) => steps));
  const panels = (["train", "test"] as const).flatMap((split, i) => {
    const box = { x: LEFTS[i]!, y: PANEL.top, width: PANEL.width, height: PANEL.height };
    const panel = panelIn(box, { x, y: [0, 100] });
    const lines = curves.map(({ name, steps, dashed = false, [split]: accuracy }) =>
      line(pointsIn(panel, steps, accuracy), colourOf(name), { width: 2.5, dashed }),
    );
    return [
      frame(panel, { title: split }),
      yAxis(panel, { grid: true, ...(i === 0 && { label: "accuracy (%)" }) }),
      xAxis(panel, { label: "training step" }),
      ...(reference ? [horizontal(panel, reference.value)] : []),
      ...lines,
    ];
  });
  const entries: Entry[] = names.map((name) => ({ name, colour: colourOf(name) }));
  if (curves.some(({ dashed }) => dashed)) entries.push({ name: dashes, colour: "ink", dashed: true });
  if (reference !== undefined) entries.push({ name: reference.label, colour: "ink" });
  const key = legend(entries);
  const height = PANEL.top + PANEL.height + 70 + key.height;
  const last = curves.map(({ name, test, dashed }) => {
    const value = test[test.length - 1];
    return `${name}${dashed ? ` (${dashes})` : ""}: ${value === undefined ? "none" : `${value.toFixed(1)} %`}`;
  });
  const description = `Accuracy in per cent over training steps, on train and on test. At the end on test ${last.join(", ")}.`;
  const heading = text(WIDTH / 2, 30, fittedText(title, WIDTH - 2 * MARGIN, 18), { anchor: "middle", size: 18 });
  return picture({ width: WIDTH, height, title, description, theme }, [heading, ...panels, ...key.marks]);
}

function horizontal({ x, width, yScale }: Panel, value: number): string {
  return rule(x, yScale(value), x + width, yScale(value), "ink", 1.5);
}

interface Entry {
  readonly name: string;
  readonly colour: Colour;
  readonly dashed?: boolean;
}

/** What the lines are, below the panels, in as many rows as they need. */
function legend(entries: readonly Entry[]): { readonly marks: readonly string[]; readonly height: number } {
  const top = PANEL.top + PANEL.height + 74;
  let [x, y] = [LEFTS[0] as number, top];
  const marks: string[] = [];
  for (const { name, colour, dashed = false } of entries) {
    const shown = fittedText(name, WIDTH / 3);
    const width = 40 + textWidth(shown);
    if (x > LEFTS[0] && x + width > WIDTH - MARGIN) [x, y] = [LEFTS[0], y + 24];
    const middle = y - FONT_SIZE / 3;
    marks.push(line({ x: [x, x + 26], y: [middle, middle] }, colour, { width: 2.5, dashed }), text(x + 34, y, shown));
    x += width + 12;
  }
  return { marks, height: y - top + 24 };
}
