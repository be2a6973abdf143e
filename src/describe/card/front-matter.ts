import type { CardConfig } from "./card-config.js";
import { configLines, infoLines } from "./config-lines.js";

/** The YAML of a card: its top-level keys, each with the lines of its entry. */
export interface FrontMatter {
  /** What follows from the data, list items by config: kept up to date whatever somebody made of the rest. */
  readonly lists: Readonly<Record<"configs" | "dataset_info", readonly ConfigItem[]>>;
  readonly sizeCategories: readonly string[];
  /** What people may say otherwise: written where it is not there. */
  readonly suggestions: readonly (readonly [key: string, lines: readonly string[]])[];
}

/** The item of a config in a list. */
export interface ConfigItem {
  readonly config: string;
  readonly lines: readonly string[];
}

/** Nobody knows the licence of what others made. */
function suggestionsOf(isKnown: boolean): FrontMatter["suggestions"] {
  return [
    ["license", [`license: ${isKnown ? "apache-2.0" : "unknown"}`]], // the original's
    ["pretty_name", ["pretty_name: MNIST-1D"]],
    ["task_categories", ["task_categories:", "- tabular-classification"]],
    ["tags", ["tags:", "- mnist-1d", "- time-series", ...(isKnown ? ["- synthetic"] : [])]],
  ];
}

/** @param configs the one that is loaded where none is said comes first. */
export function frontMatterOf(configs: readonly CardConfig[]): FrontMatter {
  const rows = configs.flatMap(({ dataset }) => dataset.splits).reduce((sum, split) => sum + split.rows, 0);
  return {
    lists: {
      configs: configs.map((config, i) => ({
        config: config.name,
        lines: configLines(config, i === 0 && config.folder !== ""),
      })),
      dataset_info: configs.map((config) => ({ config: config.name, lines: infoLines(config) })),
    },
    sizeCategories: ["size_categories:", `- ${sizeCategory(rows)}`],
    suggestions: suggestionsOf(configs.every(({ dataset }) => dataset.config !== null)),
  };
}

/** The Hub's words for how many examples there are. */
function sizeCategory(rows: number): string {
  const bounds = ["1K", "10K", "100K", "1M", "10M", "100M", "1B", "10B", "100B", "1T"];
  const above = bounds.findIndex((_, i) => rows < 1000 * 10 ** i);
  if (above < 0) return `n>${bounds.at(-1)}`;
  return above === 0 ? `n<${bounds[0]}` : `${bounds[above - 1]}<n<${bounds[above]}`;
}
