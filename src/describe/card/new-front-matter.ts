import type { ConfigItem, FrontMatter } from "./front-matter.js";

/** The keys of the YAML that follow from the data. */
export const OWN_KEYS = ["size_categories", "configs", "dataset_info"] as const;

/** The YAML of a new card, by its top-level keys, each with its lines. */
export function newFrontMatter({ suggestions, sizeCategories, lists }: FrontMatter): FrontMatter["suggestions"] {
  return [
    ...suggestions,
    ["size_categories", sizeCategories],
    ["configs", ["configs:", ...linesOf(lists.configs)]],
    ["dataset_info", ["dataset_info:", ...linesOf(lists.dataset_info)]],
  ];
}

function linesOf(items: readonly ConfigItem[]): string[] {
  return items.flatMap(({ lines }) => lines);
}
