import { isDeepStrictEqual } from "node:util";
import { COLUMNS } from "../../generate/columns.js";
import { type CardConfig, cardBody, DEFAULT_CONFIG, MARKS, mainFirst, type OwnEntry, ownEntries } from "./card.js";
import {
  type Entry,
  ForeignCard,
  type FrontMatter,
  type Item,
  OWN_KEYS,
  parseFrontMatter,
  type Span,
} from "./parse-front-matter.js";

export { ForeignCard } from "./parse-front-matter.js";

const LISTS = ["configs", "dataset_info"] as const;

/**
 * A README.md that people may have edited, brought up to date: what is between the marks, and the keys of ours in the
 * YAML. All else stays as it is, and each part keeps its line ends.
 * @param others folders beside the card that mnist1d did not make: what the YAML has of them stays, too.
 * @throws ForeignCard for one without the marks, which is not ours to change, or with YAML that can't be.
 */
export function updatedCardText(text: string, configs: readonly CardConfig[], others: readonly string[] = []): string {
  const { head, yaml, rest } = splitCard(text);
  const [begins, ends] = MARKS.map((mark) => [...rest.matchAll(new RegExp(`^${mark}[ \\t]*\\r?$`, "gm"))]);
  const [begin, end] = [begins![0]?.index ?? 0, ends![0]?.index ?? 0];
  if (begins!.length !== 1 || ends!.length !== 1 || begin > end) {
    throw new ForeignCard(
      `does not have the marks ${MARKS.join(" and ")}, each once, for the part that mnist1d writes`,
    );
  }
  const yamlNewline = newlineOf(head || text);
  const before = parseFrontMatter(yaml, head.split("\n").length);
  // Where people have chosen which config is loaded if none is named, it stays.
  const ordered = mainFirst(configs, before.entries.get("configs")?.items.find(saysDefault)?.name);
  const merged = mergedFrontMatter(before, ordered, new Set(others), yamlNewline);

  const newline = newlineOf(rest.slice(begin));
  const above = rest.slice(0, begin + MARKS[0].length);
  const body = `${above}${newline}${cardBody(ordered).replaceAll("\n", newline)}${newline}${rest.slice(end)}`;
  if (head !== "") return head + merged + body;
  const [, mark, content] = /^(\uFEFF?)(.*)$/s.exec(body)!; // a byte order mark comes first, or is none
  return `${mark}---${yamlNewline}${merged}---${yamlNewline}${content}`;
}

/**
 * A card in three parts: all before the YAML, with the line `---`, or "" without YAML; whole lines of YAML; and the
 * rest from the second `---` on. The Hub and its library take blank lines before the YAML, but no blanks behind the
 * first `---` (REGEX_YAML_BLOCK in huggingface_hub/repocard.py).
 * @throws ForeignCard for one that begins like YAML and does not end it: a second YAML above would hide the first.
 */
function splitCard(text: string): { head: string; yaml: string; rest: string } {
  const [, head, yaml, rest] = /^(\s*---\r?\n)((?:.*?\r?\n)??)(---[ \t]*(?:\r?\n.*|$))$/s.exec(text) ?? [];
  if (head !== undefined) return { head, yaml: yaml!, rest: rest! };
  if (!/^\s*---\s*?(?:[\r\n]|$)/.test(text)) return { head: "", yaml: "", rest: text };
  throw new ForeignCard(
    "begins with ---, but not with YAML as the Hub reads it: between two lines that have --- and nothing else",
  );
}

function newlineOf(text: string): string {
  return /^[^\n]*\r\n/.test(text) ? "\r\n" : "\n";
}

/**
 * The YAML brought up to date. Keys of others stay to the letter, and so do items of others in lists of ours, what we
 * only suggest where somebody has said something, and what of ours says already what it must.
 */
