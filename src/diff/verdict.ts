import { rowCount } from "../generate/examples.js";
import type { Difference, VerdictKind } from "./difference.js";
import type { DistributionDistances } from "./distribution.js";

type Compared = Pick<
  Difference,
  "differs" | "a" | "b" | "rows" | "common" | "x" | "classes" | "balance" | "positions" | "shape"
>;

/** Sums up a comparison. @param distances absent where the distributions could not be compared. */
export function verdictOf(compared: Compared, distances: DistributionDistances | undefined): VerdictKind {
  if (!compared.differs) return "identical";
  const { rows, x } = compared;
  const [rowsA, rowsB] = [rowCount(compared.a.splits), rowCount(compared.b.splits)];
  if (rows.identical === rowsA && rowsA === rowsB) return "same-x-and-y";
  if (distances === undefined) return "incomparable";
  if (rows.compared === rowsA && rows.compared === rowsB) {
    if (rows.xChanged === 0) return "other-labels";
    if (x?.lastBits) return rows.labelsChanged === 0 ? "last-bits" : "other-labels";
  }
  if (compared.common?.a === rowsA || compared.common?.b === rowsB) return "same-rows";
  if (distances.hasSameRows) return "other-order";
  if (areDistributionsApart(compared, distances)) return "other-distribution";
  return x?.related ? "same-draws" : "other-draws";
}

/**
 * Whether the distances are beyond chance. If the classes have other shares, so does every mixture of them: then only
 * the distances within classes count.
 */
function areDistributionsApart(
  { balance, classes, positions, shape }: Compared,
  { order }: DistributionDistances,
): boolean {
  if (order !== undefined) return false;
  if (classes.some(({ beyond }) => beyond > 0)) return true;
  return !balance.differs && (positions!.beyond > 0 || shape.some(({ beyond }) => beyond));
}
