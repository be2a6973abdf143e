import type { Dtype } from "../config/config.js";
import type { SplitName } from "../generate/examples.js";
import type { ValueSummary } from "../inspect/running-moments.js";
import type { ClassBalance } from "./class-balance.js";
import type { ShapeDistance, SIGNIFICANCE } from "./distribution.js";
import type { FirstDifference } from "./row-differences.js";

/**
 * What a change amounts to, from the least to the most:
 *
 * - `identical`: the same rows at the same places, with the same y_clean and t.
 * - `same-x-and-y`: the same x and labels in all rows, beside another y_clean or t.
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
   * Whether any row, label, label before noise, point of the time axis or bit of x differs, when x is compared in the common
   * type. A time axis that only one of the two states is no difference: not every format has a place for it.
   */
  readonly differs: boolean;
  readonly a: SideFigures;
  readonly b: SideFigures;
  /** What could not be compared, or only in part: sentences. */
  readonly notes: readonly string[];
  /** Rows at the same places. */
  readonly rows: RowFigures;
  /** Rows (x and label) that the other has too, at whatever place; null for other lengths. */
  readonly common: { readonly a: number; readonly b: number } | null;
  /** Of compared rows; null for other lengths, or without such rows. */
  readonly x: ValueFigures | null;
  readonly first: FirstDifference | null;
  /** Null where neither has labels before noise. */
  readonly yClean: CleanLabelFigures | null;
  /** Null where not both state a time axis, and for other lengths. */
  readonly t: TimeFigures | null;
  /** Sorted by label; 1,000 at most. */
  readonly classes: readonly ClassFigures[];
  readonly balance: ClassBalance;
  /**
   * Of the Kolmogorov–Smirnov distances of positions, classes and shape: the probability that chance alone takes any of
   * them beyond its critical one, and how it is shared among them.
   */
  readonly significance: typeof SIGNIFICANCE;
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

export interface SplitFigures extends ValueSummary {
  readonly name: SplitName;
  readonly rows: number;
}

export interface RowFigures {
  readonly compared: number;
  readonly labelsChanged: number;
  /** Null for other lengths. */
  readonly xChanged: number | null;
  /** Neither x nor label changed. */
  readonly identical: number | null;
}

export interface CleanLabelFigures {
  /** Which of the two have them. */
  readonly a: boolean;
  readonly b: boolean;
  /** Of compared rows; null where only one has them. */
  readonly changed: number | null;
  readonly first: FirstDifference | null;
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

export interface ClassRows {
  readonly train: number;
  readonly test: number;
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
  /** B's position for each of A's, where B has A's positions in another order. */
  readonly order: readonly number[] | null;
}