function mergedFrontMatter(
  before: FrontMatter,
  configs: readonly CardConfig[],
  others: ReadonlySet<string | undefined>,
  newline: string,
): string {
  const names = new Set<string | undefined>(configs.map(({ name }) => name));
  const isOurs = ({ name }: Item) => names.has(name);
  const [items, infos] = LISTS.map((key) => before.entries.get(key)?.items ?? []);
  const isOurMaking = ({ value }: Item) => OUR_MAKING.test(JSON.stringify(value, plain));
  const gone = new Set(items!.filter((item) => !isOurs(item) && !others.has(item.name) && isOurMaking(item)));
  const goneNames = new Set(Array.from(gone, ({ name }) => name));
  for (const info of infos!) if (goneNames.has(info.name) && isOurInfo(info)) gone.add(info);
  const isTheirs = (item: Item) => !isOurs(item) && !gone.has(item);
  // The library refuses two defaults: what people have marked among items of their own wins.
  const own = ownEntries(configs, !items!.some((item) => isTheirs(item) && isLoadedByDefault(item)));
  const ended = (lines: readonly string[]) => lines.map((line) => line + newline);
  const kept = ({ from, to }: Span) => before.lines.slice(from, to);
  const ownText = own.flatMap(({ lines }) => ended(lines)).join("");
  if (ownText === before.lines.join("")) return ownText; // nobody edited it, and nothing is new
  const fresh = parseFrontMatter(ownText);

  const pieces: (readonly string[])[] = [];
  let next = 0;
  for (const [key, entry] of before.entries) {
    const { lines, items } = own.find((one) => one.key === key)!;
    pieces.push(kept({ from: next, to: entry.from }));
    if (isDeepStrictEqual(entry.value, fresh.value.get(key))) pieces.push(kept(entry));
    else if (items !== undefined && entry.indent !== undefined)
      pieces.push(mergedList(entry, items, fresh.entries.get(key)!, isOurs, gone, kept, ended));
    else if (entry.items.every(isOurs)) pieces.push(renewed(kept(entry), ended(lines)));
    else throw new ForeignCard(`has ${key} of one config only, and there are more: write it as a list`);
    next = entry.to;
  }
  pieces.push(kept({ from: next, to: before.lines.length }));
  for (const { key, lines, isSuggestion } of own) {
    if (!before.value.has(key)) pieces.push(ended(lines));
    else if (!isSuggestion && !before.entries.has(key as never))
      throw new ForeignCard(`has ${key} by a reference (<<): write it out, so that it can be renewed`);
  }
  const text = pieces.flat().join("");
  checkResult(text, before, fresh, isOurs, isTheirs);
  return text;
}

/**
 * A list of ours brought up to date: items of others stay where they are, and ours are, in their order, where ours
 * were. Comments above an item go along with it.
 */
function mergedList(
  { from, items, indent }: Entry,
  own: NonNullable<OwnEntry["items"]>,
  fresh: Entry,
  isOurs: (item: Item) => boolean,
  gone: ReadonlySet<Item>,
  kept: (span: Span) => readonly string[],
  ended: (lines: readonly string[]) => string[],
): string[] {
  const above = (i: number) => kept({ from: items[i - 1]?.to ?? from + 1, to: items[i]!.from });
  const places = new Map<string | undefined, number>();
  for (const [i, { name }] of items.entries()) if (!places.has(name)) places.set(name, i);
  const pieces = [kept({ from, to: from + 1 })];
  let begun = 0;
  const begin = (count: number) => {
    for (const [name, lines] of own.slice(begun, begun + count)) {
      const text = ended(lines.map((line) => " ".repeat(indent!) + line));
      const place = places.get(name);
      if (place === undefined) pieces.push(text);
      else {
        const [old, isSame] = [kept(items[place]!), isDeepStrictEqual(items[place]!.value, fresh.items[begun]!.value)];
        pieces.push(above(place), isSame ? old : renewed(old, text));
      }
      begun++;
    }
  };
  const last = items.map(isOurs).lastIndexOf(true);
  if (last < 0) begin(own.length);
  for (const [i, item] of items.entries()) {
    const isFirst = places.get(item.name) === i;
    if (!isOurs(item) || !isFirst) pieces.push(above(i));
    if (!isOurs(item) && !gone.has(item)) pieces.push(kept(item));
    if (isOurs(item)) begin(i === last ? own.length : Number(isFirst));
  }
  return pieces.flat();
}

/**
 * The lines that take the place of some others, with the comments of these: behind the same lines, where they are still
 * there, and above them. Lines that are comment only stay in any case; a comment behind a line that has changed is
 * lost.
 */
