/** The last are shifted test splits: `test_noisy` is that of the shift `noisy`. */
export type SplitName = "train" | "validation" | "test" | `test_${string}`;

/** What a split can be called, in words. */
export const SPLITS_TEXT = "train, validation, test and test_<shift>";

const SPLIT_NAME = /^(train|validation|test(_[a-z][a-z0-9_]{0,39})?)$/;

const SHIFTED = "test_";

export function isSplitName(name: unknown): name is SplitName {
  return typeof name === "string" && SPLIT_NAME.test(name);
}

export function isShifted(split: string): boolean {
  return split.startsWith(SHIFTED);
}

/** The split of a shift. */
export function shiftedSplit(shift: string): SplitName {
  return `${SHIFTED}${shift}`;
}

/** The shift that a shifted split is of. */
export function shiftNameOf(split: string): string {
  return split.slice(SHIFTED.length);
}

/** The order of splits: train, validation, test, and shifted ones by name. */
export function compareSplits(a: SplitName, b: SplitName): number {
  const rank = (name: SplitName) => (isShifted(name) ? 3 : ["train", "validation", "test"].indexOf(name));
  return rank(a) - rank(b) || (a < b ? -1 : Number(a > b));
}
