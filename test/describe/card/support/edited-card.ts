import { expect } from "vitest";
import { parseDocument } from "yaml";
import { type CardConfig, datasetConfig, MARKS, ownEntries } from "../../../../src/describe/card/card.js";
import { ForeignCard, updatedCardText } from "../../../../src/describe/card/update-card.js";
import { config, description, split } from "../../support/descriptions.js";

/** Of a dataset that stands alone, and of another in its place. */
export const CARD = [datasetConfig(description())];
export const OTHER = [datasetConfig(description({ length: 7, splits: [split("train", 100_000), split("test", 1)] }))];

/** Of a repository, and of the same with other data. */
export const PAIR = [config("a"), config("b")];
export const OTHER_PAIR = [config("a", { length: 7 }), config("b", { length: 7 })];

/** A card with some YAML, and nothing but the marks below it. */
export function edited(yaml: string, newline = "\n"): string {
  return `---${newline}${yaml}---${newline}${MARKS.join("\n")}\n`;
}

/** The lines of a card's YAML. */
export function yamlOf(text: string): string {
  return /^\s*---\r?\n(.*?)^---\r?$/ms.exec(text)![1]!;
}

/** As the library that loads datasets does, which takes YAML 1.1. */
export function readYaml(yaml: string): Map<unknown, unknown> {
  const document = parseDocument(yaml, { version: "1.1" });
  expect(document.errors).toEqual([]);
  return document.toJS({ mapAsMap: true }) ?? new Map();
}

/** The `config_name` of each item in a list of a card. */
export function namesIn(text: string, key = "configs"): unknown[] {
  return (readYaml(yamlOf(text)).get(key) as Map<string, unknown>[]).map((item) => item.get("config_name"));
}

/** Why a card is not brought up to date. */
export function refusal(text: string, card = OTHER): string {
  try {
    updatedCardText(text, card);
  } catch (error) {
    if (error instanceof ForeignCard) return error.message;
    throw error;
  }
  return expect.fail("the card was updated");
}

/** The items of ours in a list. */
export function itemsOf(configs: readonly CardConfig[], key: string) {
  return ownEntries(configs).find((entry) => entry.key === key)!.items!;
}
