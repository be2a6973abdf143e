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
  readonly classes: readonly SampledClass[];
  readonly theme?: Theme;
}

export interface SampledClass {
  readonly name: string;
  /** What its examples are made of. */
  readonly template?: Signal;
  readonly examples: readonly SampleSignal[];
}

/** Classes side by side. */
const COLUMNS = 10;

/** Examples of each class below each other, and classes side by side; above them their templates, as dots on black, where those are given. */
export function samplesFigure({ title, classes, theme = "auto" }: SamplesFigure): string {
  const templates = classes.flatMap(({ template }) => template ?? []);
  const domains = { dots: domainsOf(templates), line: domainsOf(classes.flatMap(({ examples }) => examples)) };
  const columns = Math.min(COLUMNS, classes.length);
  const above = templates.length > 0 ? 1 : 0;
  const rows = above + Math.max(...classes.map(({ examples }) => examples.length));
  const bands = Math.ceil(classes.length / columns);
  const grid = gridOf(bands * rows * columns, { columns, cell: [68, 126], gap: [8, 26], top: 24 });
  const panels = classes.flatMap(({ name, template, examples }, i) => {
    const drawn = [
      ...(template ? [{ signal: template, colour: undefined, row: 0, as: "dots" as const }] : []),
      ...examples.map((signal, example) => ({
        signal,
        colour: signal.colour,
        row: above + example,
        as: "line" as const,
      })),
    ];
    return drawn.map(({ signal, colour, row, as }, place) => {
      const box = grid.boxes[(Math.floor(i / columns) * rows + row) * columns + (i % columns)]!;
      const options = { as, ...(colour && { colour }), ...(place === 0 && { title: name }) };
      return uprightSignal(box, signal, domains[as], options);
    });
  });
  const { width, height } = grid;
  const what = above === 1 ? "Templates and examples" : "Examples";
  const description = `${what} of ${classes.map(({ name }) => name).join(", ")}, one below the other. Time goes down, values to the right.`;
  return picture({ width, height, title, description, theme }, [heading(title, width), ...panels]);
}
