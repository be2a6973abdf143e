import type { SplitName } from "../generate/examples.js";
import { FormatError } from "./format-error.js";

/** What a word says of a file; other splits than ours are `other`. */
type SplitWord = SplitName | "other";

const WORDS: readonly (readonly [RegExp, SplitWord])[] = [
  [/^x?train(ing)?(x|set|data)?$/, "train"],
  [/^x?test(ing)?(x|set|data)?$/, "test"],
  [/^x?(val|valid|validation|dev|eval|evaluation)(x|set|data)?$/, "other"],
];

/** The splits that the words of a name say, as in `test-00000-of-00001`, `X_train` or `trainSet`; not `contest`. */
export function splitWords(name: string): Set<SplitWord> {
  const words = name
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z]+/);
  return new Set(words.flatMap((word) => WORDS.filter(([pattern]) => pattern.test(word)).map(([, split]) => split)));
}

/**
 * The split that a path says: by the file's own name, or if that says nothing by its folders (`test/0000.parquet`).
 *
 * @param path in the directory of its dataset, with `/`.
 * @returns undefined if it says none; `unclear` if it says two.
 */
export function splitOfPath(path: string): SplitWord | "unclear" | undefined {
  const end = path.lastIndexOf("/") + 1;
  const own = splitWords(path.slice(end));
  const [split, other] = own.size > 0 ? own : splitWords(path.slice(0, end));
  return other === undefined ? split : "unclear";
}

/** The error that a file's name does not say which of our splits it is of. */
export function unclearSplit(file: string, name: string): FormatError {
  return splitOfPath(name) === "other"
    ? new FormatError(
        file,
        "is of another split than train and test by its name",
        "Rename it to be read as one of these.",
      )
    : new FormatError(file, "is of two splits by its name", "Rename it, or give it a column split.");
}
