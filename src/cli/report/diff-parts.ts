import type { Difference, VerdictKind } from "../../diff/difference.js";

/** What a rendered comparison has besides its headline and the figures of all rows. */
export type Part = "distances" | "classes" | "moments";

const ALL_PARTS: readonly Part[] = ["distances", "classes", "moments"];

/** What is worth showing. */
const PARTS: Readonly<Record<VerdictKind, readonly Part[]>> = {
  identical: [],
  "same-x-and-y": [],
  "last-bits": [],
  "other-labels": ["classes"],
  "same-rows": ["moments"],
  "other-order": ["distances", "classes"],
  "same-draws": ALL_PARTS,
  "other-draws": ALL_PARTS,
  "other-distribution": ALL_PARTS,
  incomparable: ["classes", "moments"],
};

/** @param all whatever the verdict is. */
export function partsOf({ verdict, positions }: Difference, all: boolean): readonly Part[] {
  const parts = all ? ALL_PARTS : PARTS[verdict];
  return parts.filter((part) => part !== "distances" || positions !== null);
}
