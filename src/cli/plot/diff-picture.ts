import { plural } from "../../dataset/readable-numbers.js";
import { diffFigure } from "../../figures/diff.js";
import type { Picture } from "../../plot/pictures.js";
import { unexpected } from "../exit-code.js";
import type { DiffReport } from "../report/diff-tables.js";
import { differenceFigure } from "./difference-figure.js";

/** Most classes of a comparison that are drawn. */
const MOST_CLASSES = 20;

/** Draws what `diff` found. @throws UsageError for signals of other lengths, of which there is nothing to draw side by side. */
export function diffPicture(report: DiffReport): Picture {
  const { difference } = report;
  if (difference.a.length !== difference.b.length) {
    const lengths = `${difference.a.length} and ${difference.b.length} points`;
    throw unexpected(
      "diff",
      "sources with examples of one length to draw",
      lengths,
      "Without -o, their labels and moments are compared in text.",
    );
  }
  const figure = differenceFigure(report, MOST_CLASSES);
  const more = difference.classes.length - figure.classes.length;
  return {
    title: figure.title,
    svg: (theme) => diffFigure({ ...figure, theme }),
    header: [],
    rows: [],
    warnings: more > 0 ? [`not in the picture: ${plural(more, "further class", "further classes")}`] : [],
  };
}
