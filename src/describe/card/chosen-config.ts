import { splitCard } from "./card-text.js";
import { entriesOf, isDefault, itemsOf } from "./yaml-entries.js";

/** The config that a card marks as the one to load where none is named; undefined if it marks none. */
export function chosenConfig(text: string): string | undefined {
  try {
    const entry = entriesOf(splitCard(text).yaml).find(({ key }) => key === "configs");
    return itemsOf("configs", entry).find(({ lines }) => lines.some(isDefault))?.config;
  } catch {
    return undefined; // a list in a notation that is not ours to read
  }
}
