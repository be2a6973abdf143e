import { gridOf, heading, MARGIN } from "./grid.js";
import { line } from "./marks.js";
import { picture, text } from "./svg.js";
import type { Theme } from "./theme.js";
import { domainsOf, type Signal, uprightSignal } from "./upright.js";

export interface ShiftsFigure {
  readonly title: string;
  /** The example of test that is shifted. */
  readonly plain: Signal;
  readonly shifts: readonly (Signal & { readonly name: string })[];
  readonly theme?: Theme;
}

/**
 * One example of test, and what each shift makes of it: a panel for each shift, with a scale of its own. On that of the largest
 * shift nothing would be seen of the others; the example of test, which is in all, tells how large each is.
 */
export function shiftsFigure({ title, plain, shifts, theme = "auto" }: ShiftsFigure): string {
  const grid = gridOf(shifts.length, { columns: 5, cell: [146, 126], gap: [10, 34], top: 52 });
  const panels = shifts.map(({ name, ...signal }, i) =>
    uprightSignal(grid.boxes[i]!, signal, domainsOf([plain, signal]), {
      title: name,
      colour: "vermilion",
      behind: plain,
    }),
  );
  const { width, height } = grid;
  const y = 62;
  const key = [
    line({ x: [MARGIN, MARGIN + 26], y: [y - 5, y - 5] }, "muted", { width: 1.5 }),
    text(MARGIN + 34, y, "in test"),
    line({ x: [MARGIN + 120, MARGIN + 146], y: [y - 5, y - 5] }, "vermilion"),
    text(MARGIN + 154, y, "shifted"),
  ];
  const description = `One example of test, and the same under each shift: ${shifts.map(({ name }) => name).join(", ")}. Time goes down, values to the right.`;
  return picture({ width, height, title, description, theme }, [heading(title, width), ...key, ...panels]);
}
