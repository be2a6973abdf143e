import { isDeepStrictEqual } from "node:util";
import { isDefault } from "./default-configs.js";
import { ForeignCard } from "./foreign-card.js";
import { listEntry } from "./list-entry.js";
import { OWN_KEYS } from "./new-front-matter.js";
import { type ParsedYaml, parseFrontMatter } from "./parse-front-matter.js";
import type { Item } from "./yaml-items.js";

/**
 * Whether YAML that was changed line by line is what it must be: whatever people write, nothing of theirs is lost, and no
 * card is made that the library refuses.
 *
 * @param text the YAML, or undefined where it is what it was.
 * @param isGone by list, whether an item was to be removed.
 * @throws ForeignCard
 */
export async function checkMerged(
  text: string | undefined,
  before: ParsedYaml,
  isOurs: (item: Item) => boolean,
  isGone: Readonly<Record<"configs" | "dataset_info", (item: Item) => boolean>>,
): Promise<void> {
  const after = text === undefined ? before : await parsedAgain(text);
  for (const key of ["configs", "dataset_info"] as const) {
    const items = listEntry(after, key)!.items;
    const ours = items.filter(isOurs).map(({ name }) => name);
    if (new Set(ours).size !== ours.length) throw new ForeignCard(`would have a config twice in ${key}`);
    const theirs = (listEntry(before, key)?.items ?? []).filter((item) => !isOurs(item) && !isGone[key](item));
    const valuesOf = (some: readonly Item[]) => some.map(({ value }) => value);
    if (!isDeepStrictEqual(valuesOf(theirs), valuesOf(items.filter((item) => !isOurs(item))))) {
      throw new ForeignCard(`has items in ${key} that would change with those of mnist1d`);
    }
  }
  const defaults = listEntry(after, "configs")!.items.filter(isDefault);
  if (defaults.length > 1) {
    const names = defaults.map(({ name }) => name).join(" and ");
    throw new ForeignCard(`marks more than one config as the default, which datasets refuses: ${names}`);
  }
  const kept = othersOf(before);
  if (!isDeepStrictEqual(kept, othersOf(after).slice(0, kept.length))) {
    throw new ForeignCard("has keys that would change with those of mnist1d");
  }
}

async function parsedAgain(text: string): Promise<ParsedYaml> {
  return parseFrontMatter(text).catch((error: unknown) => {
    throw error instanceof ForeignCard ? new ForeignCard(`would no longer be readable: it ${error.message}`) : error;
  });
}

/** Keys may be lists, which are only the same by what is in them. */
function othersOf({ value }: ParsedYaml): [unknown, unknown][] {
  return [...value].filter(([key]) => !OWN_KEYS.some((own) => own === key));
}
