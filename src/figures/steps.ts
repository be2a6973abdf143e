import { gridOf, heading } from "./grid.js";
import { picture, text } from "./svg.js";
import type { Theme } from "./theme.js";
import { domainsOf, type Signal, uprightSignal } from "./upright.js";

/** A signal after a step. */
export interface StepSignal extends Signal {
  readonly name: string;
  /** What was drawn for the step, in words; absent where there is nothing to say. */
  readonly note?: string;
}

export interface StepsFigure {
  readonly title: string;
  readonly steps: readonly StepSignal[];
  readonly theme?: Theme;
}

/** One example through all steps: a panel each, with what was drawn below it and what was before behind it. */
export function stepsFigure({ title, steps, theme = "auto" }: StepsFigure): string {
  const domains = domainsOf(steps);
  const { boxes, width, height } = gridOf(steps.length, { columns: 5, cell: [146, 190], gap: [12, 62], top: 24 });
  const panels = steps.flatMap(({ name, note, ...signal }, i) => {
    const box = boxes[i]!;
    const panel = uprightSignal(box, signal, domains, {
      title: name,
      ...(signal.x.length <= 20 && { as: "dots" }),
    });
    const below =
      note === undefined
        ? []
        : [text(box.x + box.width / 2, box.y + box.height + 20, note, { anchor: "middle", colour: "muted" })];
    return [panel, ...below];
  });
  const told = steps.map(({ name, note }) => (note === undefined ? name : `${name} (${note})`)).join(", ");
  const description = `One example after each step that makes it of a template: ${told}. Time goes down, values to the right.`;
  return picture({ width, height: height + 28, title, description, theme }, [heading(title, width), ...panels]);
}
