import type { DatasetDescription } from "../dataset-description.js";
import { cardBody } from "./card-body.js";
import type { CardConfig } from "./card-config.js";
import { type FrontMatter, frontMatterOf } from "./front-matter.js";

/** The card of a dataset, or of a repository of several: what Hugging Face's README.md consists of. */
export interface Card {
  readonly frontMatter: FrontMatter;
  /** Markdown. */
  readonly body: string;
}

/** The name that `load_dataset` takes where none is said. */
const DEFAULT_CONFIG = "default";

/** The card of a dataset that stands alone, in its own directory. */
export function datasetCard(dataset: DatasetDescription): Card {
  return cardOf([{ name: DEFAULT_CONFIG, folder: "", dataset }]);
}

/**
 * @param configs at least one.
 * @param chosen the name of the one that is loaded where none is said; by default the one called so, or the first.
 */
export function cardOf(configs: readonly CardConfig[], chosen?: string): Card {
  const names = configs.map(({ name }) => name);
  const main = names.find((name) => name === DEFAULT_CONFIG) ?? names.find((name) => name === chosen) ?? names[0]!;
  const ordered = [...configs].sort((a, b) => Number(b.name === main) - Number(a.name === main) || order(a, b));
  return { frontMatter: frontMatterOf(ordered), body: cardBody(ordered) };
}

function order(a: CardConfig, b: CardConfig): number {
  return a.name < b.name ? -1 : 1;
}
