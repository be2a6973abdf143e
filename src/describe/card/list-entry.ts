import { ForeignCard } from "./foreign-card.js";
import type { ParsedYaml } from "./parse-front-matter.js";
import type { Entry } from "./yaml-entries.js";

/**
 * One of the lists of configs, each item with its name; undefined where there is none.
 *
 * @throws ForeignCard for a notation in which items can't be replaced by lines.
 */
export function listEntry({ entries }: ParsedYaml, key: "configs" | "dataset_info"): Entry | undefined {
  const entry = entries.find((one) => one.key === key);
  if (entry === undefined) return undefined;
  const isInfo = key === "dataset_info";
  const items = entry.items.map((item) => ({ ...item, name: item.name ?? (isInfo ? "default" : undefined) }));
  const isReadable =
    entry.head !== undefined &&
    (entry.notation === "list" || entry.notation === "nothing" || (isInfo && entry.notation === "keys")) &&
    items.every(({ name, value }) => name !== undefined && value instanceof Map);
  if (isReadable) return { ...entry, items };
  throw new ForeignCard(`has ${key} in another notation than a list of one config after the other`);
}
