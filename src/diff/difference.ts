import type { Dtype } from "../config/config.js";
import { rowCount, type Split, type SplitName } from "../generate/examples.js";
import type { RowsPerSplit } from "../inspect/inspect-examples.js";
import type { ValueSummary } from "../inspect/running-moments.js";
import type { ClassBalance } from "./two-sample-tests.js";

/**
 * What a change amounts to, from the least to the most:
 *
 * - `identical`: the same rows at the same places, with the same further columns and t.
 * - `same-x-and-y`: the same x and labels in all rows, beside another y_clean, x_clean, factor or t.
 * - `other-shifts`: the same data in all splits but shifted ones, which are changed, or which only one has.
 * - `last-bits`: the same, in another rounding.
 * - `other-labels`: the same x in all rows, under other labels.
 * - `same-rows`: one has all examples of the other, in another order, divided otherwise, or with more.
 * - `other-order`: the same examples, their points in another order.
 * - `same-draws`: each example is that of the other, changed; not so much that the distributions differ visibly.
 * - `other-draws`: no example is that of the other, and the distributions do not differ visibly.
 * - `other-distribution`: they do.
 * - `incomparable`: examples of other lengths, or one has none.
 */
export type VerdictKind =
  | "identical"
  | "same-x-and-y"
  | "other-shifts"
  | "last-bits"
  | "other-labels"
  | "same-rows"
  | "other-order"
  | "same-draws"
  | "other-draws"
  | "other-distribution"
  | "incomparable";

/** What distinguishes two datasets, in plain numbers; ready for JSON, which has null for what is not finite. */
export interface Difference {
  readonly verdict: VerdictKind;
  /**
   * Whether any split, row, label, point of the time axis or bit of x or of another column differs, when x is compared in the
   * common type. A time axis that only one of the two states is no difference: not every format has a place for it.
   */
  readonly differs: boolean;
  readonly a: SideFigures;
  readonly b: SideFigures;
  /** Shifted splits that the other does not have: they are in no figure but their own moments. */
  readonly furtherSplits: { readonly a: readonly SplitName[]; readonly b: readonly SplitName[] };
  /** What could not be compared, or only in part: sentences. */
  readonly notes: readonly string[];
  /** Rows at the same places. */
  readonly rows: RowFigures;
  /** The same of each split that both have, in their order. */
  readonly splits: readonly SplitRows[];
  /** Rows (x and label) that the other has too, at whatever place; null for other lengths. */
  readonly common: { readonly a: number; readonly b: number } | null;
  /** Of compared rows; null for other lengths, or without such rows. */
  readonly x: ValueFigures | null;
  readonly first: FirstDifference | null;
  /** Null where neither has labels before noise. */
  readonly yClean: CleanLabelFigures | null;
  /** Of the columns beyond x, y and y_clean that one has at least. */
  readonly columns: readonly ColumnDifference[];
  /** Null where not both state a time axis, and for other lengths. */
  readonly t: TimeFigures | null;
  /** Sorted by label; 1,000 at most. */
  readonly classes: readonly ClassFigures[];
  readonly balance: ClassBalance;
  /**
   * Of the Kolmogorov–Smirnov distances of positions, classes and shape: the probability that chance alone takes any of
   * them beyond its critical one, and how it is shared among them.
   */
  readonly significance: { readonly level: number; readonly correction: "Bonferroni" };
  /** Null for other lengths, if one has no rows, or if nothing differs. */
  readonly positions: PositionFigures | null;
  /** Of whole examples; empty where `positions` is null. */
  readonly shape: readonly ShapeDistance[];
}

export interface SideFigures {
  readonly length: number;
  readonly dtype: Dtype;
  readonly splits: readonly SplitFigures[];
}

export interface SplitFigures extends ValueSummary, Split {}

export interface RowFigures {
  readonly compared: number;
  readonly labelsChanged: number;
  /** Null for other lengths. */
  readonly xChanged: number | null;
  /** Neither x nor label changed. */
  readonly identical: number | null;
}

/** Of the rows of one split; numbers of x are 0 for other lengths. */
export interface SplitRows {
  readonly name: SplitName;
  readonly compared: number;
  readonly labelsChanged: number;
  readonly xChanged: number;
  readonly identical: number;
}

/** The first place at which two datasets differ. */
export interface FirstDifference {
  readonly split: SplitName;
  readonly row: number;
  /** Point of the example; null if the label differs, and no point. */
  readonly point: number | null;
  readonly a: number | null;
  readonly b: number | null;
}

