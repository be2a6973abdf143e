import type { DiffFigure } from "../../figures/diff.js";
import { verdictSentence } from "../report/diff-sentences.js";
import { type DiffReport, examplePair, hasChangedRows } from "../report/diff-tables.js";

/** What a figure shows of a comparison. @param most classes that there is room for. */
export function differenceFigure({ a, b, difference }: DiffReport, most: number): DiffFigure {
  const { positions, classes } = difference;
  const hasChanged = hasChangedRows(difference);
  const toNumbers = (values: readonly (number | null)[] | null) =>
    values && Float64Array.from(values, (own) => own ?? Number.NaN);
  return {
    title: verdictSentence(difference),
    a,
    b,
    classes: classes.slice(0, most).map((entry) => {
      const pair = examplePair(entry, hasChanged);
      return { name: String(entry.label), a: toNumbers(pair.a), b: toNumbers(pair.b) };
    }),
    ...(positions && { positions: { distances: positions.distances, critical: positions.criticalDistance } }),
  };
}
