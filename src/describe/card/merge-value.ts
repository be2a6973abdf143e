import { isDeepStrictEqual } from "node:util";
import { kept, type Piece } from "./carry-comments.js";
import { ForeignCard } from "./foreign-card.js";
import type { ParsedYaml } from "./parse-front-matter.js";
import type { Entry } from "./yaml-entries.js";

/** A key of ours with another value, and its comments. @param fresh the lines of the value. */
export function replacedValue({ lines }: ParsedYaml, entry: Entry, fresh: readonly string[]): Piece[] {
  const [head, ...rest] = kept(entry.from, entry.to);
  const withComments = (text: string, at: readonly number[]) =>
    [text, ...at.map((i) => lines[i]!.comment).filter((comment) => comment !== "")].join(" ");
  const [first, ...others] = fresh;
  return [
    withComments(headOf(entry), [head!]),
    ...rest.filter((i) => lines[i]!.code === "" && lines[i]!.comment !== ""),
    withComments(
      first!,
      rest.filter((i) => lines[i]!.code !== ""),
    ),
    ...others,
  ];
}

/** A key of ours whose value is replaced unless it is what it must be. */
export function mergedValue(before: ParsedYaml, entry: Entry, fresh: readonly string[], value: unknown): Piece[] {
  if (isDeepStrictEqual(before.value.get(entry.key), value)) return kept(entry.from, entry.to);
  return replacedValue(before, entry, fresh);
}

/** @throws ForeignCard for a key that can't be kept while its value is replaced. */
function headOf({ key, head }: Entry): string {
  if (head === undefined)
    throw new ForeignCard(`has the key ${key} in another notation than ${key}: in a line of its own`);
  return head;
}