export interface CleanLabelFigures {
  /** Which of the two have them. */
  readonly a: boolean;
  readonly b: boolean;
  /** Of compared rows; null where only one has them, and of signals of other lengths. */
  readonly changed: number | null;
  readonly first: FirstDifference | null;
}

export interface ColumnDifference extends CleanLabelFigures {
  readonly name: string;
  /** Largest absolute difference; null where the column is not compared. */
  readonly largest: number | null;
  /** Whether all differences are as small as those of another rounding. */
  readonly lastBits: boolean;
}

export interface TimeFigures {
  /** Points whose time differs in any bit; in float32 where x is compared so because one of the two is float64. */
  readonly changed: number;
  readonly largest: number;
}

export interface ValueFigures {
  /** The type in which x is compared. */
  readonly dtype: Dtype;
  readonly rms: number | null;
  readonly largest: number;
  /** In standard deviations of A. */
  readonly relativeRms: number | null;
  readonly relativeLargest: number | null;
  /** Values that are in no figure: one of the two is not finite, and the other another. */
  readonly notFinite: number;
  /** Whether all differences are as small as those of another rounding. */
  readonly lastBits: boolean;
  /** Largest difference in floats of `dtype`. */
  readonly largestUlps: number;
  /** Of examples at the same place; null where nothing varies. */
  readonly correlation: number | null;
  /** Whether the correlation is beyond chance: each example has its counterpart at the same place. */
  readonly related: boolean;
}

export interface ClassFigures {
  readonly label: number;
  readonly a: ClassRows;
  readonly b: ClassRows;
  /** Rows of A's class at places that B has, too. */
  readonly compared: number;
  readonly labelsChanged: number;
  /** As rms and largest null for other lengths, or without such rows. */
  readonly xChanged: number | null;
  readonly rms: number | null;
  readonly largest: number | null;
  /** Largest Kolmogorov–Smirnov distance of a position within the class; null if one has none of it. */
  readonly distance: number | null;
  readonly criticalDistance: number | null;
  /** Positions at which the distance is beyond chance. */
  readonly beyond: number;
  /** The compared row whose x changed most; null where none did. */
  readonly mostChanged: ChangedExample | null;
}

export interface ChangedExample {
  readonly split: SplitName;
  readonly row: number;
  /** Its x in A and in B, shape (length,). */
  readonly a: readonly (number | null)[];
  readonly b: readonly (number | null)[];
}

/** Rows of each split that is compared. */
export interface ClassRows extends RowsPerSplit {
  /** The first example, shape (length,); null if there is none. */
  readonly example: readonly (number | null)[] | null;
}

/** Of each position, shape (length,). */
export interface PositionFigures {
  /** Of compared rows, as is `largest`. */
  readonly rms: readonly (number | null)[];
  readonly largest: readonly number[];
  readonly spreadA: readonly (number | null)[];
  readonly spreadB: readonly (number | null)[];
  /** Kolmogorov–Smirnov distances between the values of all rows, or of even samples of `sampledRows`. */
  readonly distances: readonly number[];
  readonly sampledRows: { readonly a: number; readonly b: number };
  readonly criticalDistance: number;
  /** Positions at which the distance is beyond chance, and beyond what standardisation explains. */
  readonly beyond: number;
}

/** What one example looks like as a whole, in numbers that no other example has a part in. */
export type ShapeName = "level" | "amplitude" | "slope" | "roughness";

/** Of a statistic of whole examples. */
export interface ShapeDistance {
  readonly name: ShapeName;
  readonly distance: number;
  readonly critical: number;
  /** Whether the distance is larger, whatever is allowed for. */
  readonly beyond: boolean;
  /** Medians; null if not finite. */
  readonly a: number | null;
  readonly b: number | null;
}

/** Rows of A and of B in the splits that are compared. */
export function comparedRows({ a, b, furtherSplits }: Pick<Difference, "a" | "b" | "furtherSplits">): [number, number] {
  const rowsOf = (side: SideFigures, further: readonly SplitName[]) =>
    rowCount(side.splits.filter(({ name }) => !further.includes(name)));
  return [rowsOf(a, furtherSplits.a), rowsOf(b, furtherSplits.b)];
}

/** Rows of a class in all splits that are compared. */
export function rowsOfClass({ example: _, ...rows }: ClassRows): number {
  return Object.values(rows).reduce((sum: number, own) => sum + own, 0);
}
