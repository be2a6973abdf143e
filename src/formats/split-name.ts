import { isSplitName, type SplitName } from "../config/split-names.js";
import { FormatError } from "./format-error.js";

const WORDS: readonly (readonly [RegExp, SplitName])[] = [
  [/^x?train(ing)?(x|set|data)?$/, "train"],
  [/^x?(val|valid|validation|dev|eval|evaluation)(x|set|data)?$/, "validation"],
  [/^x?test(ing)?(x|set|data)?$/, "test"],
];

/** A file of ours: `test_noisy-00000-of-00001.parquet`. */
const OWN = /^([a-z0-9_]+)-\d{5}-of-\d{5}\./;

/** What others have after `test_` that is no shift: `test_data`, `test_part2`, a hash. */
const NO_SHIFT = /^(x|set|data|dataset|split|file|examples|samples|part|shard|chunk|copy|[0-9a-f]{8,})?\d*$/;

/**
 * The splits that a name says: by words, as in `X_train` or `trainSet`, not `contest`; shifted ones as they are called,
 * as in `mnist1d-test_noisy (1)`.
 */
export function splitWords(name: string): Set<SplitName> {
  const said = new Set<SplitName>();
  const rest = name.replace(/(?<![a-z0-9])test_[a-z0-9_]+/gi, (match) => {
    const split = match.toLowerCase();
    const words = split.split("_").slice(1);
    const isShift =
      words.some((word) => !NO_SHIFT.test(word)) && words.every((word) => splitOfWord(word) === undefined);
    if (!isShift || !isSplitName(split)) return match;
    said.add(split);
    return "";
  });
  const words = rest
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z]+/);
  for (const split of words.map(splitOfWord)) if (split !== undefined) said.add(split);
  return said;
}

function splitOfWord(word: string): SplitName | undefined {
  return WORDS.find(([pattern]) => pattern.test(word))?.[1];
}

/**
 * The split that a path says: by the file's own name, or if that says nothing by its folders (`test/0000.parquet`).
 *
 * @param path in the directory of its dataset, with `/`.
 * @returns undefined if it says none; `unclear` if it says two.
 */
export function splitOfPath(path: string): SplitName | "unclear" | undefined {
  const end = path.lastIndexOf("/") + 1;
  const [, ours] = OWN.exec(path.slice(end)) ?? [];
  if (isSplitName(ours)) return ours;
  const own = splitWords(path.slice(end));
  const [split, other] = own.size > 0 ? own : splitWords(path.slice(0, end));
  return other === undefined ? split : "unclear";
}

/** The error that a file's name does not say which split it is of. */
export function unclearSplit(file: string): FormatError {
  return new FormatError(file, "is of two splits by its name", "Rename it, or give it a column split.");
}
