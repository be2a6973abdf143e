import { isDeepStrictEqual } from "node:util";
import { carryComments, kept, type Piece } from "./carry-comments.js";
import { ForeignCard } from "./foreign-card.js";
import type { ConfigItem } from "./front-matter.js";
import { replacedValue } from "./merge-value.js";
import type { ParsedYaml } from "./parse-front-matter.js";
import type { Entry } from "./yaml-entries.js";
import { type Item, spanOf } from "./yaml-items.js";

/** An item of ours as it is to be. */
export interface FreshItem extends ConfigItem {
  readonly value: unknown;
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
  const isOurs = ({ name }: Item) => fresh.some(({ config }) => config === name);
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
  const renewed = ({ config, lines: own, value }: FreshItem): Piece[] => {
    const same = items.find(({ name }) => name === config);
    const text = own.map((line) => " ".repeat(indent) + line);
    if (same === undefined) return text;
    const comments = items.flatMap(({ name }, i) => (name === config ? above[i]! : []));
    // What says the same already stays to the letter.
    const isSame = isDeepStrictEqual(same.value, value);
    return [...comments, ...(isSame ? bodyOf(same) : carryComments(lines, same, text))];
  };

  const waiting = [...fresh];
  const last = items.map(isOurs).lastIndexOf(true);
  const key = spanOf(lines, entry.from, items[0]!.from);
  return [
    ...kept(key.from, key.to),
    ...(last < 0 ? waiting.splice(0).flatMap(renewed) : []),
    ...kept(key.to, items[0]!.from),
    ...items.flatMap((item, i) => {
      if (isOurs(item)) return waiting.splice(0, i === last ? waiting.length : 1).flatMap(renewed);
      return [...above[i]!, ...(isGone(item) ? [] : bodyOf(item))];
    }),
  ];
}

/** The first line of keys, made that of an item: all others can stay as they are. */
function dashed(text: string, indent: number): string {
  return `${text.slice(0, indent)}- ${text.slice(indent + 2).trimEnd()}`;
}