function renewed(old: readonly string[], fresh: readonly string[]): string[] {
  const result: string[] = [];
  let pending: string[] = [];
  let next = 0;
  for (const [i, line] of old.entries()) {
    const [, code, comment] = /^(.*?)((?:^|(?<=\s))#.*)?$/.exec(line.trim())!;
    if (code === "" && comment !== undefined) pending.push(line);
    if (code === "") continue;
    // The first has the name: it is the same, however it is written.
    const same = i === 0 ? 0 : fresh.findIndex((one, j) => j >= next && one.trim() === code!.trim());
    if (same < 0) continue;
    const behind = comment === undefined ? "" : ` ${comment}`;
    result.push(
      ...fresh.slice(next, same),
      ...pending,
      fresh[same]!.replace(/\r?\n$/, (end) => behind + end),
    );
    pending = [];
    next = same + 1;
  }
  return [...result, ...fresh.slice(next), ...pending];
}

/** Whether an item says that its config is loaded where none is named; Python takes other values than `true` for true. */
function saysDefault({ value }: Item): boolean {
  return value instanceof Map && Boolean(value.get("default"));
}

/** Whether the library takes it for the default: also by its name. */
function isLoadedByDefault(item: Item): boolean {
  return item.name === DEFAULT_CONFIG || saysDefault(item);
}

/** An item of `configs` that is entirely as mnist1d wrote it, for a dataset in a folder of its name. */
const OUR_MAKING =
  /^\{"config_name":"([\w.+-]+)",("default":true,)?("description":"sha256:[0-9a-f]{64}",)?"data_files":\[(,?\{"split":"(train|validation|test(?:_[a-z][a-z0-9_]*)?)","path":"\1\/data\/\5-\*\.parquet"\})+\]\}$/;

const OUR_FEATURES: ReadonlySet<string> = new Set(COLUMNS.map(({ name }) => name));

/** Whether an item of `dataset_info` has nothing that mnist1d does not write. */
function isOurInfo({ value }: Item): boolean {
  const info = JSON.parse(JSON.stringify(value, plain));
  const hasOnly = (some: object | null, ...keys: string[]) =>
    Object.keys(some ?? {}).every((key) => keys.includes(key));
  return (
    hasOnly(info, "config_name", "features", "splits", "download_size", "dataset_size") &&
    [info.features, info.splits].every(Array.isArray) &&
    info.features.every((feature: { name?: unknown } | null) => OUR_FEATURES.has(`${feature?.name}`)) &&
    info.splits.every((split: object | null) => hasOnly(split, "name", "num_bytes", "num_examples"))
  );
}

function plain(_: string, value: unknown): unknown {
  return value instanceof Map ? Object.fromEntries(value) : value;
}

/**
 * Whether YAML that was changed line by line is what it must be: whatever people write, nothing of theirs is lost, and
 * no card is made that the library refuses.
 */
function checkResult(
  text: string,
  before: FrontMatter,
  fresh: FrontMatter,
  isOurs: (item: Item) => boolean,
  isTheirs: (item: Item) => boolean,
): void {
  let after: FrontMatter;
  try {
    after = parseFrontMatter(text);
  } catch (error) {
    throw error instanceof ForeignCard ? new ForeignCard(`would no longer be readable: it ${error.message}`) : error;
  }
  const valuesOf = (of: FrontMatter, which: (item: Item) => boolean) =>
    LISTS.map((key) => (of.entries.get(key)?.items ?? []).filter(which).map(({ value }) => value));
  const othersOf = ({ value }: FrontMatter) => [...value].filter(([key]) => !OWN_KEYS.some((own) => own === key));
  const others = othersOf(before); // keys may be lists, which are only the same by what is in them
  const isKept =
    isDeepStrictEqual(
      valuesOf(before, isTheirs),
      valuesOf(after, (item) => !isOurs(item)),
    ) && isDeepStrictEqual(others, othersOf(after).slice(0, others.length));
  if (!isKept) throw new ForeignCard("has keys, or items in its lists, that would change with those of mnist1d");
  if (!isDeepStrictEqual(valuesOf(fresh, isOurs), valuesOf(after, isOurs)))
    throw new ForeignCard("would not have each config of mnist1d once, as it must be");
  const defaults = after.entries.get("configs")!.items.filter(isLoadedByDefault);
  if (defaults.length > 1) {
    const names = defaults.map(({ name }) => name).join(" and ");
    throw new ForeignCard(`marks more than one config as the default, which datasets refuses: ${names}`);
  }
}
