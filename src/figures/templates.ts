import { gridOf, heading } from "./grid.js";
import { picture } from "./svg.js";
import type { Theme } from "./theme.js";
import { domainsOf, type Signal, uprightSignal } from "./upright.js";

/** A signal under the name of its class. */
export interface ClassSignal extends Signal {
  readonly name: string;
}

export interface TemplatesFigure {
  readonly title: string;
  readonly templates: readonly ClassSignal[];
  readonly theme?: Theme;
}

/** Panels side by side. */
const COLUMNS = 10;

/** The templates as dots on black and, below, as lines. */
export function templatesFigure({ title, templates, theme = "auto" }: TemplatesFigure): string {
  const domains = domainsOf(templates);
  const columns = Math.min(COLUMNS, templates.length);
  const bands = Math.ceil(templates.length / columns);
  const grid = gridOf(2 * bands * columns, { columns, cell: [68, 138], gap: [8, bands === 1 ? 12 : 34], top: 24 });
  const panels = templates.flatMap((template, i) => {
    const place = 2 * columns * Math.floor(i / columns) + (i % columns);
    return [
      uprightSignal(grid.boxes[place]!, template, domains, { as: "dots", title: template.name }),
      uprightSignal(grid.boxes[place + columns]!, template, domains),
    ];
  });
  const { width, height } = grid;
  const names = templates.map(({ name }) => name).join(", ");
  const description = `The shapes that examples are made of, one for each class: ${names}. Time goes down. Each is drawn twice, as dots and as a line.`;
  return picture({ width, height, title, description, theme }, [heading(title, width), ...panels]);
}
