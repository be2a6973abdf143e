import { ForeignCard } from "./foreign-card.js";
import type { ConfigItem } from "./front-matter.js";

/** A top-level key of YAML with all lines that belong to it. */
export interface Entry {
  /** Absent for lines before the first key. */
  readonly key?: string;
  readonly lines: readonly string[];
}

/** YAML by its top-level keys: enough to change some and leave the others, to the letter. */
export function entriesOf(yaml: readonly string[]): Entry[] {
  const entries: { key?: string; lines: string[] }[] = [];
  for (const line of yaml) {
    const [, , key] = /^(["']?)([\w-]+)\1\s*:(?:\s|$)/.exec(line) ?? [];
    if (key !== undefined) entries.push({ key, lines: [line] });
    else if (entries.length === 0) entries.push({ lines: [line] });
    else entries.at(-1)!.lines.push(line);
  }
  return entries;
}

/** Whether an item has the look of one that mnist1d wrote, of a dataset that is there no longer. */
export function isOurMaking({ config, lines }: ConfigItem): boolean {
  const paths = lines
    .map((line) => /^\s*path:\s*["']?(.*?)["']?\s*$/.exec(line)?.[1])
    .filter((path) => path !== undefined);
  const ours = ["train", "test"].map((split) => `${config}/data/${split}-*.parquet`);
  return paths.length > 0 && paths.every((path) => ours.includes(path));
}

/**
 * The items of a list, each of one config.
 *
 * @throws ForeignCard
 */
export function itemsOf(key: string, entry: Entry | undefined): ConfigItem[] {
  const [first = "", ...lines] = (entry?.lines ?? []).filter((line) => line.trim() !== "" && !line.startsWith("#"));
  const items: string[][] = [];
  const indent = /^\s*/.exec(lines[0] ?? "")![0];
  for (const line of lines) {
    if (line.startsWith(`${indent}- `)) items.push([line]);
    else items.at(-1)?.push(line);
  }
  const named = items.map((item) => ({ config: nameIn(item), lines: item.map((line) => line.slice(indent.length)) }));
  const isReadable = /:\s*(#.*)?$/.test(first) && (items.length > 0 || lines.length === 0);
  if (entry !== undefined && !(isReadable && named.every(({ config }) => config !== undefined))) {
    if (key === "dataset_info" && isReadable) return []; // of one config, without its name
    throw new ForeignCard(`has ${key} in another notation than a list of one config after the other`);
  }
  return named as ConfigItem[];
}

function nameIn(lines: readonly string[]): string | undefined {
  const [, value] =
    lines.map((line) => /^\s*(?:- )?\s*config_name:\s*(.*?)\s*$/.exec(line)).find((match) => match) ?? [];
  return value?.replace(/^(["'])(.*)\1$/, "$2");
}

/** Whether a line of an item says that its config is loaded where none is named. */
export function isDefault(line: string): boolean {
  return /^\s*(?:- )?default:\s*true\s*$/.test(line);
}
