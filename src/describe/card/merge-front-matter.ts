import { isDeepStrictEqual } from "node:util";
import { kept, type Piece } from "./carry-comments.js";
import { checkMerged } from "./check-merged.js";
import { isDefault } from "./default-configs.js";
import { ForeignCard } from "./foreign-card.js";
import type { ConfigItem, FrontMatter } from "./front-matter.js";
import { isOurInfo, isOurMaking } from "./is-our-making.js";
import { listEntry } from "./list-entry.js";
import { type FreshItem, mergedList } from "./merge-list.js";
import { mergedValue } from "./merge-value.js";
import { newFrontMatter, OWN_KEYS } from "./new-front-matter.js";
import { type ParsedYaml, parseFrontMatter } from "./parse-front-matter.js";
import type { Entry } from "./yaml-entries.js";
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
  const [ours, foreign] = [namesOf(own.lists.configs), new Set<string | undefined>(options.others)];
  const isOurs = ({ name }: Item) => ours.has(name);
  const gone = (lists.configs?.items ?? []).filter(
    (item) => !isOurs(item) && !foreign.has(item.name) && isOurMaking(item.name, item.value),
  );
  const [goneLines, goneNames] = [new Set(gone.map(({ from }) => from)), new Set(gone.map(({ name }) => name))];
  const isGone = {
    configs: (item: Item) => goneLines.has(item.from),
    dataset_info: (item: Item) => goneNames.has(item.name) && isOurInfo(item.value),
  };
  const others = (lists.configs?.items ?? []).filter((item) => !isOurs(item) && !isGone.configs(item));
  // The library refuses two defaults: what people have marked among items of their own wins.
  const fresh = others.some(isDefault) ? withoutDefault(own) : own;
  const items = {
    configs: await freshItems(before, lists.configs, fresh.lists.configs),
    dataset_info: await freshItems(before, lists.dataset_info, fresh.lists.dataset_info),
  };

  const merged = (key: string): Piece[] => {
    if (key === "size_categories") {
      const entry = before.entries.find((one) => one.key === key)!;
      const lines = fresh.sizeCategories.slice(1);
      return mergedValue(
        before,
        entry,
        lines,
        lines.map((line) => line.slice("- ".length)),
      );
    }
    const list = key as keyof typeof lists;
    return mergedList(before, lists[list]!, items[list], isGone[list]);
  };
  const ends = before.entries.flatMap(({ key, from, to }) => (isOwn(key) ? [{ key, from, to }] : []));
  const pieces = ends.flatMap(({ key, from }, i) => [...kept(ends[i - 1]?.to ?? 0, from), ...merged(key)]);
  for (const line of kept(ends.at(-1)?.to ?? 0, before.lines.length)) pieces.push(line);
  const missing = newFrontMatter(fresh).filter(([key]) => isMissing(before, key));
  for (const line of missing.flatMap(([, lines]) => lines)) pieces.push(line);
  checkReferences(before, pieces, options.firstLine);
  const result = pieces.map((p) => (typeof p === "number" ? before.lines[p]!.text : p + options.newline)).join("");
  await checkMerged(result === text ? undefined : result, before, isOurs, isGone);
  return result;
}

function namesOf(items: readonly ConfigItem[]): Set<string | undefined> {
  return new Set(items.map(({ config }) => config));
}

/** Items of ours, compared with those that are there: by their text, and where that is another by what it says. */
async function freshItems(
  before: ParsedYaml,
  entry: Entry | undefined,
  own: readonly ConfigItem[],
): Promise<FreshItem[]> {
  const there = new Map<string | undefined, Item>();
  for (const item of entry?.items ?? []) if (!there.has(item.name)) there.set(item.name, item);
  const isWritten = ({ config, lines }: ConfigItem) => {
    const { from, to } = there.get(config) ?? { from: 0, to: 0 };
    const isLine = (line: string, i: number) =>
      before.lines[from + i]!.text.trimEnd() === " ".repeat(entry!.indent) + line;
    return entry?.notation === "list" && to - from === lines.length && lines.every(isLine);
  };
  const written = new Set(own.filter(isWritten));
  const unsure = own.filter((item) => there.has(item.config) && !written.has(item));
  const text = unsure.flatMap(({ lines }) => lines.map((line) => `${line}\n`)).join("");
  const values = text === "" ? [] : ((await parseFrontMatter(`x:\n${text}`)).value.get("x") as unknown[]);
  const said = new Set(unsure.filter(({ config }, i) => isDeepStrictEqual(there.get(config)!.value, values[i])));
  return own.map((item) => ({ ...item, isThere: written.has(item) || said.has(item) }));
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
