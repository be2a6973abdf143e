import { FormatError } from "../format-error.js";
import { printable } from "../printable.js";

/** The type of the elements of a NumPy array that a dataset can have. */
export interface ElementType {
  readonly kind: "float" | "signed" | "unsigned";
  /** Bytes of an element: 4 or 8 of a float, 1 to 8 of an integer. */
  readonly size: number;
  readonly isBigEndian: boolean;
}

const KINDS: Readonly<Record<string, ElementType["kind"]>> = { f: "float", i: "signed", u: "unsigned" };

/** What other types are called, by the letter of their kind. */
const OTHERS: Readonly<Record<string, string>> = {
  O: "Python objects, which only a pickle can hold, and loading that runs code",
  V: "structures",
  U: "texts",
  S: "byte strings",
  b: "booleans",
  "?": "booleans",
  c: "complex numbers",
  m: "durations",
  M: "dates",
};

/**
 * @param descr in NumPy's notation: byte order, kind and bytes, as in "<f4".
 * @param path the array, as messages name it.
 * @throws FormatError for a type that no array of a dataset has, float16 among them.
 */
export function elementTypeFrom(descr: string, path: string): ElementType {
  const [, order = "", letter = "", digits = ""] = /^([<>|=]?)([A-Za-z?])(\d{0,9})$/.exec(descr) ?? [];
  const [kind, size] = [KINDS[letter], Number(digits)];
  const sizes = kind === "float" ? [4, 8] : [1, 2, 4, 8];
  // NumPy itself writes "<" or ">", and "|" of a single byte; it takes all others for the order of the machine.
  if (kind !== undefined && sizes.includes(size)) return { kind, size, isBigEndian: order === ">" };
  const what = OTHERS[letter] ?? (kind === "float" ? `float${8 * size}` : "another type");
  const accepted = "and only float32, float64 and integers of 1 to 8 bytes are read";
  throw new FormatError(path, `is an array of ${what} (${printable(descr)}), ${accepted}`);
}
