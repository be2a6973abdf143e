import { plural } from "../../dataset/readable-numbers.js";
import { diffFigure } from "../../figures/diff.js";
import type { Picture } from "../../plot/pictures.js";
import { unexpected } from "../exit-code.js";
import { verdictSentence } from "../report/diff-sentences.js";
import { type DiffReport, examplePair, hasChangedRows } from "../report/diff-tables.js";

/** Most classes of a comparison that are drawn. */
const MOST_CLASSES = 20;

/** Draws what `diff` found. @throws UsageError for signals of other lengths, of which there is nothing to draw side by side. */
export function diffPicture({ a, b, difference }: DiffReport): Picture {
  const { positions, classes } = difference;
  if (difference.a.length !== difference.b.length) {
    const lengths = `${difference.a.length} and ${difference.b.length} points`;
    throw unexpected(
      "diff",
      "sources with examples of one length to draw",
      lengths,
      "Without -o, their labels and moments are compared in text.",
    );
  }
  const title = verdictSentence(difference);
  const hasChanged = hasChangedRows(difference);
  const toNumbers = (values: readonly (number | null)[] | null) =>
    values && Float64Array.from(values, (own) => own ?? Number.NaN);
  const pairs = classes.slice(0, MOST_CLASSES).map((entry) => {
    const pair = examplePair(entry, hasChanged);
    return { name: String(entry.label), a: toNumbers(pair.a), b: toNumbers(pair.b) };
  });
  const figure = {
    title,
    a,
    b,
    classes: pairs,
    ...(positions && { positions: { distances: positions.distances, critical: positions.criticalDistance } }),
  };
  const more = classes.length - pairs.length;
  return {
    title,
    svg: (theme) => diffFigure({ ...figure, theme }),
    header: [],
    rows: [],
    warnings: more > 0 ? [`not in the picture: ${plural(more, "further class", "further classes")}`] : [],
  };
}
