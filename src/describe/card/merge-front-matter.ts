import type { ConfigItem, FrontMatter } from "./front-matter.js";
import { type Entry, entriesOf, isDefault, isOurMaking, itemsOf } from "./yaml-entries.js";

/**
 * The lines of a card's YAML brought up to date. Keys of others stay, and so do items of others in lists of ours, and
 * what we only suggest where somebody has said something.
 *
 * @param yaml what is there.
 * @param others folders that items are of which are not ours, whatever they look like.
 * @throws ForeignCard for lists in a notation that can't be updated line by line.
 */
export function mergedFrontMatter(yaml: readonly string[], own: FrontMatter, others: readonly string[] = []): string[] {
  const entries = entriesOf(yaml);
  const present = new Map(entries.map((entry) => [entry.key, entry]));
  const isTheirs = (item: ConfigItem) => others.includes(item.config) || !isOurMaking(item);
  const configs = mergedList("configs", present.get("configs"), own.lists.configs, isTheirs);
  const isKept = ({ config }: ConfigItem) => configs.some((item) => item.config === config);
  const infos = mergedList("dataset_info", present.get("dataset_info"), own.lists.dataset_info, isKept);
  const updates = new Map<string | undefined, readonly string[]>([
    ["size_categories", own.sizeCategories],
    ["configs", ["configs:", ...withOneDefault(configs, own.lists.configs)]],
    ["dataset_info", ["dataset_info:", ...infos.flatMap((item) => item.lines)]],
  ]);
  const added = [...own.suggestions, ...(updates as Map<string, readonly string[]>)];
  return [
    ...entries.flatMap(({ key, lines }) => {
      const update = updates.get(key);
      return update === undefined ? lines : [...update, ...lines.filter((line) => line.startsWith("#"))];
    }),
    ...added.filter(([key]) => !present.has(key)).flatMap(([, lines]) => lines),
  ];
}

/** Our items, in the place of those of the same names, and behind them those of others. */
function mergedList(
  key: string,
  entry: Entry | undefined,
  own: readonly ConfigItem[],
  isKept: (item: ConfigItem) => boolean,
): ConfigItem[] {
  const isReplaced = ({ config }: ConfigItem) => own.some((item) => item.config === config);
  return [...own, ...itemsOf(key, entry).filter((item) => !isReplaced(item) && isKept(item))];
}

/** The library refuses two defaults: what people have marked among items of their own wins. */
function withOneDefault(items: readonly ConfigItem[], own: readonly ConfigItem[]): string[] {
  const isTheirs = items.some((item) => !own.includes(item) && item.lines.some(isDefault));
  return items.flatMap((item) =>
    isTheirs && own.includes(item) ? item.lines.filter((l) => !isDefault(l)) : item.lines,
  );
}
