import { gridOf, heading } from "./grid.js";
import { picture } from "./svg.js";
import type { Colour, Theme } from "./theme.js";
import { domainsOf, type Signal, uprightSignal } from "./upright.js";

/** An example, in the colour of what is said of it. */
export interface SampleSignal extends Signal {
  readonly colour?: Colour;
}

export interface SamplesFigure {
  readonly title: string;
  /** By class; of each at least one example. */
  readonly classes: readonly { readonly name: string; readonly examples: readonly SampleSignal[] }[];
  readonly theme?: Theme;
}

/** Classes side by side. */
const COLUMNS = 10;

/** Examples of each class below each other, and classes side by side. */
export function samplesFigure({ title, classes, theme = "auto" }: SamplesFigure): string {
  const domains = domainsOf(classes.flatMap(({ examples }) => examples));
  const columns = Math.min(COLUMNS, classes.length);
  const rows = Math.max(...classes.map(({ examples }) => examples.length));
  const bands = Math.ceil(classes.length / columns);
  const grid = gridOf(bands * rows * columns, { columns, cell: [68, 126], gap: [8, 26], top: 24 });
  const panels = classes.flatMap(({ name, examples }, i) =>
    examples.map(({ colour, ...example }, row) => {
      const place = (Math.floor(i / columns) * rows + row) * columns + (i % columns);
      const options = { ...(row === 0 && { title: name }), ...(colour && { colour }) };
      return uprightSignal(grid.boxes[place]!, example, domains, options);
    }),
  );
  const { width, height } = grid;
  const description = `Examples of ${classes.map(({ name }) => name).join(", ")}, one below the other. Time goes down, values to the right.`;
  return picture({ width, height, title, description, theme }, [heading(title, width), ...panels]);
}
