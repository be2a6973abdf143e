import { carryComments, kept, type Piece } from "./carry-comments.js";
import { ForeignCard } from "./foreign-card.js";
import type { ConfigItem } from "./front-matter.js";
import { replacedValue } from "./merge-value.js";
import type { ParsedYaml } from "./parse-front-matter.js";
import type { Entry } from "./yaml-entries.js";
import { type Item, spanOf } from "./yaml-items.js";

/** An item of ours as it is to be. */
export interface FreshItem extends ConfigItem {
  /** Whether what is there says the same already, and stays to the letter. */
  readonly isThere: boolean;
}

/**
 * A list of ours brought up to date: items of others stay where they are, and ours are, in their order, where ours were.
 *
 * @param entry a list, keys that are one item, or nothing.
 * @param isGone whether an item that is not ours goes.
 */
export function mergedList(
  before: ParsedYaml,
  entry: Entry,
  fresh: readonly FreshItem[],
  isGone: (item: Item) => boolean,
): Piece[] {
  const { lines } = before;
  const ours = new Set<string | undefined>(fresh.map(({ config }) => config));
  const isOurs = ({ name }: Item) => ours.has(name);
  if (entry.notation !== "list" && entry.items.every(isOurs)) {
    return replacedValue(
      before,
      entry,
      fresh.flatMap((item) => item.lines),
    );
  }
  const { items } = entry;
  const indent = entry.notation === "list" ? entry.indent : entry.indent - 2;
  if (indent < 0) throw new ForeignCard(`has ${entry.key} of one config only, and there are more: write it as a list`);
  const above = items.map((item, i) => (i === 0 ? [] : kept(items[i - 1]!.to, item.from)));
  const bodyOf = ({ from, to }: Item) => {
    const body = kept(from, to);
    return entry.notation === "list" ? body : [dashed(lines[from]!.text, indent), ...body.slice(1)];
  };
  const places = new Map<string | undefined, number[]>();
  for (const [i, { name }] of items.entries()) {
    if (!places.get(name)?.push(i)) places.set(name, [i]);
  }
  const renewed = ({ config, lines: own, isThere }: FreshItem): Piece[] => {
    const there = places.get(config);
    const text = own.map((line) => " ".repeat(indent) + line);
    if (there === undefined) return text;
    const same = items[there[0]!]!;
    return [...there.flatMap((i) => above[i]!), ...(isThere ? bodyOf(same) : carryComments(lines, same, text))];
  };

  let begun = 0;
  const next = (count: number): Piece[] => {
    begun += count;
    return fresh.slice(begun - count, begun).flatMap(renewed);
  };
  const last = items.map(isOurs).lastIndexOf(true);
  const key = spanOf(lines, entry.from, items[0]!.from);
  return [
    ...kept(key.from, key.to),
    ...(last < 0 ? next(fresh.length) : []),
    ...kept(key.to, items[0]!.from),
    ...items.flatMap((item, i) => {
      if (isOurs(item)) return next(i === last ? fresh.length : 1);
      return [...above[i]!, ...(isGone(item) ? [] : bodyOf(item))];
    }),
  ];
}

/** The first line of keys, made that of an item: all others can stay as they are. */
function dashed(text: string, indent: number): string {
  return `${text.slice(0, indent)}- ${text.slice(indent + 2).trimEnd()}`;
}
