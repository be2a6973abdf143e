import { kept, type Piece } from "./carry-comments.js";
import { checkMerged } from "./check-merged.js";
import { isDefault } from "./default-configs.js";
import { ForeignCard } from "./foreign-card.js";
import type { FrontMatter } from "./front-matter.js";
import { isOurInfo, isOurMaking } from "./is-our-making.js";
import { listEntry } from "./list-entry.js";
import { mergedList } from "./merge-list.js";
import { mergedValue } from "./merge-value.js";
import { newFrontMatter, OWN_KEYS } from "./new-front-matter.js";
import { type ParsedYaml, parseFrontMatter } from "./parse-front-matter.js";
import type { Item } from "./yaml-items.js";

/** How lines are written that are new, and what is known of those that are there. */
export interface MergeOptions {
  readonly newline: string;
  /** Folders that items are of which are not ours, whatever they look like. */
  readonly others: readonly string[];
  /** The number of the first line in its file. */
  readonly firstLine: number;
}

/**
 * A card's YAML brought up to date. Keys of others stay to the letter, and so do items of others in lists of ours, what
 * we only suggest where somebody has said something, and what of ours says already what it must.
 *
 * @throws ForeignCard for YAML that is wrong, or that can't be updated by whole lines.
 */
export async function mergedFrontMatter(text: string, own: FrontMatter, options: MergeOptions): Promise<string> {
  const before = await parseFrontMatter(text, options.firstLine);
  const lists = { configs: listEntry(before, "configs"), dataset_info: listEntry(before, "dataset_info") };
  const isOurs = ({ name }: Item) => own.lists.configs.some(({ config }) => config === name);
  const goneConfigs = (lists.configs?.items ?? []).filter(
    (item) => !isOurs(item) && !options.others.includes(item.name!) && isOurMaking(item.name, item.value),
  );
  const isGone = {
    configs: (item: Item) => goneConfigs.some(({ from }) => from === item.from),
    dataset_info: (item: Item) => goneConfigs.some(({ name }) => name === item.name) && isOurInfo(item.value),
  };
  const others = (lists.configs?.items ?? []).filter((item) => !isOurs(item) && !isGone.configs(item));
  // The library refuses two defaults: what people have marked among items of their own wins.
  const fresh = others.some(isDefault) ? withoutDefault(own) : own;
  const freshLines = newFrontMatter(fresh);
  const { value } = await parseFrontMatter(freshLines.map(([, lines]) => `${lines.join("\n")}\n`).join(""));

  const merged = (key: string): Piece[] => {
    const entry = before.entries.find((one) => one.key === key)!;
    if (key === "size_categories") return mergedValue(before, entry, fresh.sizeCategories.slice(1), value.get(key));
    const list = key as keyof typeof lists;
    const values = value.get(key) as unknown[];
    const items = fresh.lists[list].map((item, i) => ({ ...item, value: values[i] }));
    return mergedList(before, lists[list]!, items, isGone[list]);
  };
  const ends = before.entries.flatMap(({ key, from, to }) => (isOwn(key) ? [{ key, from, to }] : []));
  const pieces = ends.flatMap(({ key, from }, i) => [...kept(ends[i - 1]?.to ?? 0, from), ...merged(key)]);
  pieces.push(...kept(ends.at(-1)?.to ?? 0, before.lines.length));
  pieces.push(...freshLines.filter(([key]) => isMissing(before, key)).flatMap(([, lines]) => lines));
  checkReferences(before, pieces, options.firstLine);
  const result = pieces.map((p) => (typeof p === "number" ? before.lines[p]!.text : p + options.newline)).join("");
  await checkMerged(result, before, isOurs, isGone);
  return result;
}

function isOwn(key: string | undefined): key is string {
  return OWN_KEYS.some((own) => own === key);
}

function isMissing({ entries, value }: ParsedYaml, key: string): boolean {
  if (entries.some((entry) => entry.key === key)) return false;
  if (!value.has(key)) return true;
  if (isOwn(key)) throw new ForeignCard(`has ${key} by a reference (<<): write it out, so that it can be renewed`);
  return false;
}

function withoutDefault(own: FrontMatter): FrontMatter {
  const configs = own.lists.configs.map((item) => ({
    ...item,
    lines: item.lines.filter((line) => line !== "  default: true"),
  }));
  return { ...own, lists: { ...own.lists, configs } };
}

/** What stays may not refer to what goes. */
function checkReferences({ references }: ParsedYaml, pieces: readonly Piece[], firstLine: number): void {
  const stays = new Set(pieces);
  const broken = references.find(({ from, to }) => stays.has(from) && !stays.has(to));
  if (broken === undefined) return;
  const { name, from, to } = broken;
  throw new ForeignCard(
    `has *${name} in line ${from + firstLine}, which refers to &${name} in line ${to + firstLine}, in a part that mnist1d ` +
      "writes anew: write out there what it refers to",
  );
}
