import { saysDefault } from "./default-configs.js";
import { ForeignCard } from "./foreign-card.js";
import { listEntry } from "./list-entry.js";
import { parseFrontMatter } from "./parse-front-matter.js";
import { splitCard } from "./split-card.js";

/** The config that a card marks as the one to load where none is named; undefined if it marks none. */
export async function chosenConfig(text: string): Promise<string | undefined> {
  try {
    const entry = listEntry(await parseFrontMatter(splitCard(text).yaml), "configs");
    return entry?.items.find(saysDefault)?.name;
  } catch (error) {
    if (!(error instanceof ForeignCard)) throw error;
    return undefined; // YAML that is not ours to read
  }
}
